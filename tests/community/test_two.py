"""Introducing two others: what keeps it from coming about, nobody who waits can tell."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import circles, introductions, members, merging, pausing, person_data, safety
from bot.community.introductions import two
from bot.community.introductions.two import WITH_THEM
from bot.community.person_data import Ledger
from bot.schema import Connection
from tests.community.test_introductions import found
from tests.community.village import Village

PURPOSE = "You both keep bees."


def introduces(village: Village, name: str = "Moira", one: str = "Dee", other: str = "Tom", *, joins: bool = False) -> int:
    """Somebody introduces two. Returns the introduction's id."""
    pair = (village.who(one), village.who(other))
    village.acts(name, lambda act: two.introduce(act, *pair, PURPOSE, joins=joins))
    return village.do(lambda conn: max(each.id for each in two._open_with(conn, village.people[name])))


def answers(village: Village, name: str, which: int, answer: str = introductions.YES) -> None:
    """One of the two says yes or no."""
    village.acts(name, lambda act: two.answer_two(act, which, answer))


def heard_not(village: Village, name: str) -> list[timedelta]:
    """When they heard that it came to nothing, since the village stands."""
    return [told.at - village.begun for told in village.told if told.who == name and told.kind == "two.not"]


HOWS = [
    "silence",
    "no",
    "blocked each other",
    "blocked the introducer",
    "introducer blocked",
    "pause",
    "hidden",
    "never to be found",
    "gone",
]


@pytest.mark.parametrize("how", HOWS)
def test_whatever_happened_whoever_waits_hears_the_same_at_the_same_moment(village: Village, tmp_path: Path, how: str) -> None:
    found(village, "Dee", "Tom")
    dee, tom, moira = (village.who(name) for name in ("Dee", "Tom", "Moira"))
    if how == "blocked each other":
        village.acts("Dee", lambda act: safety.keep_apart(act, tom))
    elif how == "never to be found":
        village.acts("Dee", lambda act: members.be_found(act, found=False))
    which = introduces(village)
    match how:
        case "no":
            answers(village, "Dee", which, introductions.NO)
        case "blocked the introducer":
            village.acts("Dee", lambda act: safety.keep_apart(act, moira))
        case "introducer blocked":
            village.acts("Moira", lambda act: safety.keep_apart(act, dee))
        case "pause":
            village.acts("Dee", lambda act: pausing.pause(act, village.now + timedelta(days=99)))
        case "hidden":
            village.acts("Dee", lambda act: members.be_found(act, found=False))
        case "gone":
            village.people.pop("Dee")
            village.do(lambda conn: person_data.erase(conn, village.now, dee, Ledger(tmp_path / "list.erased")))
        case _:
            pass
    village.passes(days=20)
    assert heard_not(village, "Moira") == [introductions.ANSWER_WITHIN]
    assert "two.made" not in village.heard("Moira")


@pytest.mark.parametrize("how", ["blocked each other", "never to be found"])
def test_between_two_who_must_not_meet_nobody_is_asked_and_no_copy_shows_it(village: Village, how: str) -> None:
    found(village, "Dee", "Tom")
    tom = village.people["Tom"]
    if how == "never to be found":
        village.acts("Dee", lambda act: members.be_found(act, found=False))
    else:
        village.acts("Dee", lambda act: safety.keep_apart(act, tom))

    def held(conn: Connection) -> str:
        return str([person_data.collect(conn, village.now, village.people[name]) for name in ("Dee", "Tom")])

    before = village.do(held)
    introduces(village)
    assert village.do(held) == before
    assert village.heard("Dee") == village.heard("Tom") == []


def test_a_yes_that_came_to_nothing_is_answered_too_and_a_no_is_not(village: Village) -> None:
    found(village, "Dee", "Tom")
    which = introduces(village)
    answers(village, "Tom", which)
    answers(village, "Dee", which, introductions.NO)
    village.passes(days=8)
    assert heard_not(village, "Tom") == [introductions.ANSWER_WITHIN]
    assert heard_not(village, "Dee") == []


