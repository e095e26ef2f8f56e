"""Jo has just begun, in a library of two. She would like to see how others work, and to go to a meet-up once, by June.

Her new colleague Grace, a long way off, has offered days for years and heard nothing back from any of them.
"""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_shadow import asks, offers
from tests.stage import Stage

__all__ = ["town"]


async def test_jo_asks_spends_a_day_and_goes_to_her_first_meetup(town: Stage) -> None:
    jo, grace, priya = town.citizen("Jo"), town.citizen("Grace"), town.citizen("Priya")
    await jo.types("/my goals")
    await jo.presses("Set a goal")
    await jo.fills(what="Spend a day shadowing somebody", by="30 June 2027, 6pm")
    await jo.types("/ask", topic="Starting out", words="What do you wish somebody had shown you in your first month?")
    await jo.presses("Ask it")
    await town.settle()
    await grace.presses("I can help")
    await grace.fills(words="An ordinary day at somebody else's desk. Come to mine.")
    await town.settle()
    assert jo.sees("Grace answers", "Come to mine.")

    await offers(grace, access="The side door; ask for me.")
    await asks(town, jo, "Grace, Thu 3 Dec, 09:30")
    await grace.presses("Yes, gladly")
    await town.settle()
    await town.later(days=10)
    assert jo.sees("Tomorrow you spend the day with Grace", "The side door")
    await town.later(days=2)
    await jo.presses("Yes, it happened")
    await jo.fills(note="I ask differently now.")
    await town.settle()
    assert grace.sees("A note from Jo", "I ask differently now.")
    await town.later(days=1)
    assert jo.sees("Spend a day shadowing somebody: you wanted to, and you did")

    assert not priya.sees("ask differently")
    assert not priya.sees("side door")


async def test_jo_hears_of_a_meetup_near_her_once(town: Stage) -> None:
    jo = town.citizen("Jo")
    about = {"topics": "Starting out", "kind": "Charity", "area": "Glasgow", "years": "Under 2 years", "does": "A bit of everything."}
    await jo.types("/my profile", **about)
    await jo.presses("Keep it")
    await jo.types("/my goals")
    await jo.presses("Set a goal")
    await jo.fills(by="30 June 2027, 6pm")
    await announced(town)
    await town.later(days=1)
    assert jo.sees("A meetup for you", "The Laurieston, Glasgow")
    await jo.presses("I'll be there", on="A meetup for you")
    await town.later(days=5)
    assert jo.sees("Go to a meetup: you wanted to, and you did")
