"""What is mine, the same on every adapter."""

from __future__ import annotations

import json

from tests.adapters.test_contract import announced, town
from tests.stage import Citizen, Stage

__all__ = ["town"]

ABOUT = {
    "topics": "Copyright, Keeping bees",
    "kind": "Hospital or health service",
    "area": "Inverness",
    "years": "2 to 5 years",
    "does": "Find the evidence for a diabetes clinic.",
}
COPY = "wallflower-about-you"


async def tells(somebody: Citizen, **more: str) -> None:
    """They say who they are, and look at it before anybody else could."""
    await somebody.types("/my profile", **{**ABOUT, **more})


async def test_a_profile_is_seen_first_as_others_would_see_it_and_nobody_else_sees_it(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await tells(tom)
    assert tom.sees("Copyright and Keeping bees", "Hospital or health service", "Inverness", "2 to 5 years", "Nobody sees it", "[Keep it]")
    await tom.presses("How you like to meet")
    await tom.fills(ways="In person, within 25 miles\nOnline, by call", wants="Somebody to compare notes with.", alone="yes")
    assert tom.sees("travels up to 25 miles", "in person or by call", "as a team of one", "compare notes")
    await tom.presses("Keep it")
    assert "Kept, and private" in tom.answer()
    await town.settle()
    assert not ailsa.sees("Keeping bees")


async def test_being_found_is_one_press_and_hiding_is_one(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tells(tom)
    await tom.presses("Keep it")
    await tom.presses("Let people find me here")
    assert "can find you now" in tom.answer()
    await tom.presses("Hide me")
    assert "You're hidden" in tom.answer()


async def test_a_profile_opens_as_it_was_left(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tells(tom)
    await tom.presses("Keep it")
    await tom.types("/my profile")
    assert tom.asked()["area"] == "Inverness"
    assert tom.asked()["does"] == ABOUT["does"]


async def test_who_i_work_for_stays_mine(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tells(tom)
    await tom.presses("Keep it")
    await tom.presses("What stays private")
    await tom.fills(employer="Highland Health", manager="Moira")
    assert "shown to nobody" in tom.answer()
    await town.citizen("Moira").types("/my waiting")
    await tom.types("/my export")
    await town.settle()
    assert b"Highland Health" in tom.files()[f"{COPY}.json"]
    assert b"Moira" in tom.files()[f"{COPY}.json"]


async def test_settings_are_kept_and_shown_again(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/my settings", name="Tom Bishop", zone="Lisbon", quiet="22:00 to 07:30", named="yes")
    assert "Kept" in tom.answer()
    await tom.types("/my settings")
    held = tom.asked()
    assert (held["name"], held["zone"], held["quiet"], held["named"]) == ("Tom Bishop", "Europe/Lisbon", "22:00 to 07:30", "yes")


async def test_a_break_ends_when_it_said_or_sooner(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/my pause", until="Tuesday 1 December 2026, 9am")
    assert "on a break until Tuesday 1 December 2026, 09:00" in tom.answer()
    await tom.presses("Come back now")
    assert "Welcome back" in tom.answer()


async def test_what_is_open_stands_in_one_place(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await ailsa.types("/my waiting")
    assert "Nothing is open" in ailsa.answer()
    await announced(town, seats="1")
    await tom.presses("I'll be there")
    await ailsa.presses("I'll be there")
    await ailsa.types("/my waiting")
    assert "Pub meet-up" in ailsa.answer()
    assert "1st in line" in ailsa.answer()
    await tom.presses("Can't make it")
    await town.settle()
    await ailsa.types("/my waiting")
    assert "1 thing awaits your answer" in ailsa.answer()
    await ailsa.presses("Take the seat")
    assert "You have a seat" in ailsa.answer()


async def test_a_copy_of_everything_comes_at_once_as_a_page_and_as_json(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await announced(town)
    await tom.presses("I'll be there")
    await tells(tom)
    await tom.presses("Keep it")
    await tom.types("/my export")
    await town.settle()
    assert "What I hold about you" in tom.answer()
    held = json.loads(tom.files()[f"{COPY}.json"])
    lists = {each["list"]: each["rows"] for each in held["held"]}
    assert lists["Your answers to meetups"][0]["Meetup"] == "Pub meet-up"
    assert lists["Your profile"][0]["Your topics"] == ["Copyright", "Keeping bees"]
    page = tom.files()[f"{COPY}.html"].decode()
    assert "Keeping bees" in page
    assert "Pub meet-up" in page
    assert not ailsa.files()


async def test_everything_is_erased_in_two_steps_with_a_receipt(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await announced(town, seats="1")
    await tom.presses("I'll be there")
    await tom.presses("Show my first name")
    await ailsa.presses("I'll be there")
    await town.settle()
    assert ailsa.sees("Going: Tom")
    await tom.types("/my forget")
    assert "This erases everything I hold about you" in tom.answer()
    await tom.presses("Yes, erase everything about me")
    assert "Receipt" in tom.answer()
    await town.settle()
    assert not ailsa.sees("Going: Tom")
    assert ailsa.sees("A seat at Pub meet-up is yours")
    await tom.types("/my export")
    await town.settle()
    assert "Your answers to meetups" not in tom.answer()


async def test_a_made_up_code_joins_nobody(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/my accounts")
    await tom.presses("I have a code")
    await tom.fills(code="ABCD-2345")
    assert "doesn't open anything" in tom.answer()


async def test_my_own_code_is_for_my_other_account(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/my accounts")
    await tom.presses("Get a code")
    code = next(word for word in tom.answer().split() if "-" in word and word.strip(".").isupper()).strip(".")
    await tom.types("/my accounts", code=code)
    assert "your own code" in tom.answer()


async def test_nothing_is_written_to_me_in_my_quiet_hours(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await announced(town, seats="1")
    await tom.presses("I'll be there")
    await ailsa.presses("I'll be there")
    await ailsa.types("/my settings", name="Ailsa", zone="London", quiet="9 to 11.30", reach="direct", named="no")
    await tom.presses("Can't make it")
    await town.settle()
    assert not ailsa.sees("A seat for you")
    await town.later(hours=1, minutes=31)
    assert ailsa.sees("A seat for you", "[Take the seat]")
    assert not ailsa.sees("Sorry, this should have reached you")
