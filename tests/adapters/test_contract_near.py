"""Seeing only the meetups near oneself, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import WHEN, announced, town
from tests.adapters.test_contract_my import ABOUT
from tests.stage import Stage

__all__ = ["town"]


async def test_only_near_me_leaves_out_what_is_elsewhere_and_asks_first_where_one_is(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await priya.types("/meetup new", title="Lunch", when=WHEN.replace("6.30pm", "noon"), where="A café in Leeds")
    await priya.presses("Publish")
    await town.settle()
    await tom.types("/meetup list")
    await tom.presses("Only near me")
    assert tom.sees("I don't know yet where you are", "/my profile")
    await tom.types("/my profile", **{**ABOUT, "area": "Leeds"})
    await tom.presses("Keep it")
    await tom.types("/meetup list")
    await tom.presses("Only near me")
    assert "Near you, or online" in tom.answer()
    assert "Lunch" in tom.answer()
    assert "Pub meet-up" not in tom.answer()
    await tom.presses("Everything")
    assert "Coming up" in tom.answer()
    assert "Pub meet-up" in tom.answer()
