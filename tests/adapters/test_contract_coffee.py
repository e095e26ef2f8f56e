"""Coffee rounds, the same on every adapter."""

from __future__ import annotations

from bot.community import groups
from bot.community.coffee import drawing
from bot.community.groups import Habits
from bot.schema import Connection
from tests.adapters.test_contract import town
from tests.stage import GROUP, Citizen, Stage

__all__ = ["town"]

FOUR = ("Ada", "Ailsa", "Grace", "Tom")


async def switches_coffee_on(town: Stage) -> None:
    """On Mondays, as `/setup` does (tests/cogs/test_setting_up.py holds that conversation)."""
    now = town.house.clock.now()

    def work(conn: Connection) -> None:
        group = groups.find(conn, GROUP)
        assert group
        groups.change(conn, group.id, group.name, group.zone, Habits(coffee="monday"))
        drawing.plan(conn, now, group.id)

    await town.house.core.store.write(work)


async def joins(*people: Citizen, often: str = "Every week", **more: str) -> None:
    """They join."""
    for each in people:
        await each.types("/coffee join", often=often, **more)
        if each.asked():
            await each.fills(often=often, **more)


async def test_four_who_join_meet_in_pairs_on_monday(town: Stage) -> None:
    four = [town.citizen(name) for name in FOUR]
    await switches_coffee_on(town)
    await joins(*four)
    assert "You're in coffee rounds" in four[0].answer(), four[0].reads()
    assert four[0].sees("You're in coffee rounds", "Your next round: Monday 30 November")
    await town.later(days=8)
    for each in four:
        assert each.sees("Time for a coffee", each.name, "this coffee round brings you together", "[Report or mute]")
    assert not town.citizen("Moira").sees("Time for a coffee")
    await town.later(days=7)
    asked = next(each for each in four if each.sees("Have you and", "met?"))
    await asked.types("/my waiting")
    assert "Have you and" in asked.answer()
    await asked.presses("Yes, we met", on="One tap is enough")
    assert asked.sees("Good to hear")
    await asked.types("/coffee status")
    assert "Your last round: Monday 7 December, with " in asked.answer()


async def test_where_coffee_is_off_it_says_what_to_do(town: Stage) -> None:
    tom = town.citizen("Tom")
    await joins(tom)
    assert tom.sees("Coffee rounds aren't switched on", "/setup")
    await tom.types("/coffee status")
    assert "aren't switched on" in tom.answer()


async def test_a_zone_nobody_knows_is_mended_and_joining_again_changes_how(town: Stage) -> None:
    tom = town.citizen("Tom")
    await switches_coffee_on(town)
    await tom.types("/coffee join", often="Every week", zone="Atlantis")
    assert tom.sees("I don't know the time zone")
    if not tom.asked():
        await tom.presses("Fix it")
    await tom.fills(zone="New York")
    assert tom.sees("You're in coffee rounds", "How often: every week")
    await joins(tom, often="Every fourth week", threes="no")
    assert tom.sees("How often: every fourth week", "a pair wherever it can be")
    await tom.types("/coffee leave")
    assert "You've left coffee rounds" in tom.answer()
    await tom.types("/coffee leave")
    assert "You aren't in coffee rounds here" in tom.answer()


async def test_one_alone_is_told_and_status_says_why(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await switches_coffee_on(town)
    await joins(tom, ailsa)
    await tom.types("/safety block")
    await tom.fills(who="Ailsa")
    await town.later(days=8)
    for each in (tom, ailsa):
        assert each.sees("Coffee: nobody this time", "there is nobody I could put you with this time", "You come first next time.")
        await each.types("/coffee status")
        assert "you were with nobody: there was nobody I could put you with" in each.answer()
        assert not each.sees("Time for a coffee")


async def test_an_organiser_looks_swaps_and_sends_and_the_old_buttons_say_so(town: Stage) -> None:
    four = [town.citizen(name) for name in FOUR]
    priya = town.citizen("Priya")
    await switches_coffee_on(town)
    await joins(*four)
    await town.later(days=6)
    await priya.types("/organise")
    assert priya.sees("Coffee round: 4 people, drawn; goes out on Monday 30 November 2026, 10:00")
    await priya.presses("See the coffee round")
    assert priya.sees("Coffee, Monday 30 November 2026", "It scores", "no round has fewer", "With nobody: everybody who joined is in it")
    page = next(words for words in reversed(priya.reads()) if "It scores" in words)
    first = next(line for line in page.splitlines() if line.startswith("1: ")).removeprefix("1: ").split(" and ")
    second = next(line for line in page.splitlines() if line.startswith("2: ")).removeprefix("2: ").split(" and ")
    await priya.presses("Swap two people")
    await priya.fills(one=first[0], other=second[0])
    assert priya.sees("Change the round", "It costs", "Meetings again: no more than before", "[Swap them]")
    await priya.presses("Swap them")
    assert priya.sees("Done. It stays so")
    await priya.presses("See the coffee round")
    await priya.presses("A page to print")
    await town.settle()
    assert second[0].encode() in priya.files()["coffee-2026-11-30.html"]
    await priya.types("/organise")
    await priya.presses("See the coffee round")
    await priya.presses("Send it now")
    await town.settle()
    (one,) = [each for each in four if each.name == first[0].split()[0]]
    assert one.sees("Time for a coffee", second[1].split()[0])
    await priya.presses("See the coffee round")
    assert priya.sees("That round has gone out, or was called off.")


async def test_a_round_called_off_is_said_to_everybody_in_it(town: Stage) -> None:
    tom, ailsa, priya = (town.citizen(name) for name in ("Tom", "Ailsa", "Priya"))
    await switches_coffee_on(town)
    await joins(tom, ailsa)
    await town.later(days=6)
    await priya.types("/organise")
    await priya.presses("See the coffee round")
    await priya.presses("Call it off")
    await priya.presses("Yes, call it off")
    assert priya.sees("Called off", "The next is on Monday 7 December")
    await town.later(days=2)
    assert tom.sees("Coffee: nobody this time", "your organisers called the round off")
    assert not ailsa.sees("Time for a coffee")
    await town.later(days=7)
    assert tom.sees("Time for a coffee", "Tom and Ailsa") or tom.sees("Time for a coffee", "Ailsa and Tom")
    await priya.types("/organise")
    await priya.presses("Coffee rounds so far")
    assert priya.sees("Monday 30 November 2026: called off", "fewer than 5 say they met")


async def test_muted_where_they_were_put_together_they_never_are_again(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await switches_coffee_on(town)
    await joins(tom, ailsa)
    await town.later(days=8)
    await ailsa.presses("Report or mute")
    await ailsa.fills(what="Keep them away from me")
    assert "kept apart" in ailsa.answer()
    await town.later(days=7)
    assert tom.sees("Coffee: nobody this time")
    assert not tom.sees("Have you and Ailsa met?")
