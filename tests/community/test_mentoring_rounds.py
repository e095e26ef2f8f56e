"""A mentoring round's rules: who is in it, what stays of a plan while things change, and that both are told or neither."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import pausing, person_data, safety
from bot.community.mentoring import matches, offers, rounds, rounds_plan, wishes
from bot.community.mentoring.offers import Said
from bot.community.mentoring.rounds import Round
from bot.community.mentoring.rounds_plan import Line, compared
from bot.community.mentoring.tables import MODES, SIX
from bot.community.mentoring.wishes import Hope
from bot.matching.people import planned
from tests.community.test_mentoring import offer
from tests.community.village import Village

WEEK = timedelta(days=7)
HOPE = Hope(("Copyright",), "To negotiate.", SIX, kind="any")


def waits(village: Village, *names: str) -> dict[str, int]:
    """They wait for the round. Returns their wishes' ids."""
    found: dict[str, int] = {}
    for name in names:
        found[name] = village.acts(name, lambda act: wishes.look(act, HOPE))
        village.acts(name, lambda act, wish=found[name]: wishes.wait_for_round(act, wish))
    return found


def opens(village: Village) -> Round:
    """Priya opens a round of a week."""
    return village.acts("Priya", lambda act: rounds.begin(act, act.now + WEEK))


def plans(village: Village, of: Round, hand: dict[int, int | None] | None = None, number: int = 0) -> list[Line]:
    """Priya looks at the best plan, with some set by hand; it is kept."""
    pool = village.do(lambda conn: rounds_plan.pool(conn, village.group))
    review, _ = planned(pool.people, pool.keys(hand or {}))
    lines = pool.lines(review, hand or {})
    village.acts("Priya", lambda act: rounds_plan.keep(act, of.id, number, lines))
    return lines


def sends(village: Village, of: Round, number: int = 1) -> int:
    """Priya sends it, and it is done."""
    return village.acts("Priya", lambda act: rounds_plan.send(act, of.id, number))


def mentor_of(village: Village, name: str) -> str | None:
    """Who mentors somebody now."""
    called = {member: each for each, member in village.people.items()}
    mine = village.do(lambda conn: matches.of_member(conn, village.people[name], village.group))
    return next((called[each.mentor] for each in mine if each.mentee == village.people[name]), None)


def test_a_round_is_told_once_in_the_groups_place_and_to_each_who_waits_with_a_day(village: Village) -> None:
    wish = waits(village, "Tom")["Tom"]
    of = opens(village)
    assert village.heard("channel") == ["mentor.round_open"]
    assert village.heard("Tom") == ["mentor.round_promised"]
    found = village.do(lambda conn: wishes.get(conn, wish))
    assert found
    assert found.due_at == of.closes_at + rounds.SENT_WITHIN
    with pytest.raises(Refusal, match="open already"):
        opens(village)
    village.acts("Priya", lambda act: rounds.remind(act, of.id))
    village.acts("Priya", lambda act: rounds.remind(act, of.id))
    assert village.heard("channel").count("mentor.round_reminder") == 1, "once a day"


def test_a_round_is_for_no_odd_day(village: Village) -> None:
    for away in (timedelta(minutes=5), timedelta(days=-1), timedelta(days=200)):
        with pytest.raises(Refusal, match="three months"):
            village.acts("Priya", lambda act, away=away: rounds.begin(act, act.now + away))


def test_when_it_closes_organisers_are_told_and_again_and_those_who_wait_hear_by_their_day(village: Village) -> None:
    waits(village, "Tom")
    opens(village)
    village.passes(days=7)
    assert village.heard("Priya").count("mentor.round_closes") == 1
    village.passes(days=4)
    assert village.heard("Priya").count("mentor.round_closes") == 2
    village.passes(days=4)
    assert "mentor.still_waiting" in village.heard("Tom")
    village.passes(days=40)
    assert village.heard("Priya").count("mentor.round_closes") == 2


def test_everybody_who_waits_is_in_the_plan_and_sending_tells_both_and_those_left_over(village: Village) -> None:
    offer(village, "Jo")
    found = waits(village, "Tom", "Ada")
    of = opens(village)
    lines = plans(village, of)
    assert len(lines) == 1
    assert sends(village, of) == 1
    happy = next(name for name, wish in found.items() if wish == lines[0].wish)
    sad = "Ada" if happy == "Tom" else "Tom"
    assert (mentor_of(village, happy), mentor_of(village, sad)) == ("Jo", None)
    assert "mentor.not_this_round" in village.heard(sad)
    assert "mentor.not_this_round" not in village.heard(happy)
    after = village.do(lambda conn: (rounds.get(conn, of.id), wishes.get(conn, found[sad]), rounds.together(conn, of)))
    assert after[0]
    assert after[1]
    assert (after[0].state, after[0].unmatched, after[1].waited, after[2]) == (rounds.SENT, 1, 1, 1)
    assert village.do(lambda conn: rounds_plan.planned(conn, of.id)) == []


