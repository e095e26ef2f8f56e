"""A buddy at the first meetup: the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_hello import welcomes
from tests.stage import Stage

__all__ = ["town"]

SIGN = "By the door, in a red scarf"


async def wanted(town: Stage, *greeters: str) -> None:
    """Some who like to welcome people go to a meetup; Tom has a seat too and asks for a buddy."""
    tom = town.citizen("Tom")
    await announced(town)
    await welcomes(town, *greeters)
    for name in greeters:
        await town.citizen(name).presses("I'll be there")
    await tom.presses("I'll be there")
    assert "[I'd like a buddy there]" in tom.answer()
    await tom.presses("I'd like a buddy there")
    assert "I'm asking somebody who goes there" in tom.answer()
    await town.settle()


async def test_somebody_who_goes_anyway_says_yes_and_both_are_told_again_the_day_before(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await wanted(town, "Ailsa")
    assert ailsa.sees("Would you be Tom's buddy?", "Pub meet-up", "[Yes, with pleasure]", "[Not this time]")
    assert not moira.sees("Would you be Tom's buddy?")
    await tom.types("/my waiting")
    assert "A buddy for Pub meet-up" in tom.answer()
    await ailsa.presses("Yes, with pleasure")
    await ailsa.fills(sign="https://example.org")
    assert ailsa.sees("No links or addresses")
    if not ailsa.asked():
        await ailsa.presses("Fix it")
    await ailsa.fills(sign=SIGN)
    assert "Tom hears who you are" in ailsa.answer()
    await town.settle()
    assert tom.sees("You have a buddy for Pub meet-up", "Ailsa looks forward", SIGN)
    await town.later(days=3, hours=9)
    assert tom.sees("Tomorrow: Pub meet-up", "Your buddy", "Ailsa", SIGN)
    assert ailsa.sees("Tomorrow: Pub meet-up", "You are the buddy of", "Tom")
    assert not tom.sees("Tomorrow: your buddy")
    assert tom.sees("Your buddy", SIGN, "[Report or mute]")
    await tom.presses("Report or mute", on="Tomorrow")
    await tom.fills(what="Keep them away from me")
    assert "kept apart" in tom.answer()


async def test_those_who_are_named_hear_of_their_buddy_by_themselves_not_in_the_thread(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await wanted(town, "Ailsa")
    await tom.presses("Show my first name")
    await ailsa.presses("Yes, with pleasure")
    await ailsa.fills(sign=SIGN)
    await town.later(days=3, hours=9)
    assert tom.sees("Tomorrow: your buddy", "Ailsa looks forward", SIGN)
    assert not moira.sees(SIGN)


async def test_a_no_asks_the_next_and_when_there_is_nobody_the_newcomer_and_the_organisers_hear(town: Stage) -> None:
    tom, ailsa, moira, priya = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira", "Priya"))
    await wanted(town, "Ailsa", "Moira")
    await ailsa.presses("Not this time")
    await town.settle()
    assert moira.sees("Would you be Tom's buddy?")
    await moira.presses("Not this time")
    await town.settle()
    assert tom.sees("About your buddy", "Nobody who likes to welcome people is free", "organisers to look out for you")
    assert priya.sees("A newcomer would like a buddy", "Tom comes to Pub meet-up")
    await priya.types("/organise")
    assert "Nobody available for 1" in priya.answer()


async def test_a_day_without_an_answer_asks_the_next(town: Stage) -> None:
    ailsa, moira = town.citizen("Ailsa"), town.citizen("Moira")
    await wanted(town, "Ailsa", "Moira")
    assert ailsa.sees("Would you be Tom's buddy?")
    await town.later(days=1)
    assert moira.sees("Would you be Tom's buddy?")
    await ailsa.presses("Yes, with pleasure")
    await ailsa.fills(sign=SIGN)
    assert "That one is over" in ailsa.answer()


async def test_a_buddy_who_cannot_come_after_all_is_replaced_or_missed_politely(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await wanted(town, "Ailsa", "Moira")
    await ailsa.presses("Yes, with pleasure")
    await ailsa.fills(sign=SIGN)
    await ailsa.presses("Can't make it")
    await town.settle()
    assert tom.sees("Your buddy can't come to Pub meet-up after all", "I'm asking somebody else")
    assert moira.sees("Would you be Tom's buddy?")
    await town.later(days=3, hours=9)
    assert not tom.sees("Tomorrow: Pub meet-up", SIGN)


async def test_a_newcomer_who_cannot_come_after_all_is_not_waited_for(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await wanted(town, "Ailsa")
    await ailsa.presses("Yes, with pleasure")
    await ailsa.fills(sign=SIGN)
    await tom.presses("Can't make it")
    await town.settle()
    assert ailsa.sees("Whom you were to meet at Pub meet-up can't come after all")


async def test_a_buddy_is_offered_at_the_first_yes_only(town: Stage) -> None:
    tom = town.citizen("Tom")
    await announced(town)
    await tom.presses("I'll be there")
    await announced(town, title="Second meet-up", when="Friday 27 November, 6.30pm")
    await tom.presses("I'll be there", on="Second meet-up")
    assert "You have a seat at Second meet-up" in tom.answer()
    assert "buddy" not in tom.answer()