@pytest.mark.parametrize(
    ("joins", "one", "other", "there"),
    [
        (False, introductions.YES, introductions.YES, 2),
        (True, WITH_THEM, introductions.YES, 2),
        (True, WITH_THEM, WITH_THEM, 3),
    ],
)
def test_the_introducer_is_there_only_if_all_like(village: Village, *, joins: bool, one: str, other: str, there: int) -> None:
    found(village, "Dee", "Tom")
    which = introduces(village, joins=joins)
    answers(village, "Dee", which, one)
    answers(village, "Tom", which, other)
    topic, who = village.do(lambda conn: circles.look(conn, 1))
    assert (topic, len(who)) == ("Dee and Tom", there)
    assert "two.made" in village.heard("Moira")


def test_nobody_answers_for_another_twice_or_too_late(village: Village) -> None:
    found(village, "Dee", "Tom", "Zed")
    which = introduces(village)
    for name in ("Moira", "Zed"):
        with pytest.raises(Refusal):
            answers(village, name, which)
    answers(village, "Tom", which)
    with pytest.raises(Refusal):
        answers(village, "Tom", which, introductions.NO)
    village.passes(days=7)
    with pytest.raises(Refusal):
        answers(village, "Dee", which)


def test_three_open_and_five_a_week_are_the_most(village: Village) -> None:
    others = ("Tom", "Ada", "Bea", "Cas", "Flo", "Gus", "Hal", "Ivy", "Jon")
    found(village, "Dee", *others)
    for other in others[:3]:
        introduces(village, other=other)
    with pytest.raises(Refusal, match="3 of your introductions"):
        introduces(village, other="Cas")
    village.passes(days=7, seconds=1)
    for other in others[3:8]:
        which = introduces(village, other=other)
        answers(village, "Dee", which)
        answers(village, other, which)
    with pytest.raises(Refusal, match="5 times"):
        introduces(village, other="Jon")


def test_the_same_two_are_asked_once_in_thirty_days_whoever_thinks_of_it(village: Village) -> None:
    found(village, "Dee", "Tom")
    introduces(village)
    with pytest.raises(Refusal, match="thirty days"):
        introduces(village, one="Tom", other="Dee")
    introduces(village, "Priya", "Tom", "Dee")
    assert village.heard("Dee") == ["two.asked"]
    village.passes(days=31)
    assert heard_not(village, "Priya") == [introductions.ANSWER_WITHIN]
    introduces(village, "Priya")
    assert village.heard("Dee").count("two.asked") == 2


def test_a_block_after_one_yes_stops_everything(village: Village) -> None:
    found(village, "Dee", "Tom")
    which, tom = introduces(village), village.people["Tom"]
    answers(village, "Tom", which)
    village.acts("Dee", lambda act: safety.keep_apart(act, tom))
    with pytest.raises(Refusal):
        answers(village, "Dee", which)
    village.passes(days=4)
    assert village.heard("Dee") == ["two.asked"]


def test_an_introducer_who_goes_for_good_leaves_a_yes_answered_on_its_day(village: Village, tmp_path: Path) -> None:
    found(village, "Dee", "Tom")
    which = introduces(village)
    answers(village, "Tom", which)
    moira = village.people.pop("Moira")
    village.do(lambda conn: person_data.erase(conn, village.now, moira, Ledger(tmp_path / "list.erased")))
    village.passes(days=8)
    assert heard_not(village, "Tom") == [introductions.ANSWER_WITHIN]


@pytest.mark.parametrize("pair", [("Dee", "Tom"), ("Moira", "Tom")])
def test_nobody_is_introduced_to_themselves(village: Village, pair: tuple[str, str]) -> None:
    found(village, "Dee", "Tom")
    village.who("Moira")
    which = introduces(village)
    village.do(lambda conn: merging.merge(conn, village.now, *(village.people[name] for name in pair)))
    assert village.do(lambda conn: two.get_two(conn, which)) is None
    village.passes(days=8)
    assert "two.not" not in [told.kind for told in village.told]


def test_a_block_before_the_first_line_leaves_it_unsaid(village: Village) -> None:
    found(village, "Dee", "Tom")
    which, tom = introduces(village), village.people["Tom"]
    for name in ("Dee", "Tom"):
        village.do(lambda conn, name=name: two.answer_two(village.act(conn, name), which, introductions.YES))
    village.acts("Dee", lambda act: safety.keep_apart(act, tom))
    assert {"two.together", "two.made"}.isdisjoint(told.kind for told in village.told)
