"""Mentoring's rules: who may be asked, what those who ask may learn, and how a match lives and ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import leaving, merging, pausing, person_data, profiles, safety
from bot.community.mentoring import asking, beginning, check_ins, feedback, helps, matches, offers, people, standing, weights, wishes
from bot.community.mentoring.matches import Match
from bot.community.mentoring.offers import Said
from bot.community.mentoring.tables import FLASH, MODES, ROUND, SIX, STUCK, THREE, WELL
from bot.community.mentoring.wishes import Hope, Suggestion
from bot.community.profiles import Said as About
from bot.config.settings import MatchingSettings
from bot.matching.score import Weights
from bot.schema import Connection
from tests.community.village import Village

HOPE = Hope(("Copyright",), "To negotiate.", SIX, kind="any")
OFFER = Said(("Copyright",), 1, tuple(MODES))
SIX_MONTHS = timedelta(days=182)


def is_somebody(village: Village, name: str, kind: str = "Charity", years: str = "2to5", **more: str) -> None:
    """They say who they are, and who they work for."""
    village.acts(name, lambda act: profiles.say(act, About("Inverness", 25, kind, "Things", years, ("Bees",))))
    village.acts(name, lambda act: profiles.keep_private(act, more.get("employer", ""), None))


def offer(village: Village, *names: str, said: Said = OFFER) -> None:
    """They offer to mentor."""
    for name in names:
        village.acts(name, lambda act: offers.offer(act, said))


def looks(village: Village, name: str, hope: Hope = HOPE) -> list[Suggestion]:
    """Somebody looks; whom they are shown."""
    wish = village.acts(name, lambda act: wishes.look(act, hope))
    return village.do(lambda conn: wishes.suggested(conn, wish))


def names(shown: list[Suggestion]) -> list[str]:
    """As they are called."""
    return [each.name for each in shown]


def asks(village: Village, name: str, hope: Hope = HOPE) -> int:
    """Somebody asks the first they are shown. Returns the request's id."""
    shown = looks(village, name, hope)
    village.acts(name, lambda act: asking.ask(act, shown[0].id))
    return max(int(told.ref) for told in village.told if told.kind == "mentor.asked")


def together(village: Village, mentee: str = "Tom", mentor: str = "Jo", hope: Hope = HOPE) -> Match:
    """They are together."""
    if village.do(lambda conn: offers.of(conn, village.group, village.people.get(mentor, 0))) is None:
        offer(village, mentor)
    request = asks(village, mentee, hope)
    village.acts(mentor, lambda act: asking.answer(act, request, yes=True))
    member = village.people[mentee]
    return village.do(lambda conn: matches.of_member(conn, member, village.group))[-1]


def now(village: Village, match: Match) -> Match:
    """As it stands."""
    found = village.do(lambda conn: matches.get(conn, match.id))
    assert found
    return found


# --- who may be asked -----------------------------------------------------------------------------------------------------------


def test_three_are_shown_the_best_first_with_the_parts_of_the_score_and_nothing_else(village: Village) -> None:
    is_somebody(village, "Tom", years="under2")
    is_somebody(village, "Ada", kind="Law firm", years="10plus")
    offer(village, "Jo", "Ada", "Bea", "Cas", said=Said(("Bees",), 1, tuple(MODES)))
    offer(village, "Jo")
    shown = looks(village, "Tom", Hope(("copyright", "Bees"), "x", SIX))
    assert (names(shown)[:2], len(shown)) == (["Ada", "Jo"], 3)
    assert shown[0].why == (
        "Offers Bees, one of the two you asked for · works somewhere different: Law firm · has over 10 years in the field · "
        "both in Inverness"
    )


def test_what_few_offer_counts_for_more(village: Village) -> None:
    offer(village, "Ada", "Bea", "Cas", said=Said(("Bees",), 1, (SIX,)))
    offer(village, "Jo", said=Said(("Copyright",), 1, (SIX,)))
    assert names(looks(village, "Tom", Hope(("Bees", "Copyright"), "x", SIX)))[0] == "Jo"


