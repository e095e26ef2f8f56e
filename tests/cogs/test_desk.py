"""The organiser's desk: nothing on it is cut off, and nothing that is too late is dropped without a word."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.chat import Answer, Button, Card, Change, Fact, Option, Say
from bot.community import outlook
from bot.outbox import outbox
from cogs.organise.cards import CONTROLS, FACTS, laid_out
from tests.app.world import ADA, BEA, SOUTH, TOM, World, controls, said

SOON = timedelta(hours=3)


async def stuck(world: World, count: int, useful_for: timedelta | None = None) -> None:
    """So many reminders that nobody could deliver, one a minute."""

    def work(conn: Connection) -> None:
        for number in range(count):
            due = world.clock.now() + timedelta(minutes=number)
            what = {"id": f"stuck{number:03}", "mode": "say", "kind": "reminder.alone", "ref": f"1.day.{number}", "subject": f"x:{number}"}
            how = {"line": "p1", "group_id": world.north, "urgency": 1, "state": "parked", "why": f"Closed {number}."}
            when = {"due_at": due, "ready_at": due, "useful_until": due + useful_for if useful_for else None}
            conn.execute(insert(outbox).values({**what, **how, **when}))

    await world.store.write(work)


async def state_of(world: World, number: int) -> str:
    """What became of one."""
    wanted = select(outbox.c.state).where(outbox.c.id == f"stuck{number:03}")
    return await world.store.read(lambda conn: conn.execute(wanted).scalar_one())


async def desk(world: World) -> Answer:
    """As Ada sees it."""
    return await world.types(ADA, "organise.organise")


def card(answer: Answer) -> Card:
    """The card of an answer."""
    assert isinstance(answer, Say | Change)
    return answer.card


async def test_what_is_past_its_use_is_said_to_be_and_leaves_the_desk(world: World) -> None:
    await stuck(world, 1, useful_for=SOON)
    shown = await desk(world)
    world.clock.advance(SOON + timedelta(minutes=1))
    answer = said(await world.presses(ADA, "Try again: a reminder", shown))
    assert answer.startswith(
        "It is too late for a reminder: it was of use, until Sunday 22 November 2026, 13:00 (London time). Nothing was sent"
    )
    assert await state_of(world, 0) == "dropped"
    assert "could not be delivered" not in said(await desk(world))


async def test_what_is_still_of_use_is_tried(world: World) -> None:
    await stuck(world, 1, useful_for=SOON)
    assert "I'm trying again now" in said(await world.presses(ADA, "Try again: a reminder", await desk(world)))
    assert await state_of(world, 0) == "unknown"


async def test_a_long_list_has_pages_and_each_on_it_can_be_let_go(world: World) -> None:
    await stuck(world, 20, useful_for=SOON)
    shown = await desk(world)
    assert "20 could not be delivered." in said(shown)
    first = await world.presses(ADA, "All that could not be delivered", shown)
    third = await world.presses(ADA, "More", await world.presses(ADA, "More", first))
    assert len(card(first).facts) == 8
    assert [fact.words for fact in card(third).facts] != [fact.words for fact in card(first).facts]
    assert len(card(third).facts) == 4
    chosen = await world.chooses(ADA, "stuck000", third)
    assert "Closed 0. It is of use until Sunday 22 November 2026, 13:00" in said(chosen)
    assert "Let go: a reminder" in said(await world.presses(ADA, "Let it go", chosen))
    assert await state_of(world, 0) == "dropped"
    assert "settled already" in said(await world.presses(ADA, "Let it go", chosen))


@pytest.mark.parametrize("route", ["again", "let_go", "look"])
async def test_only_this_groups_organisers_settle_it(world: World, route: str) -> None:
    await stuck(world, 1)
    for who, place in ((TOM, None), (BEA, SOUTH)):
        where = (place,) if place else ()
        await world.forges(who, f"organise.{route}", "stuck000", *where, chosen="stuck000")
    assert await state_of(world, 0) == "parked"


async def test_the_week_ahead_and_a_season_without_anything(world: World) -> None:
    assert "This season: No meetup is planned for the next 90 days." in said(await desk(world))
    await world.announced(seats="2")
    await world.forges(TOM, "meetup.going", "1")
    shown = said(await desk(world))
    assert "This week: Pub meet-up · Thursday 26 November 2026, 18:30 (London time) · 1 going, 1 seat left" in shown
    assert "This season" not in shown


async def test_everything_until_christmas_is_one_list(world: World) -> None:
    await world.announced()
    preview = await world.types(ADA, "announce.announce", title="Room change", words="Upstairs.")
    opened = await world.presses(ADA, "When and where", preview)
    await world.presses(ADA, "Announce it", await world.sends(ADA, opened, when="Monday 23 November, 9am", repeat="weekly"))
    await world.announced(title="Walk")
    first = await world.presses(ADA, "Everything I will send until Christmas", await desk(world))
    both = said(first) + said(await world.presses(ADA, "More", first))
    assert both.count("Room change: an announcement") == 5
    assert "Room change: an announcement: Monday 21 December 2026, 09:00 (London time)" in both
    assert both.count("Pub meet-up: reminders, to whoever is coming by then") == 2
    assert both.count("Walk: ") == 3


async def test_nothing_until_christmas_says_what_would_be(world: World) -> None:
    assert "Nothing is planned until Christmas" in said(
        await world.presses(ADA, "Everything I will send until Christmas", await desk(world))
    )


@pytest.mark.parametrize(
    ("now", "last"),
    [("2026-11-22", "2026-12-26"), ("2026-12-25", "2026-12-26"), ("2026-12-26", "2027-12-26"), ("2028-02-29", "2028-12-26")],
)
def test_christmas_is_the_next_one(now: str, last: str) -> None:
    assert outlook.christmas(datetime.fromisoformat(f"{now}T12:00+00:00"), "Europe/London") == datetime.fromisoformat(f"{last}T00:00+00:00")


def test_a_desk_with_more_on_it_than_fits_leaves_the_rest_to_a_menu() -> None:
    own = Card("Your desk", "Hello", (Fact("one", "1"), Fact("two", "2")), controls=(Button("a", "x.a"), Button("b", "x.b")))
    parts = [Card(f"Part {number}", "words", controls=(Button("c", "x.c"), Button("d", "x.d"))) for number in range(12)]
    shown, left = laid_out(own, parts)
    assert len(shown.facts) <= FACTS
    assert len(shown.controls) < CONTROLS
    seen = {fact.label for fact in shown.facts}
    assert [parts[number].title for number in left] == [part.title for part in parts if part.title not in seen]
    assert laid_out(own, parts[:2])[1] == []


async def test_the_rest_of_a_full_desk_is_a_choice_away(world: World) -> None:
    parts = [option for control in controls(await desk(world)) for option in getattr(control, "options", ())]
    assert all(isinstance(option, Option) for option in parts)
    answer = await world.forges(ADA, "organise.part", "", chosen="0")
    assert said(answer).startswith("This season")
    assert "no longer on your desk" in said(await world.forges(ADA, "organise.part", "", chosen="999"))
