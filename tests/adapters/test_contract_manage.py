"""Changing a meetup that has been announced, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import WHEN, announced, town
from tests.stage import Citizen, Stage

__all__ = ["town"]

LATER = "Thursday 3 December 2026, 7pm"


async def manages(priya: Citizen, title: str = "Pub meet-up") -> None:
    """Priya has the meetup before her."""
    await priya.types("/meetup manage")
    await priya.chooses(title)


async def has_seat(town: Stage, name: str) -> Citizen:
    """Somebody who said yes."""
    citizen = town.citizen(name)
    await citizen.presses("I'll be there")
    return citizen


async def moved(town: Stage) -> None:
    """Priya moves it by a week."""
    priya = town.citizen("Priya")
    await manages(priya)
    await priya.presses("Move it")
    assert priya.asked()["where"] == "The Laurieston, Glasgow"
    await priya.fills(when=LATER, where="The Pot Still")
    assert priya.sees("Thursday 3 December 2026, 19:00", "The Pot Still", "asked again")
    await priya.presses("Move it", on="Only a preview")


async def test_moved_everybody_who_said_yes_is_asked_again_once_and_keeps_the_seat(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town, seats="2")
    tom, ailsa = await has_seat(town, "Tom"), await has_seat(town, "Ailsa")
    await sam.presses("I'll be there")
    await moved(town)
    assert "3 people will be told in two minutes" in priya.answer()
    assert not tom.sees("Can you still come?")
    await town.later(minutes=3)
    assert tom.sees("Can you still come?", "Thursday 3 December 2026, 19:00", "The Pot Still", "[Still coming]")
    assert sam.sees("It has changed", "you keep your place in line")
    assert sam.sees("Pub meet-up has changed. Whoever said yes is asked")
    await tom.types("/my waiting")
    assert "kept until you say whether you still come" in tom.answer()
    await tom.presses("Still coming")
    assert "You already have a seat" in tom.answer()
    await ailsa.presses("I can't make it", on="Can you still come?")
    await town.settle()
    assert sam.sees("A seat at Pub meet-up is yours", "3 December")
    await town.later(days=10, hours=9)
    assert tom.sees("Tomorrow: Pub meet-up", "3 December")
    assert sum("Can you still come?" in seen for seen in tom.reads()) == 1


async def test_a_move_undone_within_two_minutes_is_never_heard_of(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    await moved(town)
    await priya.presses("Undo", on="Moved")
    assert priya.sees("Undone", "as it was")
    await town.later(minutes=5)
    assert not tom.sees("Can you still come?")
    assert tom.sees("Pub meet-up", "26 November 2026, 18:30", "The Laurieston", "[I'll be there]")
    await town.later(days=3, hours=9)
    assert tom.sees("Tomorrow: Pub meet-up")


async def test_called_off_everybody_is_told_once_and_the_card_says_so(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town)
    tom = await has_seat(town, "Tom")
    await manages(priya)
    await priya.presses("Call it off")
    await priya.fills(why="The gales are too strong.")
    assert priya.sees("Cancelled: Pub meet-up", "The gales are too strong.", "1 person who said yes or waits is told")
    await priya.presses("Call it off", on="Only a preview")
    await town.later(minutes=3)
    assert sam.sees("Cancelled: Pub meet-up", "The gales are too strong.")
    assert tom.sees("Pub meet-up is cancelled.", "You need do nothing")
    assert sam.sees("Pub meet-up is cancelled. The gales")
    await tom.presses("I can't make it", on="You have a seat")
    assert "cancelled" in tom.answer()
    await town.later(days=5)
    assert not tom.sees("Tomorrow")
    await priya.presses("Undo", on="Called off")
    assert "two minutes" in priya.answer()


async def test_put_off_and_given_a_new_date(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    await manages(priya)
    await priya.presses("Put it off")
    await priya.fills(why="Our host is unwell.")
    await priya.presses("Put it off", on="Only a preview")
    await town.later(minutes=3)
    assert tom.sees("Put off", "you keep your seat", "Our host is unwell.")
    await tom.types("/meetup mine")
    assert "put off" in tom.answer()
    await priya.types("/organise")
    assert "Pub meet-up: put off; 1 seat kept" in priya.answer()
    await town.later(days=10)
    await manages(priya)
    await priya.presses("Move it")
    assert not priya.asked()["when"]
    await priya.fills(when="Thursday 10 December 2026, 7pm", where="The Pot Still")
    await priya.presses("Move it", on="Only a preview")
    await town.later(minutes=3)
    assert tom.sees("Can you still come?", "10 December 2026, 19:00")


async def test_more_seats_are_offered_in_order_fewer_take_none_away(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town, seats="1")
    tom = await has_seat(town, "Tom")
    ailsa = await has_seat(town, "Ailsa")
    await manages(priya)
    await priya.presses("Seats")
    await priya.fills(seats="2")
    assert priya.sees("offered to those waiting, in order")
    await priya.presses("Change it")
    await town.settle()
    assert ailsa.sees("A seat at Pub meet-up is yours")
    await ailsa.presses("Take the seat")
    await manages(priya)
    await priya.presses("Seats")
    await priya.fills(seats="1")
    assert priya.sees("Nobody loses theirs")
    await priya.presses("Change it", on="Nobody loses")
    await town.settle()
    await tom.presses("I can't make it", on="You have a seat")
    await town.settle()
    await sam.presses("I'll be there")
    assert "1st in line" in sam.answer()


async def test_words_are_changed_where_they_stand(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await manages(priya)
    await priya.presses("Change the words")
    assert priya.asked()["length"] == "2 hours"
    await priya.fills(title="Pub quiz", details="Bring a pencil.")
    await priya.presses("Change it")
    await town.settle()
    assert tom.sees("Pub quiz", "Bring a pencil.", "[I'll be there]")
    assert not tom.sees("Pub meet-up")
    await priya.presses("Change it")
    assert "stands like that already" in priya.answer()


async def test_what_is_no_number_is_asked_again(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await manages(priya)
    await priya.presses("Seats")
    await priya.fills(seats="lots")
    assert priya.sees("Type a number from 1 on")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(seats="9")
    assert priya.sees("9 seats left", "[Change it]")


async def test_only_organisers_change_a_meetup_and_see_who_comes(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await has_seat(town, "Ailsa")
    await tom.types("/meetup manage")
    assert "organisers" in tom.answer()
    await manages(priya)
    await priya.presses("Who is coming")
    assert priya.sees("Who is coming: Pub meet-up", "Ailsa", "Only organisers see this list")


async def test_one_that_nobody_has_been_told_of_is_left_out_without_a_word(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="The Laurieston")
    await priya.presses("Seats and details")
    await priya.fills(publish="Tuesday 24 November 2026, 9am")
    await priya.presses("Publish")
    await manages(priya)
    await priya.presses("Leave it out")
    await priya.presses("Yes, leave it out")
    assert priya.sees("Nobody had been told")
    await town.later(days=3)
    assert not tom.sees("Pub meet-up")


async def test_a_date_is_saved_before_there_is_a_place_and_whoever_said_yes_hears_where(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await priya.types("/meetup new", title="Summer school", when="Saturday 9 January 2027, 10am")
    assert priya.sees("Save the date: Summer school", "Place to follow", "[Publish]")
    await priya.presses("Publish")
    await town.settle()
    assert tom.sees("Save the date: Summer school", "9 January 2027")
    await tom.presses("I'll be there")
    await priya.types("/organise")
    assert "No place yet" not in priya.answer()
    await town.later(days=10)
    await priya.types("/organise")
    assert priya.sees("No place yet: Summer school", "asked to save the date")
    await priya.presses("Say where: Summer school")
    assert not priya.asked()["where"]
    await priya.fills(where="Edinburgh Central Library")
    await priya.presses("Move it", on="Only a preview")
    await town.later(minutes=3)
    assert tom.sees("Can you still come?", "Edinburgh Central Library", "[Still coming]")
    assert not tom.sees("Save the date: Summer school", "Edinburgh")
    assert tom.sees("Summer school", "Edinburgh Central Library", "1 person")
    await priya.types("/organise")
    assert "No place yet" not in priya.answer()


async def test_an_online_meetup_needs_no_place(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Reading hour", when=LATER)
    await priya.presses("In person or online")
    await priya.fills(how="Online", join="https://call.example.org/reading")
    assert "Where: Online" in priya.answer()
    assert "Save the date" not in priya.answer()
