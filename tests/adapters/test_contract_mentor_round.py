"""A mentoring round, from opening to sending, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_mentor import PURPOSE, looks, offers
from tests.stage import Citizen, Stage

__all__ = ["announced", "town"]

UNTIL = "6 December 2026, 6pm"


async def waits(somebody: Citizen, **more: str) -> None:
    """They wait for the round."""
    await looks(somebody, **more)
    await somebody.presses("Wait for the round")


async def opened(town: Stage) -> Citizen:
    """Priya, who organises, has opened a round."""
    priya = town.citizen("Priya")
    await priya.types("/organise")
    await priya.presses("Open a mentoring round")
    await priya.fills(until=UNTIL)
    await town.settle()
    return priya


async def test_a_round_is_opened_looked_at_and_sent_and_both_hear_of_each_other(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await offers(ailsa)
    await waits(tom)
    await waits(moira, topics="Archives")
    priya = await opened(town)
    assert tom.sees("A mentoring round is open", "Sunday 6 December")
    assert tom.sees("A round is planned", "You hear by Sunday 13 December")
    await town.later(days=12)
    assert moira.sees("A mentoring round is open")
    await town.later(days=3)
    assert priya.sees("Time to match", "2 people wait")
    await priya.presses("See a plan")
    assert "1 of 2 people have a mentor." in priya.answer()
    assert "Tom with Ailsa" in priya.answer()
    assert "Offers Copyright, which you asked for" in priya.answer()
    assert PURPOSE not in "".join(priya.reads())
    await priya.presses("Without a mentor: 1")
    assert "Moira: every place with those they may be matched with is taken" in priya.answer()
    await priya.presses("Send it")
    assert priya.sees("Sent. 1 pair is being brought together")
    await town.settle()
    for each in (tom, ailsa):
        assert each.sees("Tom and Ailsa: you're together for six months", PURPOSE)
    assert not moira.sees(PURPOSE)
    assert moira.sees("round", "first")
    await priya.types("/organise")
    await priya.presses("Round: how it goes")
    assert "1 together, 1 not this time" in priya.answer()
    assert "Tom and Ailsa: going on" in priya.answer()
