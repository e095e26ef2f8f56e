"""Meetups on the platform's own list of events: wanted or not, a group's announcements are the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.stage import Stage

__all__ = ["town"]


async def sets_up(town: Stage, listed: str) -> None:
    """Priya says whether she wants them listed, and sees what that means before it is so."""
    priya = town.citizen("Priya")
    await priya.types("/setup")
    await priya.fills()
    await priya.presses("What to switch on")
    await priya.fills(listed=listed)
    means = {"yes": "everybody on the server sees that list", "no": "meetups are not put on it"}[listed]
    assert priya.sees("List of events", means, "[Set it up]")
    await priya.presses("Set it up")


async def test_a_group_chooses_and_sees_what_it_chose(town: Stage) -> None:
    priya = town.citizen("Priya")
    await sets_up(town, "yes")
    await priya.types("/setup")
    await priya.fills()
    await priya.presses("What to switch on")
    assert priya.asked()["listed"] == "yes"


async def test_wanted_where_there_is_no_such_list_or_nobody_may_use_it_all_else_works(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await sets_up(town, "yes")
    await announced(town)
    assert tom.sees("Pub meet-up", "The Laurieston, Glasgow", "[I'll be there]")
    await tom.presses("I'll be there")
    await town.settle()
    await priya.types("/organise")
    assert "could not be delivered" not in priya.answer()
    before = len(priya.reads())
    await town.later(hours=1)
    assert len(priya.reads()) == before  # nothing is wrong that anybody should be written to for


async def test_an_announcement_taken_back_takes_its_entry_with_it(town: Stage) -> None:
    priya = town.citizen("Priya")
    await sets_up(town, "yes")
    await announced(town)
    await priya.presses("Undo")
    await town.settle()
    assert "Taken back" in priya.answer()
    await priya.types("/organise")
    assert "could not be delivered" not in priya.answer()
    await sets_up(town, "no")
    await town.later(minutes=5)
    await priya.types("/organise")
    assert "Nothing more is planned" in priya.answer()