def test_the_settings_say_how_much_counts(village: Village) -> None:
    assert Weights(**MatchingSettings().model_dump()) == Weights()
    is_somebody(village, "Tom")
    is_somebody(village, "Ada", years="10plus")
    offer(village, "Ada", said=Said(("Bees",), 1, (SIX,)))
    offer(village, "Jo")
    assert names(looks(village, "Tom")) == ["Jo", "Ada"]
    try:
        weights.use(Weights(topics=0, years=5000))
        assert names(looks(village, "Tom")) == ["Ada", "Jo"]
    finally:
        weights.use(Weights())


def resting(village: Village) -> None:
    village.acts("Jo", offers.pause)


def full(village: Village) -> None:
    together(village, "Olu")


def asked_by_another(village: Village) -> None:
    asks(village, "Olu")


def on_a_break(village: Village) -> None:
    village.acts("Jo", lambda act: pausing.pause(act, village.now + timedelta(days=60)))


def kept_away(village: Village) -> None:
    tom = village.who("Tom")
    village.acts("Jo", lambda act: safety.keep_apart(act, tom))


def line_manager(village: Village) -> None:
    jo = village.who("Jo")
    village.acts("Tom", lambda act: profiles.keep_private(act, "", jo))


def same_employer(village: Village) -> None:
    is_somebody(village, "Jo", employer="Hebridean  Rescue")
    is_somebody(village, "Tom", employer="hebridean rescue")


def hidden(village: Village) -> None:
    is_somebody(village, "Tom", employer="Rescue")
    village.acts("Jo", lambda act: safety.hide(act, "Rescue"))


def for_less(village: Village) -> None:
    offer(village, "Jo", said=Said(("Copyright",), 1, (FLASH, THREE)))


def otherwise(village: Village) -> None:
    offer(village, "Jo", said=Said(("Copyright",), 1, (SIX,), (profiles.IN_PERSON,)))


def stopped(village: Village) -> None:
    village.acts("Jo", offers.stop)


BARS = [resting, full, asked_by_another, on_a_break, kept_away, line_manager, same_employer, hidden, for_less, otherwise, stopped]


@pytest.mark.parametrize("bar", BARS)
def test_whom_a_rule_bars_is_not_suggested_not_asked_and_not_brought_together(village: Village, bar: Callable[[Village], None]) -> None:
    hope = Hope(("Copyright",), "x", SIX, (profiles.CALL,), "any")
    offer(village, "Jo")
    shown = looks(village, "Tom", hope)
    assert names(shown) == ["Jo"]
    bar(village)
    with pytest.raises(Refusal):
        village.acts("Tom", lambda act: asking.ask(act, shown[0].id))
    assert looks(village, "Tom", hope) == []
    wish = village.acts("Tom", lambda act: wishes.look(act, hope))
    village.acts("Tom", lambda act: wishes.wait_for_round(act, wish))
    if bar is asked_by_another:
        return  # an organiser's round may be quicker than whoever has not answered
    jo = village.people["Jo"]

    def begin(conn: Connection) -> None:
        found = wishes.get(conn, wish)
        assert found
        beginning.begin(conn, village.now, found, jo)

    with pytest.raises(Refusal):
        village.do(begin)


@pytest.mark.parametrize("bar", [full, on_a_break, kept_away, line_manager, same_employer, stopped])
def test_whom_a_rule_bars_after_they_were_asked_can_no_longer_say_yes(village: Village, bar: Callable[[Village], None]) -> None:
    offer(village, "Jo", said=Said(("Copyright",), 2 if bar is full else 1, tuple(MODES)))
    request = asks(village, "Tom")
    assert village.do(lambda conn: asking.open_to(conn, str(request)))
    bar(village)
    if bar is full:
        offer(village, "Jo")
    else:
        assert village.do(lambda conn: asking.open_to(conn, str(request))) is None
    with pytest.raises(Refusal, match="Nothing was sent"):
        village.acts("Jo", lambda act: asking.answer(act, request, yes=True))


def test_somebodys_own_employer_only_if_they_wish(village: Village) -> None:
    same_employer(village)
    offer(village, "Jo")
    assert looks(village, "Tom") == []
    assert names(looks(village, "Tom", Hope(("Copyright",), "x", SIX, own_employer=True))) == ["Jo"]


