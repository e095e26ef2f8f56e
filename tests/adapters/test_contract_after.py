"""What follows a meetup, the same on every adapter: how it was."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.community import groups
from tests.adapters.test_contract import announced, town
from tests.stage import GROUP, Citizen, Stage

__all__ = ["town"]


async def asks_afterwards(town: Stage) -> None:
    """The group wants to know how meetups were."""

    def work(conn: Connection) -> None:
        group = groups.find(conn, GROUP)
        assert group
        groups.change(conn, group.id, group.name, group.zone, replace(groups.habits(conn, group.id), feedback=True))

    await town.house.core.store.write(work)


async def the_morning_after(town: Stage) -> None:
    """Friday, eleven o'clock."""
    await town.later(days=5, hours=1)
    await town.later(minutes=2)


async def met(town: Stage, *names: str) -> list[Citizen]:
    """They said yes to a meetup, and it is the morning after."""
    await asks_afterwards(town)
    await announced(town)
    people = [town.citizen(name) for name in names]
    for each in people:
        await each.presses("I'll be there")
    await the_morning_after(town)
    return people


async def reads_how_it_was(priya: Citizen) -> None:
    """From the desk of meetups."""
    await priya.types("/meetup manage")
    await priya.presses("Those that took place")
    await priya.chooses("Pub meet-up")
    await priya.presses("How it was")


async def test_the_day_after_two_taps_and_a_sentence_if_one_likes(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    tom, ailsa, dee = await met(town, "Tom", "Ailsa", "Dee")
    assert tom.sees("How was Pub meet-up?", "never who", "I ask only this once", "[Glad I came]", "[I couldn't be there]")
    assert not sam.sees("How was Pub meet-up?")
    await tom.presses("Glad I came")
    assert tom.sees("you're glad you came", "[I'd come again]", "[Say it in a sentence]")
    await tom.presses("I'd come again")
    assert tom.sees("Would you come again: you'd come again")
    await tom.presses("Say it in a sentence")
    await tom.fills(words="I have not laughed so much since June.", quoted="nameless", following="A walk")
    assert tom.sees("Kept, thank you", "It may be quoted, without my name", "people may guess")
    await ailsa.presses("It was all right")
    await ailsa.presses("Say it in a sentence")
    await ailsa.fills(words="Too loud for me.", quoted="readers")
    await dee.presses("I couldn't be there")
    assert dee.sees("That happens")
    await reads_how_it_was(priya)
    assert priya.sees("After Pub meet-up", "3 people had a seat", "a success", "once 5 people gave it", "A walk")
    assert not priya.sees("glad they came")
    await priya.presses("What people wrote")
    assert priya.sees("Somebody: I have not laughed so much since June.", "Somebody, for organisers only: Too loud for me.")
    assert not priya.sees("I have not laughed", "Tom")


async def test_five_who_say_the_same_are_counted(town: Stage) -> None:
    priya = town.citizen("Priya")
    people = await met(town, "Tom", "Ailsa", "Dee", "Sam", "Jo", "Lena")
    for each in people[:5]:
        await each.presses("Glad I came")
    await people[5].presses("Not quite for me")
    await reads_how_it_was(priya)
    assert priya.sees("6 people had a seat", "glad they came: 5")
    assert not priya.sees("not quite for them")


async def test_an_answer_is_changed_and_a_sentence_taken_back(town: Stage) -> None:
    priya = town.citizen("Priya")
    (tom,) = await met(town, "Tom")
    await tom.types("/my waiting")
    assert "How was Pub meet-up?" in tom.answer()
    await tom.presses("Not quite for me", on="I ask only this once")
    await tom.presses("Change my answer")
    await tom.presses("Glad I came", on="I ask only this once")
    await tom.presses("Say it in a sentence")
    await tom.fills(words="Lovely.", quoted="named")
    await reads_how_it_was(priya)
    await priya.presses("What people wrote")
    assert priya.sees("Tom: Lovely.")
    await tom.presses("Say it in a sentence", on="Kept, thank you")
    assert tom.asked()["words"] == "Lovely."
    await tom.fills(words="")
    assert tom.sees("nothing is read")
    await reads_how_it_was(priya)
    assert "[What people wrote]" not in priya.answer()


async def test_what_should_not_be_there_is_set_aside_and_reported_without_a_name(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await sam.types("/wallflower")
    (tom,) = await met(town, "Tom")
    await tom.presses("Glad I came")
    await tom.presses("Say it in a sentence")
    await tom.fills(words="The man in the hat is a fool.", quoted="readers")
    await reads_how_it_was(priya)
    await priya.presses("What people wrote")
    await priya.chooses("The man in the hat is a fool.")
    await priya.presses("Set it aside or report it")
    await priya.fills(what="report")
    assert priya.sees("Set aside", "whose they are, nobody is told")
    await reads_how_it_was(priya)
    assert "[What people wrote]" not in priya.answer()


async def test_a_restart_between_asks_neither_twice_nor_never(town: Stage) -> None:
    await asks_afterwards(town)
    await announced(town)
    tom = town.citizen("Tom")
    await tom.presses("I'll be there")
    await town.restart()
    await town.later(days=5, hours=1)
    await town.restart()
    await town.later(minutes=2)
    await town.restart()
    await town.settle()
    assert sum("I ask only this once" in seen for seen in tom.reads()) == 1
    await tom.presses("Glad I came")
    assert tom.sees("you're glad you came")


async def test_two_on_one_day_are_one_message(town: Stage) -> None:
    await asks_afterwards(town)
    await announced(town)
    await announced(town, title="Quiz", when="Thursday 26 November 2026, 9pm")
    tom = town.citizen("Tom")
    await tom.presses("I'll be there", on="Pub meet-up")
    await tom.presses("I'll be there", on="Quiz")
    if tom.sees("[I'll be there all the same]"):
        await tom.presses("I'll be there all the same")
    await the_morning_after(town)
    assert sum("I ask only this once" in seen for seen in tom.reads()) == 1
    assert tom.sees("How were they?", "2 meetups")
    await tom.chooses("Glad I came")
    assert tom.sees("you're glad you came")


async def test_a_group_that_does_not_ask_asks_nobody(town: Stage) -> None:
    await announced(town)
    tom = town.citizen("Tom")
    await tom.presses("I'll be there")
    await town.later(days=6)
    assert not tom.sees("How was Pub meet-up?")
    priya = town.citizen("Priya")
    await priya.types("/organise")
    await priya.chooses("Pub meet-up")
    assert priya.sees("After Pub meet-up", "[How it was]")
