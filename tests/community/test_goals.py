"""Goals: what fits, what counts as done, and that one is reminded of once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.chat import Refusal
from bot.community import goals, introductions, pausing, profiles
from bot.community.goals import Goal
from bot.community.profiles import Said
from bot.outbox import outbox
from tests.community.test_introductions import answers, found
from tests.community.test_introductions import asks as asks_to_meet
from tests.community.village import Village

HALF_A_YEAR = timedelta(days=180)


def aims(village: Village, name: str, what: str = goals.MEETUP) -> Goal:
    return village.acts(name, lambda act: goals.aim(act, what, village.now + HALF_A_YEAR))


def heard(village: Village, name: str) -> list[str]:
    return [kind for kind in village.heard(name) if kind.startswith("goal")]


def lives(village: Village, name: str, area: str, miles: int | None = 25) -> None:
    village.acts(name, lambda act: profiles.say(act, Said(area, miles, "School", "", "2to5", ())))


def test_a_meetup_nearby_is_pointed_out_once_and_those_elsewhere_are_not(village: Village) -> None:
    lives(village, "Near", "The Laurieston")
    lives(village, "Far", "Oban")
    lives(village, "Online", "The Laurieston", None)
    for name in ("Near", "Far", "Online", "Anywhere"):
        aims(village, name)
    village.announce(starts_in=timedelta(days=20))
    village.announce(starts_in=timedelta(days=40))
    village.passes(days=45)
    assert [heard(village, name) for name in ("Near", "Anywhere")] == [["goal.reminder"]] * 2
    assert [heard(village, name) for name in ("Far", "Online")] == [[], []]


def test_whoever_has_a_seat_already_is_not_reminded_and_is_done_once_they_were_there(village: Village) -> None:
    aims(village, "Jo")
    village.announce(starts_in=timedelta(days=20))
    village.yes("Jo")
    village.passes(days=19)
    assert heard(village, "Jo") == []
    village.passes(days=3)
    assert heard(village, "Jo") == ["goal.reached"]
    village.passes(days=300)
    assert heard(village, "Jo") == ["goal.reached"]


def test_a_seat_given_back_is_no_meetup(village: Village) -> None:
    aims(village, "Jo")
    village.announce(starts_in=timedelta(days=20))
    village.yes("Jo")
    village.no("Jo")
    village.passes(days=200)
    assert heard(village, "Jo") == ["goal.passed"]


def test_meeting_somebody_counts_when_they_say_that_they_met(village: Village) -> None:
    aims(village, "Tom", goals.MEET)
    found(village, "Dee", "Tom")
    intro = asks_to_meet(village, "Tom")
    answers(village, "Dee", intro, yes=True)
    village.passes(days=2)
    assert heard(village, "Tom") == []
    village.acts("Tom", lambda act: introductions.say_met(act, intro, met=True))
    village.passes(days=2)
    assert heard(village, "Tom") == ["goal.reached"]


def test_nobody_on_a_break_is_reminded_until_they_are_back(village: Village) -> None:
    aims(village, "Jo", goals.MEET)
    village.acts("Jo", lambda act: pausing.pause(act, village.now + timedelta(days=120)))
    village.passes(days=119)
    assert heard(village, "Jo") == []
    village.passes(days=3)
    assert heard(village, "Jo") == ["goal.reminder"]


def test_another_goal_of_a_kind_replaces_the_first_and_nobody_lets_go_anothers(village: Village) -> None:
    first, second = aims(village, "Jo"), aims(village, "Jo")
    jo = village.people["Jo"]
    assert [each.id for each in village.do(lambda conn: goals.of_member(conn, jo, village.group))] == [second.id]
    for name, goal in (("Tom", second), ("Jo", first)):
        with pytest.raises(Refusal):
            village.acts(name, lambda act, goal=goal: goals.let_go(act, goal.id))
    village.acts("Jo", lambda act: goals.let_go(act, second.id))
    village.passes(days=200)
    assert heard(village, "Jo") == []


def test_a_goal_of_half_a_year_leaves_one_row_behind(village: Village) -> None:
    aims(village, "Jo")
    village.passes(days=100)
    looks = select(func.count()).select_from(outbox).where(outbox.c.kind == goals.LOOK.name)
    assert village.do(lambda conn: conn.execute(looks).scalar_one()) == 1
