"""Mentoring, from asking to the end, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.stage import Citizen, Stage

__all__ = ["announced", "town"]

PURPOSE = "I negotiate a licence for the first time in May."


async def offers(somebody: Citizen, topics: str = "Copyright, Licensing", **more: str) -> None:
    """They offer to mentor one person, for anything."""
    modes = "One question, answered once\nThree meetings\nSix months, about once a month"
    await somebody.types("/mentor offer", **{"topics": topics, "capacity": "One", "modes": modes, "ways": "By call", **more})
    await somebody.presses("Keep it")


async def looks(somebody: Citizen, **more: str) -> None:
    """They look for a mentor."""
    asks = {"topics": "Copyright", "mode": "Six months, about once a month", "kind": "Any kind of place", "ways": "By call"}
    await somebody.types("/mentor find", **{**asks, "purpose": PURPOSE, **more})


async def together(town: Stage, **more: str) -> tuple[Citizen, Citizen]:
    """Tom has Jo for a mentor."""
    tom, jo = town.citizen("Tom"), town.citizen("Ailsa")
    await offers(jo)
    await looks(tom, **more)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await jo.presses("Yes, gladly")
    await town.settle()
    return tom, jo


async def test_a_mentor_who_says_yes_begins_in_a_private_place(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await offers(ailsa)
    assert "You offer to mentor" in ailsa.answer()
    await moira.types("/my waiting")
    await looks(tom)
    assert tom.sees("Who could be your mentor", "Ailsa: Offers Copyright, which you asked for", "[Ask Ailsa]", "[Wait for the round]")
    await tom.presses("Ask Ailsa")
    assert "Asked. You hear on Wednesday 2 December at the latest" in tom.answer()
    await town.settle()
    assert ailsa.sees("Tom would like you as a mentor, for six months", PURPOSE, "[Yes, gladly]", "[Report or mute]")
    await ailsa.types("/my waiting")
    assert "Tom would like you as a mentor" in ailsa.answer()
    await ailsa.presses("Yes, gladly", on=PURPOSE)
    await town.settle()
    for each in (tom, ailsa):
        assert each.sees("Tom and Ailsa: you're together for six months", PURPOSE, "Ailsa writes first", "Sunday 6 December")
    assert not moira.sees(PURPOSE)