def test_a_round_has_those_who_wait_the_places_left_and_who_may_not_meet(village: Village) -> None:
    offer(village, "Jo", "Ada", said=Said(("Copyright",), 2, tuple(MODES)))
    together(village, "Olu", "Ada" if looks(village, "Olu")[0].name == "Ada" else "Jo")
    kept_away(village)
    wish = village.acts("Tom", lambda act: wishes.look(act, HOPE))
    village.acts("Tom", lambda act: wishes.wait_for_round(act, wish))

    def look(conn: Connection) -> tuple[list[int], int, int]:
        mentors, mentees = people.available(conn, village.group), people.waiting_for_round(conn, village.group)
        barred = people.barred(conn, mentees, mentors, village.now)
        return [each.member for each in mentees], sum(each.places for each in mentors), len(barred.blocks)

    assert village.do(look) == ([village.people["Tom"]], 3, 1)


# --- what those who ask may learn -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["silence", "no", "block", "break", "stop", "rest", "gone"])
def test_whatever_happened_the_one_who_asked_hears_the_same_at_the_same_moment(village: Village, what: str, tmp_path: Path) -> None:
    offer(village, "Jo")
    request, begun, jo = asks(village, "Tom"), village.now, village.people["Jo"]
    match what:
        case "no":
            village.acts("Jo", lambda act: asking.answer(act, request, yes=False))
        case "block":
            kept_away(village)
        case "break":
            on_a_break(village)
        case "stop":
            stopped(village)
        case "rest":
            resting(village)
        case "gone":
            ledger = person_data.Ledger(tmp_path / "list.erased")
            village.do(lambda conn: person_data.erase(conn, village.now, jo, ledger))
        case _:
            pass
    village.passes(days=20)
    assert [(told.kind, told.at - begun) for told in village.told if told.who == "Tom"] == [("mentor.nobody", asking.ANSWER_WITHIN)]


def test_a_no_shows_nowhere_in_what_the_one_who_asked_can_see(village: Village) -> None:
    offer(village, "Jo")
    request, tom = asks(village, "Tom"), village.people["Tom"]

    def seen(conn: Connection) -> str:
        open_ = wishes.open_of(conn, tom, village.group)
        return str((person_data.collect(conn, village.now, tom), open_, open_ and wishes.suggested(conn, open_.id)))

    before = village.do(seen)
    village.acts("Jo", lambda act: asking.answer(act, request, yes=False))
    assert village.do(seen) == before


def test_a_mentor_who_said_no_is_left_in_peace_until_its_day(village: Village) -> None:
    offer(village, "Jo")
    request = asks(village, "Tom")
    village.acts("Jo", lambda act: asking.answer(act, request, yes=False))
    assert looks(village, "Olu") == []
    village.passes(days=10)
    assert names(looks(village, "Olu")) == ["Jo"]
    assert village.heard("Jo") == ["mentor.asked"]


def test_after_the_third_an_organiser_hears_that_and_not_a_word_more(village: Village) -> None:
    offer(village, "Jo", "Ada", "Bea")
    asks(village, "Tom")
    for _ in range(2):
        village.passes(days=10)
        shown = village.do(lambda conn: wishes.suggested(conn, 1))
        village.acts("Tom", lambda act, shown=shown: asking.ask(act, shown[0].id))
    assert village.heard("Priya") == []
    village.passes(days=10)
    assert village.heard("Priya") == ["mentor.unmet"]
    assert village.heard("Tom") == ["mentor.nobody"] * 3


def test_nobody_asks_or_answers_for_another(village: Village) -> None:
    offer(village, "Jo")
    shown = looks(village, "Tom")
    village.who("Ada")
    with pytest.raises(Refusal):
        village.acts("Ada", lambda act: asking.ask(act, shown[0].id))
    village.acts("Tom", lambda act: asking.ask(act, shown[0].id))
    for name in ("Tom", "Ada", "Priya"):
        with pytest.raises(Refusal):
            village.acts(name, lambda act: asking.answer(act, 1, yes=True))
    with pytest.raises(Refusal, match="one at a time"):
        looks(village, "Tom")


