"""Who is suggested to whom, and what those who ask may learn."""

from __future__ import annotations

import pytest

from bot.chat import Person, Refusal
from bot.community import circles, introductions, members, pausing, person_data, profiles, safety
from bot.community.introductions import Suggestion, Wish
from bot.community.profiles import Said
from bot.schema import Connection
from tests.community.village import Village

LIKE_ME = Wish("like", "", "To compare notes.")


def found(village: Village, *names: str, topics: tuple[str, ...] = ("Copyright",), area: str = "Inverness", does: str = "") -> None:
    """They say who they are and let people find them."""
    for name in names:
        village.acts(name, lambda act: profiles.say(act, Said(area, 25, "Law firm", does, "2to5", topics)))
        village.acts(name, lambda act: members.be_found(act, found=True))


def looks(village: Village, name: str, wish: Wish = LIKE_ME) -> list[Suggestion]:
    """Somebody looks; whom they are shown."""
    search = village.acts(name, lambda act: introductions.look(act, wish))
    return village.do(lambda conn: introductions.suggested(conn, search)) if search else []


def names(shown: list[Suggestion]) -> list[str]:
    """As they are called."""
    return [each.name for each in shown]


def asks(village: Village, name: str, whom: str = "") -> int:
    """Somebody looks and asks (the likeliest, or one by name). Returns the introduction's id."""
    shown = looks(village, name)
    chosen = next(each for each in shown if whom in {"", each.name})
    village.acts(name, lambda act: introductions.ask(act, chosen.id))
    return village.do(lambda conn: int(max(row.ref for row in village.told if row.kind == "introduction.asked")))


def answers(village: Village, name: str, intro: int, *, yes: bool) -> None:
    """The one who is asked says yes or no."""
    village.acts(name, lambda act: introductions.answer(act, intro, yes=yes))


def blocks(village: Village, one: str, other: str) -> None:
    """One keeps the other away."""
    who = village.who(other)
    village.acts(one, lambda act: safety.keep_apart(act, who))


# --- who is suggested -----------------------------------------------------------------------------------------------------------


def test_only_those_who_chose_to_be_found_are_suggested_three_at_most_and_with_reasons(village: Village) -> None:
    found(village, "Dee", "Ada", "Moira", "Tom", "Grace")
    village.acts("Ada", lambda act: members.be_found(act, found=False))
    village.acts("Moira", lambda act: pausing.pause(act, village.now + introductions.TWO_YEARS / 4))
    shown = looks(village, "Dee")
    assert names(shown) == ["Tom", "Grace"]
    assert "cares about Copyright too" in shown[0].why
    found(village, "Olu", "Bea")
    assert len(looks(village, "Dee")) == introductions.MOST_ASKED


def test_near_me_and_who_knows_about_mean_what_they_say(village: Village) -> None:
    found(village, "Dee")
    found(village, "Tom", area="London", topics=("Bees",))
    found(village, "Ada", topics=("Cataloguing",), does="Some bees, some books")
    assert names(looks(village, "Dee", Wish("near", "", "x"))) == ["Ada"]
    assert names(looks(village, "Dee", Wish("about", "bees", "x"))) == ["Tom", "Ada"]
    assert names(looks(village, "Dee", Wish("about", "hydrology", "x"))) == []


def test_somebody_suggested_finds_no_trace_of_it_in_what_is_held_of_them(village: Village) -> None:
    found(village, "Dee", "Tom")

    def held(conn: Connection) -> str:
        return str(person_data.collect(conn, village.now, village.people["Tom"]))

    before = village.do(held)
    assert looks(village, "Dee")
    assert village.do(held) == before


def test_the_same_person_is_asked_again_only_after_thirty_days(village: Village) -> None:
    found(village, "Dee", "Tom")
    asks(village, "Dee")
    village.passes(days=29)
    assert looks(village, "Dee") == []
    village.passes(days=2)
    assert names(looks(village, "Dee")) == ["Tom"]


def test_three_open_and_five_a_week_are_the_most(village: Village) -> None:
    found(village, "Dee", "Tom", "Ada", "Moira", "Grace", "Olu", "Bea", "Cas")
    for name in ("Tom", "Ada"):
        answers(village, name, asks(village, "Dee", name), yes=False)
    asks(village, "Dee")
    with pytest.raises(Refusal, match="3 people already"):
        looks(village, "Dee")


def test_five_a_week_are_the_most_even_when_all_say_yes(village: Village) -> None:
    found(village, "Dee", "Tom", "Ada", "Moira", "Grace", "Olu", "Bea")
    for name in ("Tom", "Ada", "Moira", "Grace", "Olu"):
        answers(village, name, asks(village, "Dee", name), yes=True)
    with pytest.raises(Refusal, match="5 people"):
        looks(village, "Dee")
    village.passes(days=7, seconds=1)
    assert names(looks(village, "Dee")) == ["Bea"]


