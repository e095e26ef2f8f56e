"""The same conversations on every adapter: in the town, on Discord (SimCord) and on Slack (a loopback Slack).

A conversation that can't be held on one of them is a failure there, not a skip.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage, houses

WHEN = "Thursday 26 November 2026, 6.30pm"


@pytest.fixture(params=["web", "discord", "slack", "slack_http"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage with Priya organising."""
    platform = importlib.import_module(f"tests.stages.{request.param}")
    async with platform.open_stage(houses(f"sqlite:///{tmp_path}/core.db"), tmp_path, ["Priya"]) as stage:
        yield stage


async def announced(town: Stage, seats: str = "", title: str = "Pub meet-up", when: str = WHEN) -> None:
    """Priya announces a meetup for Thursday."""
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title=title, when=when, where="The Laurieston, Glasgow")
    if seats:
        await priya.presses("Seats and details")
        await priya.fills(seats=seats)
    await priya.presses("Publish")
    await town.settle()


# --- announcing -----------------------------------------------------------------------------------------------------------------


async def test_an_organiser_sees_the_whole_date_before_anybody_else_does(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="The Laurieston, Glasgow")
    assert priya.sees("Pub meet-up", "Thursday 26 November 2026, 18:30", "The Laurieston, Glasgow", "[Publish]")
    await town.settle()
    assert not tom.sees("Pub meet-up")


