"""Tom is new in his job, new in the group, and no talker. He would like to come, and not to stand in a corner."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_hello import welcomes
from tests.stage import Stage

__all__ = ["town"]

WORDS = "New in a small museum since October. I mostly listen."


async def test_tom_says_hello_is_answered_and_knows_somebody_before_he_is_through_the_door(town: Stage) -> None:
    tom, grace, priya = (town.citizen(name) for name in ("Tom", "Grace", "Priya"))
    await announced(town)
    await welcomes(town, "Grace")
    await grace.presses("I'll be there")

    # He writes two sentences, sees them as others will, and posts them. Nobody says anything all day.
    await tom.types("/introduce myself", words=WORDS)
    await tom.presses("Say hello")
    assert "this time tomorrow" in tom.answer()
    await town.later(hours=24)
    assert tom.pinged() == 0

    # Grace is asked, and does. The bot says not a word in her place.
    assert grace.sees("Would you say hello to Tom?", WORDS)
    await grace.presses("Said hello", on="Would you say hello")
    await town.settle()
    assert tom.sees("Tom says hello", "1 person has said hello")
    await priya.types("/organise")
    assert "greeted" not in priya.answer()

    # He takes a seat, and is offered company, for his eyes alone.
    await tom.presses("I'll be there", on="Pub meet-up")
    await tom.presses("I'd like a buddy there")
    await town.settle()
    assert grace.sees("Would you be Tom's buddy?")
    assert not priya.sees("would like a buddy")
    await grace.presses("Yes, with pleasure")
    await grace.fills(sign="Under the clock, in a yellow scarf")
    await town.settle()
    assert tom.sees("You have a buddy for Pub meet-up", "Grace looks forward", "Under the clock, in a yellow scarf")

    # The day before he reads it again, with when and where.
    await town.later(days=2, hours=9)
    assert tom.sees("Tomorrow: Pub meet-up", "The Laurieston", "Grace", "Under the clock, in a yellow scarf")
    assert grace.sees("Tomorrow: Pub meet-up", "Tom")


async def test_when_nobody_is_free_tom_hears_so_and_a_person_looks_out_for_him(town: Stage) -> None:
    tom, priya, moira = (town.citizen(name) for name in ("Tom", "Priya", "Moira"))
    await announced(town)
    await tom.presses("I'll be there")
    await tom.presses("I'd like a buddy there")
    await town.settle()
    assert tom.sees("About your buddy", "I've asked the organisers to look out for you")
    assert priya.sees("A newcomer would like a buddy", "Tom comes to Pub meet-up for the first time")
    assert not moira.sees("buddy")
