"""A goal of one's own, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.stage import Citizen, Stage

__all__ = ["town"]


async def aims(somebody: Citizen, by: str = "30 June 2027, 6pm", **what: str) -> None:
    """They set a goal."""
    await somebody.types("/my goals")
    await somebody.presses("Set a goal")
    await somebody.fills(by=by, **what)


async def test_a_goal_is_reminded_of_once_when_a_meetup_fits_and_told_when_it_came_true(town: Stage) -> None:
    jo, tom = town.citizen("Jo"), town.citizen("Tom")
    await tom.types("/my waiting")
    await aims(jo)
    assert "go to a meetup by Wednesday 30 June 2027" in jo.answer()
    await announced(town)
    await town.later(days=1)
    assert jo.sees("A meetup for you", "Pub meet-up", "The Laurieston", "[I'll be there]")
    assert not tom.sees("A meetup for you")
    await jo.presses("I'll be there", on="A meetup for you")
    assert "You have a seat" in jo.answer()
    await town.later(days=5)
    assert jo.sees("you wanted to, and you did")
    assert sum("A meetup for you" in seen for seen in jo.reads()) == 1
    await jo.types("/my goals")
    assert "You have set none" in jo.answer()


async def test_a_goal_can_be_let_go_and_one_in_the_past_is_asked_about(town: Stage) -> None:
    jo = town.citizen("Jo")
    await aims(jo, by="30 June 2031, 6pm")
    assert "as far as I look ahead" in jo.answer()
    await aims(jo, what="Meet somebody new")
    await jo.types("/my goals")
    assert "Meet somebody new: by Wednesday 30 June 2027" in jo.answer()
    await jo.presses("Let go: Meet somebody new")
    await announced(town)
    await town.later(days=400)
    assert not jo.sees("Something you wanted")


async def test_the_day_comes_without_shame(town: Stage) -> None:
    jo = town.citizen("Jo")
    await aims(jo, by="1 December 2026, 6pm", what="Meet somebody new")
    await town.later(days=5)
    assert jo.sees("Something you wanted", "Half of the time is over", "/introduce me")
    await town.later(days=6)
    assert jo.sees("the day you had in mind has come", "[Set it again]")