def test_whoever_waits_for_the_round_hears_monthly_and_organisers_too(village: Village) -> None:
    village.acts("Tom", lambda act: wishes.wait_for_round(act, wishes.look(act, HOPE)))
    village.passes(days=61)
    assert village.heard("Tom") == ["mentor.still_waiting"] * 2
    assert village.heard("Priya") == ["mentor.somebody_waits"] * 2

    def left_over(conn: Connection) -> None:
        (mentee,) = people.waiting_for_round(conn, village.group)
        wishes.not_matched(conn, village.now, mentee.wish)

    village.do(left_over)
    village.deliver()
    (mentee,) = village.do(lambda conn: people.waiting_for_round(conn, village.group))
    assert mentee.seeker.waited
    assert village.heard("Tom")[-1] == "mentor.not_this_round"


# --- the life of a match --------------------------------------------------------------------------------------------------------


def test_check_ins_come_on_day_7_day_30_then_monthly_until_the_planned_end(village: Village) -> None:
    match, begun = together(village), village.now
    for _ in range(190):
        village.passes(days=1)
        for name in ("Tom", "Jo"):
            if now(village, match).on:
                village.acts(name, lambda act: check_ins.answer(act, match.id, WELL))
    days = [(told.at - begun).days for told in village.told if (told.who, told.kind) == ("Tom", "mentor.check_in")]
    assert days == [7, 30, 60, 90, 120, 150, 180]
    assert (now(village, match).why, now(village, match).ends_at) == ("planned", begun + SIX_MONTHS)
    assert village.heard("Tom")[-2:] == ["mentor.over", "mentor.feedback"]


@pytest.mark.parametrize("silent", ["Tom", "Jo"])
def test_two_unanswered_and_three_weeks_of_silence_end_it_with_nobody_at_fault(village: Village, silent: str) -> None:
    match, begun = together(village), village.now
    other = {"Tom": "Jo", "Jo": "Tom"}[silent]
    for _ in range(60):
        village.passes(days=1)
        if now(village, match).on:
            village.acts(other, lambda act: check_ins.answer(act, match.id, WELL))
    ended = now(village, match)
    assert (ended.why, (ended.ends_at - begun).days) == ("silent", 30 + 7 + 21)
    assert village.heard(silent).count("mentor.still_going") == village.heard(other).count("mentor.still_going") == 1
    offer_ = village.do(lambda conn: offers.of(conn, village.group, village.people["Jo"]))
    assert offer_
    assert (offer_.state == "resting") == (silent == "Jo")
    wish = village.do(lambda conn: wishes.get(conn, match.wish))
    assert wish
    assert wish.waited == (1 if silent == "Jo" else 0)


def test_one_tap_from_whoever_was_silent_and_it_goes_on(village: Village) -> None:
    match = together(village)
    village.passes(days=40)
    assert now(village, match).quiet_at
    village.acts("Tom", lambda act: check_ins.answer(act, match.id, WELL))
    assert now(village, match).quiet_at
    village.acts("Jo", lambda act: check_ins.answer(act, match.id, WELL))
    village.passes(days=30)
    assert now(village, match).on


def test_it_goes_on_only_if_both_would_and_a_no_shows_to_nobody(village: Village) -> None:
    match, begun = together(village, hope=Hope(("Copyright",), "x", THREE, kind="any")), village.now

    def days(count: int) -> None:
        for _ in range(count):
            village.passes(days=1)
            for name in ("Tom", "Jo"):
                village.acts(name, lambda act: check_ins.answer(act, match.id, WELL))

    days(70)
    with pytest.raises(Refusal):
        village.acts("Tom", lambda act: check_ins.go_on(act, match.id, yes=True))
    days(10)
    assert village.acts("Tom", lambda act: check_ins.go_on(act, match.id, yes=True)) is None
    assert village.acts("Jo", lambda act: check_ins.go_on(act, match.id, yes=True)) == begun + timedelta(days=182)
    days(95)
    assert village.acts("Jo", lambda act: check_ins.go_on(act, match.id, yes=False)) is None
    village.passes(days=10)
    assert now(village, match).why == "planned"
    assert village.heard("Tom").count("mentor.longer") == 1


