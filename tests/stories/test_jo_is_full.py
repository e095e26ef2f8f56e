"""Jo has mentored for years, has room for one, and says no to everything when she is nagged."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.adapters.test_contract_mentor import looks, offers
from tests.stage import Stage

__all__ = ["town"]


async def test_jo_is_asked_by_one_at_a_time_and_never_while_she_is_full(town: Stage) -> None:
    jo, tom, moira, lena = (town.citizen(name) for name in ("Ailsa", "Tom", "Moira", "Priya"))
    await jo.types("/mentor offer", topics="Copyright", capacity="One", modes="Six months, about once a month", ways="By call")
    await jo.presses("Until when, and what not")
    await jo.fills(wont="Find people jobs")
    assert jo.sees("Won't: Find people jobs", "[Keep it]")
    await jo.presses("Keep it")
    await looks(tom)
    assert tom.sees("won’t: Find people jobs")
    await tom.presses("Ask Ailsa")
    await town.settle()
    await looks(moira)
    assert "Nobody here could be asked just now" in moira.answer()
    await jo.presses("Not just now")
    assert jo.sees("/mentor mine pauses your offer")
    await town.later(days=9)
    await looks(lena)
    assert "Nobody here could be asked just now" in lena.answer()
    assert not jo.sees("still would like")

    await town.later(days=2)
    await looks(moira)
    await moira.presses("Ask Ailsa")
    await town.settle()
    await jo.presses("Yes, gladly")
    await town.settle()
    for _ in range(3):
        await town.later(days=30)
        await looks(lena)
        assert "Nobody here could be asked just now" in lena.answer()
    assert not any("asks you" in each or "still would like" in each for each in jo.reads())


async def test_jo_pauses_in_one_tap_and_keeps_whom_she_has(town: Stage) -> None:
    jo, tom = town.citizen("Ailsa"), town.citizen("Tom")
    await offers(jo, capacity="Two")
    await looks(tom)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await jo.presses("Yes, gladly")
    await town.settle()
    await jo.types("/mentor mine")
    assert "Tom, whom you mentor" in jo.answer()
    await jo.presses("Pause", on="Your mentoring")
    assert jo.sees("Paused: nobody new is brought to you")
    await looks(town.citizen("Moira"))
    assert "Nobody here could be asked just now" in town.citizen("Moira").answer()
    await town.later(days=7)
    assert jo.sees("How is it going with Tom?")
