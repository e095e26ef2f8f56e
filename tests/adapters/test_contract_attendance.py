"""Who came, the same on every adapter: a code said at the door, heads counted afterwards, a line for one's own log."""

from __future__ import annotations

import re

from bot.community.attendance.door import SIGNS
from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_introduce import can_be_found
from tests.adapters.test_contract_manage import has_seat, manages
from tests.printed.reading import read
from tests.stage import Citizen, Stage

__all__ = ["town"]


async def at_the_door(priya: Citizen) -> str:
    """Priya has the code before her."""
    await manages(priya)
    await priya.presses("At the door")
    found = re.search(rf"\b([{SIGNS}]{{2}} [{SIGNS}]{{3}})\b", priya.answer())
    assert found, priya.answer()
    return found[1]


async def test_a_sheet_for_the_door_has_the_code_in_letters_four_centimetres_high(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    code = await at_the_door(priya)
    await priya.presses("A sheet for the door")
    await town.settle()
    (page,) = read(priya.files()["door.pdf"])
    assert code in page.words
    assert "Press I'm here on the card in our chat" in page.words
    assert max(letter.bottom - letter.top for letter in page.letters) > 40


async def test_whoever_shows_themselves_reads_whom_to_say_hello_to(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    for each in (tom, ailsa):
        await can_be_found(each)
    await moira.types("/my waiting")
    await announced(town)
    for each in (tom, ailsa, moira):
        await each.presses("I'll be there")
        await each.presses("Show my first name")
    await tom.presses("I'll be there")
    await tom.presses("Who could I say hello to?")
    assert tom.sees("You could say hello to", "Ailsa: cares about Copyright too")
    assert "Moira" not in tom.answer()
    await moira.presses("I'll be there")
    assert "Who could I say hello to?" not in moira.answer()


async def begins(town: Stage) -> None:
    """It is Thursday, and a few minutes to go."""
    await town.later(days=4, hours=8, minutes=20)


async def test_whoever_hears_the_code_checks_in_and_nobody_but_organisers_sees_it(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town)
    tom = await has_seat(town, "Tom")
    code = await at_the_door(priya)
    assert not sam.sees("[I'm here]")
    await begins(town)
    assert sam.sees("Pub meet-up", "[I'm here]", "[I'll be there]")
    await tom.presses("I'm here")
    await tom.fills(code="HHHHH")
    assert "That isn't the code; 4 more tries for now" in tom.answer()
    await tom.presses("Try again")
    await tom.fills(code=code.lower())
    assert "You're checked in" in tom.answer()
    assert "Your first time in a room with this group" in tom.answer()
    await sam.presses("I'm here")
    await sam.fills(code=code)
    assert "You had no seat; one was free, and it's yours" in sam.answer()
    await at_the_door(priya)
    assert "Checked in so far: 2 people" in priya.answer()
    await priya.presses("Who checked in")
    assert priya.sees("Who checked in: Pub meet-up", "Sam", "Tom")
    await sam.presses("Take me off the list")
    assert sam.sees("You're off the list of who came. Your seat stays")
    assert not tom.sees("Who checked in")
    await town.later(hours=9)
    assert not tom.sees("Pub meet-up", "[I'm here]", "[I'll be there]")


async def test_in_person_and_online_are_checked_in_apart(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await manages(priya)
    await priya.presses("Move it")
    await priya.fills(how="In person and online")
    await priya.presses("Move it", on="Only a preview")
    await town.later(minutes=5)
    code = await at_the_door(priya)
    await begins(town)
    await tom.presses("I'm here, online")
    await tom.fills(code=code)
    assert "You're checked in online" in tom.answer()
    await at_the_door(priya)
    assert "Checked in so far: 1 person (0 in the room, 1 online)" in priya.answer()


async def test_an_organiser_is_asked_once_and_answers_with_one_tap(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    code = await at_the_door(priya)
    await begins(town)
    await tom.presses("I'm here")
    await tom.fills(code=code)
    await town.later(hours=2, minutes=30)
    await priya.types("/organise")
    assert "How many came to Pub meet-up?" in priya.answer()
    await town.later(days=1)
    assert sum("How many came?" in seen for seen in priya.reads()) == 1
    assert priya.sees("How many came to Pub meet-up? A rough number will do. 1 person checked in themselves.")
    await priya.presses("Just the one", on="How many came?")
    assert priya.sees("Written down for Pub meet-up: 1 person.")
    await priya.types("/meetup manage")
    await priya.presses("Those that took place")
    await priya.chooses("Pub meet-up")
    await priya.presses("How many came")
    assert priya.sees("Had said yes: 1 person", "Checked in: 1 person", "Came: 1 person")
    await priya.presses("Type the number", on="Had said yes")
    assert priya.asked()["room"] == "1"
    await priya.fills(room="9")
    assert "Written down for Pub meet-up: 9 people" in priya.answer()
    await priya.types("/organise")
    assert "How many came" not in priya.answer()


async def test_the_question_waits_through_a_restart_and_needs_no_answer(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await begins(town)
    await town.restart()
    await town.later(days=1)
    assert priya.sees("How many came to Pub meet-up? A rough number will do.")
    await priya.presses("I didn't count", on="How many came?")
    assert priya.sees("That's fine. I don't ask again.")
    await priya.types("/organise")
    assert "How many came" not in priya.answer()


async def test_an_organiser_reads_how_many_to_expect_as_a_range(town: Stage) -> None:
    priya, names = town.citizen("Priya"), ("Tom", "Sam", "Jo", "Dee", "Bea")
    for name in names:
        await town.citizen(name).types("/my waiting")
    await announced(town)
    for name in names:
        await has_seat(town, name)
    await manages(priya)
    assert not priya.sees("I'd expect")
    await has_seat(town, "Ailsa")
    await manages(priya)
    assert priya.sees("I'd expect: 1 to 5 of 6; about half come to a free meetup, and I've no counts of yours yet")


async def test_a_line_of_what_one_takes_from_it_is_kept_for_oneself(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    code = await at_the_door(priya)
    await begins(town)
    await tom.presses("I'm here")
    await tom.fills(code=code)
    await town.later(days=1)
    await tom.types("/my goals")
    await tom.presses("My lines")
    await tom.presses("A line on Pub meet-up, 26 Nov")
    await tom.fills(words="How others explain copyright.")
    assert tom.sees("Your CPD line", "26 November 2026, Pub meet-up: How others explain copyright.")
    await tom.types("/my goals")
    await tom.presses("My lines")
    assert tom.sees("Your lines", "Pub meet-up: How others explain copyright.")
    assert "[A line on" not in tom.answer()
    await priya.types("/my goals")
    await priya.presses("My lines")
    assert priya.sees("You have kept no line yet")