def test_either_may_end_it_at_any_time_and_both_hear_the_same(village: Village) -> None:
    match = together(village)
    village.acts("Tom", lambda act: matches.end_mine(act, match.id))
    assert now(village, match).why == "asked"
    assert [told.kind for told in village.told if told.kind == "mentor.over"] == ["mentor.over"] * 2
    with pytest.raises(Refusal):
        village.acts("Jo", lambda act: matches.end_mine(act, match.id))
    assert names(looks(village, "Tom")) == []  # together before: a second time is theirs to arrange
    assert village.planned("mentor.ask_how", "mentor.due") == []


def test_a_block_ends_it_at_the_next_check_in(village: Village) -> None:
    match = together(village)
    kept_away(village)
    village.passes(days=7)
    assert now(village, match).why == "apart"
    assert "mentor.check_in" not in village.heard("Tom")


def test_one_question_is_closed_in_two_weeks_at_the_latest(village: Village) -> None:
    match, begun = together(village, hope=Hope(("Copyright",), "x", FLASH, kind="any")), village.now
    village.passes(days=20)
    assert (now(village, match).why, now(village, match).ends_at) == ("planned", begun + timedelta(days=14))
    assert "mentor.check_in" not in village.heard("Tom")
    assert "mentor.still_open" in village.heard("Jo")


def test_nobody_helps_unasked_and_a_week_without_anybody_is_said(village: Village) -> None:
    match = together(village)
    village.acts("Tom", lambda act: check_ins.answer(act, match.id, STUCK))
    assert village.heard("Priya") == []
    village.acts("Tom", lambda act: helps.ask(act, match.id))
    village.passes(days=7)
    assert village.heard("Priya") == ["mentor.help_wanted"] * 2
    assert "mentor.help_late" in village.heard("Tom")
    with pytest.raises(Refusal):
        village.acts("Jo", lambda act: helps.take(act, 1))
    village.acts("Priya", lambda act: helps.take(act, 1))
    assert village.heard("Tom")[-1] == "mentor.help_taken"
    village.passes(days=8)
    assert village.heard("Priya").count("mentor.help_wanted") == 2


def test_what_people_said_is_counted_and_no_count_below_five_is_shown(village: Village) -> None:
    for at in range(5):
        match = together(village, f"Tom{at}", f"Jo{at}")
        village.acts(f"Jo{at}", lambda act, match=match: matches.end_mine(act, match.id))
        village.acts(f"Jo{at}", offers.stop)
        village.acts(f"Tom{at}", lambda act, match=match: feedback.give(act, match.id, "yes", "partly", "yes"))
        if at < 4:
            assert not any(village.do(lambda conn: feedback.counts(conn, village.group)).values())
    village.acts("Jo1", lambda act: feedback.give(act, 2, "no", "no", "no"))
    assert village.do(lambda conn: feedback.counts(conn, village.group)) == {
        "helped": {"yes": 5},
        "fitted": {"partly": 5},
        "again": {"yes": 5},
    }
    with pytest.raises(Refusal):
        village.acts("Jo1", lambda act: feedback.give(act, 2, "no", "no", "no"))


# --- offers ---------------------------------------------------------------------------------------------------------------------


def test_an_offer_is_asked_after_every_90_days_and_rests_if_nobody_answers(village: Village) -> None:
    offer(village, "Jo")
    village.passes(days=90)
    assert village.heard("Jo") == ["mentor.holds"]
    village.acts("Jo", offers.confirm)
    village.passes(days=89)
    assert village.heard("Jo") == ["mentor.holds"]
    village.passes(days=1 + 14)
    assert village.heard("Jo") == ["mentor.holds", "mentor.holds", "mentor.rests"]
    assert village.do(lambda conn: people.offering(conn, village.group)) == []