async def test_published_means_seen_by_everybody(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    assert "Published" in priya.answer()
    assert tom.sees("Pub meet-up", "Thursday 26 November 2026, 18:30", "for 2 hours", "The Laurieston, Glasgow", "[I'll be there]")
    assert tom.pinged() == 0


async def test_seats_and_details_are_asked_on_the_preview(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="The Laurieston")
    await priya.presses("Seats and details")
    assert priya.asked()["length"] == "2 hours"
    await priya.fills(seats="8", length="90 minutes", details="Look for the yellow scarf.")
    assert priya.sees("for 1 hour 30 minutes", "8 seats free", "Look for the yellow scarf.", "[Publish]")


async def test_what_was_typed_comes_back_to_be_mended(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meet-up", when="31 November at 6pm", where="The Laurieston")
    assert priya.sees("There is no 31 November")
    if not priya.asked():
        await priya.presses("Fix it")
    assert priya.asked()["title"] == "Pub meet-up"
    assert priya.asked()["where"] == "The Laurieston"
    await priya.fills(when=WHEN)
    assert priya.sees("Pub meet-up", "Thursday 26 November 2026, 18:30", "[Publish]")


async def test_a_preview_can_be_changed_and_keeps_the_rest(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meat-up", when=WHEN, where="The Laurieston")
    await priya.presses("Change what, when, where")
    assert priya.asked()["where"] == "The Laurieston"
    await priya.fills(title="Pub meet-up")
    assert priya.sees("Pub meet-up", "Thursday 26 November 2026, 18:30", "The Laurieston", "[Publish]")


async def test_publish_pressed_twice_publishes_once(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="The Laurieston")
    await priya.presses("Publish")
    await priya.presses("Publish")
    await town.settle()
    assert sum("Pub meet-up" in seen and "[I'll be there]" in seen for seen in tom.reads()) == 1


async def test_an_announcement_can_be_taken_back_for_two_minutes(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await priya.presses("Undo")
    await town.settle()
    assert tom.sees("Pub meet-up", "took this announcement back")
    assert not tom.sees("[I'll be there]")


async def test_after_two_minutes_it_stands(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await town.later(minutes=3)
    await priya.presses("Undo")
    assert "two minutes" in priya.answer()
    assert tom.sees("[I'll be there]")


async def test_only_organisers_announce(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/meetup new", title="Mine", when=WHEN, where="Here")
    assert "organisers" in tom.answer()


async def test_a_form_opened_before_a_restart_can_be_sent_after_it(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="The Laurieston")
    await priya.presses("Seats and details")
    await town.restart()
    await priya.fills(seats="8")
    await priya.presses("Publish")
    await town.settle()
    assert town.citizen("Tom").sees("Pub meet-up", "8 seats left")


# --- answering ------------------------------------------------------------------------------------------------------------------


async def test_taking_a_seat_says_what_happens_next_to_that_person_alone(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await announced(town, seats="2")
    await tom.presses("I'll be there")
    assert "You have a seat" in tom.answer()
    assert "Next:" in tom.answer()
    await town.settle()
    assert ailsa.sees("Pub meet-up", "1 person", "1 seat left")
    assert not ailsa.sees("Tom")


async def test_a_first_name_is_shown_only_when_its_owner_says_so(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await announced(town)
    await tom.presses("I'll be there")
    await tom.presses("Show my first name")
    await town.settle()
    assert ailsa.sees("Pub meet-up", "Going: Tom")


async def test_the_waiting_list_moves_up_in_order(town: Stage) -> None:
    tom, ailsa, jo, sam = (town.citizen(name) for name in ("Tom", "Ailsa", "Jo", "Sam"))
    await announced(town, seats="1")
    await tom.presses("I'll be there")
    await ailsa.presses("I'll be there")
    assert "1st in line" in ailsa.answer()
    await jo.presses("I'll be there")
    assert "2nd in line" in jo.answer()
    await town.settle()
    assert sam.sees("Pub meet-up", "Full", "2 in line")
    await tom.presses("Can't make it")
    await town.settle()
    assert ailsa.sees("A seat at Pub meet-up is yours", "[Take the seat]")
    assert not jo.sees("[Take the seat]")
    await ailsa.presses("Take the seat")
    assert "You have a seat" in ailsa.answer()
    await town.settle()
    assert sam.sees("Pub meet-up", "Full", "1 in line")


async def test_an_offer_nobody_takes_goes_to_the_next_in_line(town: Stage) -> None:
    tom, ailsa, jo = (town.citizen(name) for name in ("Tom", "Ailsa", "Jo"))
    await announced(town, seats="1")
    for citizen in (tom, ailsa, jo):
        await citizen.presses("I'll be there")
    await tom.presses("Can't make it")
    await town.settle()
    await town.later(hours=25)
    assert ailsa.sees("has gone to the next in line", "[Join the line]")
    assert jo.sees("A seat at Pub meet-up is yours")


async def test_a_waiting_member_can_ask_to_be_told_in_the_thread(town: Stage) -> None:
    tom, ailsa, sam = (town.citizen(name) for name in ("Tom", "Ailsa", "Sam"))
    await announced(town, seats="1")
    await tom.presses("I'll be there")
    await ailsa.presses("I'll be there")
    await ailsa.presses("Tell me in the thread")
    await tom.presses("Can't make it")
    await town.settle()
    assert sam.sees("A seat at Pub meet-up is yours", "Ailsa")
    assert ailsa.pinged() == 1
    await sam.presses("Take the seat")
    assert "1st in line" in sam.answer() or "waiting list" in sam.answer()


async def test_the_reminder_reaches_those_with_a_seat_and_nobody_else(town: Stage) -> None:
    tom, ailsa, sam = (town.citizen(name) for name in ("Tom", "Ailsa", "Sam"))
    await announced(town)
    await tom.presses("I'll be there")
    await tom.presses("Show my first name")
    await ailsa.presses("I'll be there")
    await sam.presses("Maybe")
    await town.later(days=3, hours=9)  # Wednesday 19:00: the day before, half an hour after it was due
    assert sam.sees("Tomorrow: Pub meet-up", "Tom")
    assert ailsa.sees("Tomorrow: Pub meet-up")
    assert not any("Tomorrow" in seen and "Ailsa" in seen for seen in sam.reads())
    assert (tom.pinged(), sam.pinged()) == (1, 0)


async def test_one_tap_on_the_reminder_frees_the_seat(town: Stage) -> None:
    tom, sam = town.citizen("Tom"), town.citizen("Sam")
    await announced(town, seats="1")
    await tom.presses("I'll be there")
    await town.later(days=3, hours=9)
    await tom.presses("I can't make it", on="Tomorrow")
    assert "free for whoever is next" in tom.answer()
    await town.settle()
    assert sam.sees("Pub meet-up", "1 seat left")


# --- looking --------------------------------------------------------------------------------------------------------------------


async def test_a_list_and_a_seat_from_it(town: Stage) -> None:
    tom = town.citizen("Tom")
    await announced(town, title="Pub meet-up")
    await announced(town, title="Copyright clinic")
    await tom.types("/meetup list")
    assert "Copyright clinic" in tom.answer()
    await tom.chooses("Copyright clinic")
    await tom.presses("I'll be there", on="Copyright clinic")
    await tom.types("/meetup mine")
    assert "Copyright clinic" in tom.answer()
    assert "you have a seat" in tom.answer()
    assert "Pub meet-up" not in tom.answer()


async def test_a_long_list_is_read_page_by_page(town: Stage) -> None:
    tom = town.citizen("Tom")
    for number in range(1, 8):
        await announced(town, title=f"Evening {number}")
    await tom.types("/meetup list")
    assert "Evening 5" in tom.answer()
    assert "Evening 6" not in tom.answer()
    await tom.presses("More")
    assert tom.sees("Evening 7")
    await tom.presses("Earlier")
    assert tom.sees("Evening 1")


async def test_help_lists_what_this_person_can_do(town: Stage) -> None:
    tom, priya = town.citizen("Tom"), town.citizen("Priya")
    await tom.types("/wallflower")
    assert "/meetup list" in tom.answer()
    assert "/meetup new" not in tom.answer()
    await priya.types("/wallflower")
    assert "/meetup new" in priya.answer()


# --- words people write ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["@everyone free cake", "<!channel> cake", "<b>cake</b> & [tea](https://example.org)", "עוגה 🎂 cake", "*cake* _and_ `tea`"]
)
async def test_words_people_write_stay_words(town: Stage, title: str) -> None:
    tom = town.citizen("Tom")
    await announced(town, title=title)
    assert tom.sees(title)
    assert tom.pinged() == 0