def test_whoever_was_left_over_comes_first_in_the_next(village: Village) -> None:
    offer(village, "Jo")
    found = waits(village, "Tom", "Ada")
    of = opens(village)
    lines = plans(village, of, {found["Tom"]: None})
    sends(village, of)
    assert mentor_of(village, "Ada") == "Jo"
    assert [each.mentor for each in lines if each.wish == found["Tom"]] == [None]
    offer(village, "Bea")
    waits(village, "Cas")
    following = opens(village)
    plans(village, following)
    sends(village, following)
    assert (mentor_of(village, "Tom"), mentor_of(village, "Cas")) == ("Bea", None)


@pytest.mark.parametrize("why", ["block", "pause", "mentor pauses", "mentor full", "stops"])
def test_at_the_moment_of_sending_everything_is_looked_at_again_and_both_are_told_or_neither(village: Village, why: str) -> None:
    offer(village, "Jo")
    found = waits(village, "Tom")
    of = opens(village)
    plans(village, of)
    village.do(lambda conn: rounds_plan.send(village.act(conn, "Priya"), of.id, 1))  # and nothing is delivered yet
    match why:
        case "block":
            village.do(lambda conn: safety.keep_apart(village.act(conn, "Jo"), village.people["Tom"]))
        case "pause":
            village.do(lambda conn: pausing.pause(village.act(conn, "Tom"), village.now + 4 * WEEK))
        case "mentor pauses":
            village.do(lambda conn: offers.pause(village.act(conn, "Jo")))
        case "mentor full":
            village.who("Ada")
            wish = village.do(lambda conn: wishes.look(village.act(conn, "Ada"), HOPE))
            village.do(lambda conn: wishes.wait_for_round(village.act(conn, "Ada"), wish))
            quicker = village.do(lambda conn: wishes.get(conn, wish))
            assert quicker
            village.do(lambda conn: rounds_plan.beginning.begin(conn, village.now, quicker, village.people["Jo"]))
        case _:
            village.do(lambda conn: wishes.stop(village.act(conn, "Tom"), found["Tom"]))
    village.deliver()
    assert mentor_of(village, "Tom") is None
    assert "mentor.together" not in village.heard("Jo") + village.heard("Tom")
    told = [] if why in {"pause", "stops"} else ["mentor.not_this_round"]
    assert village.heard("Tom")[1:] == told, "whatever the reason was, it reads the same"


def test_whom_somebody_keeps_away_is_in_no_plan_not_even_by_hand(village: Village) -> None:
    offer(village, "Jo")
    found = waits(village, "Tom")
    village.acts("Tom", lambda act: safety.keep_apart(act, village.people["Jo"]))
    of = opens(village)
    assert plans(village, of) == []
    pool = village.do(lambda conn: rounds_plan.pool(conn, village.group))
    review, lost = planned(pool.people, pool.keys({found["Tom"]: village.people["Jo"]}))
    assert lost == (str(village.people["Tom"]),)
    assert review.matches == ()


def test_a_plan_is_kept_or_sent_only_by_who_has_seen_the_latest(village: Village) -> None:
    offer(village, "Jo")
    waits(village, "Tom")
    of = opens(village)
    lines = plans(village, of)
    with pytest.raises(Refusal, match="has changed since"):
        village.acts("Priya", lambda act: rounds_plan.keep(act, of.id, 0, lines))
    with pytest.raises(Refusal, match="has changed since"):
        sends(village, of, number=0)
    village.acts("Priya", lambda act: rounds.drop(act, of.id))
    with pytest.raises(Refusal, match="isn't open any more"):
        sends(village, of)
    assert village.do(lambda conn: rounds_plan.planned(conn, of.id)) == []


def test_a_round_of_another_group_is_nobody_elses(village: Village) -> None:
    of = opens(village)
    other = Village(village.do)
    with pytest.raises(Refusal, match="isn't open any more"):
        other.acts("Priya", lambda act: rounds.drop(act, of.id))


def test_what_became_of_a_plan_is_told_in_full() -> None:
    before = [Line(1, 10, by_hand=False), Line(2, 20, by_hand=False), Line(3, None, by_hand=True), Line(4, 40, by_hand=False)]
    after = [Line(1, 10, by_hand=False), Line(4, 20, by_hand=False), Line(5, 40, by_hand=False)]
    what = compared(before, after, [1, 3, 4, 5])
    assert (what.moved, what.gone, what.new) == ((4,), (2,), (5,))
    assert not compared(before, before, [1, 2, 3, 4])


def test_whoever_is_erased_is_in_no_plan_and_a_plan_without_them_still_goes(village: Village, tmp_path: Path) -> None:
    offer(village, "Jo", "Bea", said=Said(("Copyright",), 1, tuple(MODES)))
    waits(village, "Tom", "Ada")
    of = opens(village)
    plans(village, of)
    ledger = person_data.Ledger(tmp_path / "erased")
    village.do(lambda conn: person_data.erase(conn, village.now, village.people["Jo"], ledger))
    village.do(lambda conn: person_data.erase(conn, village.now, village.people["Tom"], ledger))
    assert sends(village, of) <= 1
    told = [each.kind for each in village.told if each.kind == "mentor.together"]
    assert len(told) <= 1
    assert (mentor_of(village, "Ada") == "Bea") == bool(told)