def test_an_offer_ends_on_its_last_day_and_is_said_to_have(village: Village) -> None:
    offer(village, "Jo", said=Said(("Copyright",), 1, (SIX,), until=village.now + timedelta(days=30)))
    village.passes(days=30)
    assert village.heard("Jo") == ["mentor.offer_ended"]
    assert looks(village, "Tom") == []
    for wrong in (village.now - timedelta(days=1), village.now + timedelta(days=400)):
        with pytest.raises(Refusal):
            offer(village, "Jo", said=Said(("Copyright",), 1, (SIX,), until=wrong))
    with pytest.raises(Refusal):
        offer(village, "Jo", said=Said(("Copyright",), 4, (SIX,)))


# --- going, and being one ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "heard"), [("Jo", ("Tom", "mentor.mentor_left")), ("Tom", ("Jo", "mentor.partner_left"))])
def test_when_one_leaves_the_other_hears_so_kindly(village: Village, who: str, heard: tuple[str, str], tmp_path: Path) -> None:
    match, gone = together(village), village.people[who]
    ledger = person_data.Ledger(tmp_path / "list.erased")
    village.do(lambda conn: person_data.erase(conn, village.now, gone, ledger))
    assert village.planned("mentor.ask_how", "mentor.due", "mentor.first_meeting", "mentor.ask_go_on") == []
    village.passes(days=200)
    told = [(each.who, each.kind) for each in village.told if "left" in each.kind or "over" in each.kind]
    assert told == [heard]
    assert village.do(lambda conn: matches.get(conn, match.id)) is None
    if who == "Jo":
        wish = village.do(lambda conn: wishes.get(conn, match.wish))
        assert wish
        assert wish.waited == 1
        again = village.acts("Tom", lambda act: wishes.again(act, wish.id))
        due = village.acts("Tom", lambda act: wishes.wait_for_round(act, again))
        assert due == village.now + wishes.WAIT_AT_MOST


def test_leaving_harms_nobody_who_takes_no_part(village: Village) -> None:
    moira = village.who("Moira")
    village.do(lambda conn: leaving.leave_everything(conn, village.now, moira))
    assert village.told == []


def test_two_records_that_are_one_person_keep_one_wish_and_nobody_mentors_themselves(village: Village) -> None:
    match = together(village)
    village.passes(days=8)
    village.acts("Tom", lambda act: check_ins.answer(act, match.id, WELL))
    offer(village, "Ada")
    asks(village, "Olu")
    wish = village.acts("Sam", lambda act: wishes.look(act, HOPE))
    village.acts("Sam", lambda act: wishes.wait_for_round(act, wish))
    ids = village.people

    def join(conn: Connection) -> tuple[object, object]:
        merging.merge(conn, village.now, ids["Tom"], ids["Jo"])
        kept = merging.merge(conn, village.now, ids["Olu"], ids["Sam"])
        open_ = wishes.open_of(conn, kept, village.group)
        return matches.get(conn, match.id), open_ and open_.state

    assert village.do(join) == (None, "asking")
    village.passes(days=200)


def test_a_mentor_with_two_records_is_not_overfull(village: Village) -> None:
    together(village, "Tom", "Jo")
    village.acts("Jo", offers.pause)
    together(village, "Olu", "Ada")
    one, other = village.people["Jo"], village.people["Ada"]
    kept = village.do(lambda conn: merging.merge(conn, village.now, one, other))
    found = village.do(lambda conn: offers.of(conn, village.group, kept))
    assert found
    assert found.capacity == 2
    village.passes(days=7)
    assert village.heard("Tom")[-1] == "mentor.check_in"


def test_an_organiser_sees_numbers_names_and_dates(village: Village) -> None:
    together(village)
    village.acts("Olu", lambda act: wishes.wait_for_round(act, wishes.look(act, HOPE)))
    look = village.do(lambda conn: standing.look(conn, village.group))
    assert (look.pairs, look.places, look.mentors, look.waiting, look.since) == (1, 0, 1, 1, village.now)
    ((_, pair),) = village.do(lambda conn: standing.pairs(conn, village.group, village.now))
    assert (pair.mentee, pair.mentor, pair.state, pair.next_at) == ("Tom", "Jo", "going on", village.now + timedelta(days=7))
    assert ROUND not in str(pair)