# --- what those who ask may learn -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["silence", "no", "block", "blocked before it left", "pause", "hidden"])
def test_whatever_happened_the_one_who_asked_hears_the_same_at_the_same_moment(village: Village, what: str) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    if what == "no":
        answers(village, "Dee", intro, yes=False)
    elif what.startswith("block"):
        blocks(village, "Dee", "Tom")
    elif what == "pause":
        village.acts("Dee", lambda act: pausing.pause(act, village.now + introductions.TWO_YEARS / 4))
    elif what == "hidden":
        village.acts("Dee", lambda act: members.be_found(act, found=False))
    begun = village.now
    village.passes(days=20)
    heard = [(told.kind, told.at - begun) for told in village.told if told.who == "Tom"]
    assert heard == [("introduction.nobody", introductions.ANSWER_WITHIN)]


def test_a_no_shows_nowhere_in_what_the_one_who_asked_can_see(village: Village) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    tom = village.people["Tom"]

    def seen(conn: Connection) -> str:
        return str((person_data.collect(conn, village.now, tom), introductions.waiting(conn, tom, village.group)))

    before = village.do(seen)
    answers(village, "Dee", intro, yes=False)
    assert village.do(seen) == before


def test_after_the_third_an_organiser_hears_that_and_not_a_word_more(village: Village) -> None:
    found(village, "Dee", "Tom", "Ada", "Moira", "Grace")
    asks(village, "Dee")
    for _ in range(2):
        village.passes(days=7)
        shown = village.do(lambda conn: introductions.suggested(conn, 1))
        village.acts("Dee", lambda act, shown=shown: introductions.ask(act, shown[0].id))
    assert village.heard("Priya") == []
    village.passes(days=7)
    assert village.heard("Priya") == ["introduction.unmet"]
    assert village.heard("Dee") == ["introduction.nobody"] * 3


# --- yes ------------------------------------------------------------------------------------------------------------------------


def test_a_yes_gathers_the_two_once_and_asks_each_in_a_week_whether_they_met(village: Village) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    answers(village, "Dee", intro, yes=True)
    with pytest.raises(Refusal):
        answers(village, "Dee", intro, yes=True)
    together = village.do(lambda conn: circles.look(conn, 1))
    assert together == ("Tom and Dee", sorted([village.people["Dee"], village.people["Tom"]]))
    village.passes(days=7)
    assert village.heard("Tom") == ["introduction.met"]
    for name, allowed in (("Tom", True), ("Priya", False)):
        if allowed:
            village.acts(name, lambda act: introductions.say_met(act, intro, met=True))
        else:
            with pytest.raises(Refusal):
                village.acts(name, lambda act: introductions.say_met(act, intro, met=True))


def test_nobody_answers_for_another_or_too_late(village: Village) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    for name in ("Tom", "Priya"):
        with pytest.raises(Refusal):
            answers(village, name, intro, yes=True)
    village.passes(days=7)
    with pytest.raises(Refusal):
        answers(village, "Dee", intro, yes=True)


def test_nobody_asks_whom_they_were_not_shown(village: Village) -> None:
    found(village, "Dee", "Tom", "Ada")
    shown = looks(village, "Dee")
    for name in ("Tom", "Ada"):
        with pytest.raises(Refusal):
            village.acts(name, lambda act: introductions.ask(act, shown[0].id))
    with pytest.raises(Refusal):
        village.acts("Dee", lambda act: introductions.ask(act, 999))


def test_two_without_a_platform_in_common_write_letters(village: Village) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    village.closed.add("channel")  # the private place can't be opened
    answers(village, "Dee", intro, yes=True)
    assert (village.heard("Tom"), village.heard("Dee")) == (["letters.opened"], ["introduction.asked", "letters.opened"])


# --- blocks ---------------------------------------------------------------------------------------------------------------------


def test_people_as_platforms_know_them_are_blocked_too(village: Village) -> None:
    found(village, "Dee", "Tom")
    village.acts("Dee", lambda act: safety.block(act, Person("chat", "W1", f"Tom-{village.group}", "Tom")))
    assert looks(village, "Dee") == []
    assert looks(village, "Tom") == []


def test_what_was_asked_before_a_block_is_neither_sent_nor_repeated_after_it(village: Village) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    assert village.do(lambda conn: introductions.open_to(conn, str(intro)))
    blocks(village, "Dee", "Tom")
    assert village.do(lambda conn: introductions.open_to(conn, str(intro))) is None
    with pytest.raises(Refusal, match="aren't available"):
        answers(village, "Dee", intro, yes=True)
