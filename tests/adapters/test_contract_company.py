"""Coming with a guest, for a part of it, or from elsewhere; and two at one time: the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import WHEN, announced, town
from tests.adapters.test_contract_manage import has_seat, manages
from tests.stage import Citizen, Stage

__all__ = ["town"]


async def brings(somebody: Citizen, guest: str = "") -> None:
    """They bring somebody."""
    await somebody.presses("Bring somebody")
    await somebody.fills(guest=guest)


async def both(town: Stage, **more: str) -> None:
    """Priya announces a meetup with seats in a room and seats online."""
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="The Laurieston")
    await priya.presses("Seats and details")
    await priya.fills(seats="1")
    await priya.presses("In person or online")
    await priya.fills(how="In person and online", join="https://meet.example.org/pub", **more)
    await priya.presses("Publish")
    await town.settle()


# --- a guest --------------------------------------------------------------------------------------------------------------------


async def test_a_guest_has_a_seat_and_both_step_back_together(town: Stage) -> None:
    sam, priya = town.citizen("Sam"), town.citizen("Priya")
    await announced(town, seats="3")
    tom = await has_seat(town, "Tom")
    await brings(tom, "Isla")
    assert "There are seats for you and Isla at Pub meet-up" in tom.answer()
    await town.settle()
    assert sam.sees("Pub meet-up", "Going: 2 people", "1 seat left")
    assert not sam.sees("Isla")
    await manages(priya)
    await priya.presses("Who is coming")
    assert priya.sees("Who is coming", "Tom", "with Isla")
    await tom.presses("I can't make it")
    await town.settle()
    assert sam.sees("Pub meet-up", "3 seats left")


async def test_either_of_two_steps_back_alone(town: Stage) -> None:
    sam = town.citizen("Sam")
    await announced(town, seats="2")
    tom = await has_seat(town, "Tom")
    await brings(tom)
    await tom.presses("Only my guest comes")
    assert "There is a seat for your guest, without you" in tom.answer()
    await town.settle()
    assert sam.sees("Pub meet-up", "1 seat left")
    await tom.presses("My guest can't come either")
    await town.settle()
    assert sam.sees("Pub meet-up", "2 seats left")
    await tom.types("/meetup mine")
    assert "no seats just now" in tom.answer()


async def test_a_guest_for_whom_there_is_no_seat_is_refused_and_ones_own_is_safe(town: Stage) -> None:
    await announced(town, seats="1")
    tom = await has_seat(town, "Tom")
    await brings(tom)
    assert "Yours is safe" in tom.answer()
    await tom.types("/meetup mine")
    assert "you have a seat" in tom.answer()


async def test_two_in_line_are_offered_both_seats_or_hear_that_they_were_passed_over(town: Stage) -> None:
    await announced(town, seats="2")
    tom, ailsa = await has_seat(town, "Tom"), await has_seat(town, "Ailsa")
    jo, sam = await has_seat(town, "Jo"), await has_seat(town, "Sam")
    await jo.presses("Two of us")
    await jo.fills(guest="Mo")
    assert "1st in line for Pub meet-up, the two of you" in jo.answer()
    await tom.presses("I can't make it")
    await town.settle()
    assert sam.sees("A seat at Pub meet-up is yours")
    assert jo.sees("you are two and there was only one", "[I'd come alone]")
    assert not jo.sees("[Take the seat]")
    await sam.presses("No, thank you")
    await ailsa.presses("I can't make it")
    await town.settle()
    assert jo.sees("Two seats at Pub meet-up are yours")
    await jo.presses("Take the seat")
    assert "There are seats for you and Mo" in jo.answer()


# --- a part of it ---------------------------------------------------------------------------------------------------------------


async def test_from_seven_is_read_by_the_meetups_own_hours(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    await tom.presses("I come for a part of it")
    await tom.fills(comes="7")
    assert "You are there: from 19:00" in tom.answer()
    await manages(priya)
    await priya.presses("Who is coming")
    assert priya.sees("Tom", "from 19:00")


async def test_a_time_it_does_not_have_is_asked_again(town: Stage) -> None:
    await announced(town)
    tom = await has_seat(town, "Tom")
    await tom.presses("I come for a part of it")
    await tom.fills(comes="11")
    assert tom.sees("Type a time between its beginning and its end, 18:30 to 20:30")
    if not tom.asked():
        await tom.presses("Fix it")
    await tom.fills(comes="", leaves="8pm")
    assert "until 20:00" in tom.answer()


# --- from elsewhere -------------------------------------------------------------------------------------------------------------


async def test_seats_in_the_room_and_online_are_their_own(town: Stage) -> None:
    tom, ailsa, sam = (town.citizen(name) for name in ("Tom", "Ailsa", "Sam"))
    await both(town, online_seats="2")
    assert sam.sees("Pub meet-up", "1 seat left in the room", "Online: 2 seats left")
    assert not any("meet.example.org" in seen for seen in sam.reads())
    await tom.presses("I'll be there")
    await ailsa.presses("I'll join online")
    assert "Join" in ailsa.answer()
    await town.settle()
    assert sam.sees("Pub meet-up", "Full in the room", "Online: 1 seat left")
    await sam.presses("I'll be there")
    assert "1st in line" in sam.answer()
    await tom.presses("I'll join online instead")
    await town.settle()
    assert sam.sees("A seat at Pub meet-up is yours")


async def test_moved_online_everybody_is_asked_and_told_how_to_join(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    await manages(priya)
    await priya.presses("Move it")
    await priya.fills(where="By video", how="Online", join="https://meet.example.org/pub")
    await priya.presses("Move it", on="Only a preview")
    await town.later(minutes=3)
    assert tom.sees("Can you still come?", "Online: By video")
    await tom.presses("Still coming")
    assert "Join" in tom.answer()
    await town.later(days=3, hours=9)
    await tom.presses("How to join", on="Tomorrow")
    assert "Joining Pub meet-up" in tom.answer()
    sam = town.citizen("Sam")
    await sam.presses("Can't make it")
    assert not any("meet.example.org" in seen for seen in sam.reads())


# --- two at one time ------------------------------------------------------------------------------------------------------------


async def test_before_saying_yes_to_two_at_one_time_one_is_asked(town: Stage) -> None:
    tom = town.citizen("Tom")
    await announced(town, title="Pub meet-up")
    await announced(town, title="Copyright clinic")
    await tom.presses("I'll be there", on="Pub meet-up")
    await tom.presses("I'll be there", on="Copyright clinic")
    assert "You have a seat at Pub meet-up at that time" in tom.answer()
    await tom.types("/meetup mine")
    assert "Copyright clinic" not in tom.answer()
    await tom.presses("I'll be there", on="Copyright clinic")
    await tom.presses("I'll be there all the same")
    assert "You have a seat at Copyright clinic" in tom.answer()


async def test_reminders_that_fall_together_are_one_message(town: Stage) -> None:
    tom = town.citizen("Tom")
    await announced(town, title="Pub meet-up")
    await announced(town, title="Copyright clinic")
    await tom.presses("I'll be there", on="Pub meet-up")
    await tom.presses("I'll be there", on="Copyright clinic")
    await tom.presses("I'll be there all the same")
    await town.later(days=3, hours=9)
    assert tom.sees("Tomorrow: Pub meet-up and Copyright clinic", "[I can't make Copyright clinic]")
    assert sum("Tomorrow" in seen for seen in tom.reads()) == 1
    await tom.presses("I can't make Copyright clinic")
    assert "free for whoever is next" in tom.answer()
