"""Setting up a group for real: its organisers and habits, and a second home joined by a code from the first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Answer, Place
from bot.community import groups
from bot.community.setting_up import NO_GOOD
from bot.store import open_store
from cogs import COGS
from tests.app.world import ADA, NORTH, OWNER, TOM, ZOE, World, build, said
from tests.stage import SUNDAY

FRESH = Place("slack", "T3", "general")
ELSEWHERE = replace(OWNER, workspace=FRESH.workspace)


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """Two groups in one workspace, and a workspace without one."""
    store = await open_store(sqlite_url)
    yield await build(store, COGS)
    await store.close()


async def code_of(world: World) -> str:
    """Ada, who organises North, gets a code."""
    asked = await world.types(ADA, "setup.setup")
    preview = await world.sends(ADA, asked, name="North", announcements=str(NORTH), zone="London")
    invited = await world.presses(ADA, "Join another one", await world.presses(ADA, "Set it up", preview))
    return said(invited).split("Your code is ")[1].split(".")[0]


async def joins(world: World, code: str, place: Place = FRESH) -> Answer:
    """Whoever runs the other workspace types it there."""
    asked = await world.types(ELSEWHERE, "setup.setup", place)
    return await world.sends(ELSEWHERE, asked, place, code=code, announcements=str(place))


async def test_habits_are_seen_before_they_are_kept_and_shown_again(world: World) -> None:
    asked = await world.types(ADA, "setup.setup")
    preview = await world.sends(ADA, asked, name="North", announcements=str(NORTH))
    assert "Quiet hours: no reminders between 21:00 and 08:00" in said(preview)
    opened = await world.presses(ADA, "Organisers and times", preview)
    preview = await world.sends(ADA, opened, quiet="22:30 to 7:00", reminders="day", organiser=str(TOM))
    assert "Quiet hours: no reminders between 22:30 and 07:00" in said(preview)
    assert "Reminders: 1 day before" in said(preview)
    await world.presses(ADA, "Set it up", preview)
    assert await world.store.read(lambda conn: groups.habits(conn, world.north)) == groups.Habits("22:30-07:00", "day")
    assert "/meetup new" in said(await world.types(TOM, "wallflower.wallflower"))


async def test_only_the_reminders_a_group_wants_are_promised(world: World) -> None:
    asked = await world.types(ADA, "setup.setup")
    preview = await world.sends(ADA, asked, name="North", announcements=str(NORTH))
    preview = await world.sends(ADA, await world.presses(ADA, "Organisers and times", preview), reminders="day")
    await world.presses(ADA, "Set it up", preview)
    assert "I'll remind people 1 day before." in said(await world.announced())
    assert "write to you 1 day before" in said(await world.forges(TOM, "meetup.going", "1"))


async def test_a_group_moves_into_a_second_workspace_by_a_code_with_its_meetups_and_seats(world: World) -> None:
    await world.announced(seats="1")
    await world.forges(TOM, "meetup.going", "1")
    preview = await joins(world, await code_of(world))
    assert "Group: North" in said(preview)
    assert "Joined: this is now a home of North." in said(await world.presses(ELSEWHERE, "Join", preview, FRESH))
    places = await world.store.read(lambda conn: groups.places_for(conn, world.north))
    assert [place for _, place in places] == [NORTH, FRESH]
    zoe = replace(ZOE, workspace=FRESH.workspace)
    assert "Pub meet-up" in said(await world.types(zoe, "meetup.list", FRESH))
    assert "1st in line" in said(await world.forges(zoe, "meetup.going", "1", FRESH))


async def test_a_code_works_once_and_for_ten_minutes(world: World) -> None:
    code = await code_of(world)
    world.clock.advance(timedelta(minutes=11))
    assert NO_GOOD in said(await joins(world, code))
    code = await code_of(world)
    preview = await joins(world, code)
    await world.presses(ELSEWHERE, "Join", preview, FRESH)
    other = Place(FRESH.platform, "T9", "C9")
    somebody = replace(OWNER, workspace="T9")
    asked = await world.types(somebody, "setup.setup", other)
    assert NO_GOOD in said(await world.sends(somebody, asked, other, code=code, announcements=str(other)))


async def test_a_place_that_has_a_group_keeps_it(world: World) -> None:
    assert world.clock.now() == SUNDAY
    code = await code_of(world)
    south_owner = await world.store.read(lambda conn: groups.places_for(conn, world.south))
    place = south_owner[0][1]
    asked = await world.types(OWNER, "setup.setup", place)
    refused = await world.sends(OWNER, asked, place, code=code, announcements=str(place))
    assert "belongs to South already" in said(refused)


async def test_coffee_is_switched_on_after_seeing_what_it_means_and_people_can_join_from_then_on(world: World) -> None:
    assert "aren't switched on" in said(await world.types(TOM, "coffee.join", often="weekly"))
    asked = await world.types(ADA, "setup.setup")
    preview = await world.sends(ADA, asked, name="North", announcements=str(NORTH))
    assert "Coffee rounds: none" in said(preview)
    preview = await world.sends(ADA, await world.presses(ADA, "Organisers and times", preview), coffee="wednesday")
    assert "Coffee rounds: Wednesdays at 10:00, for those who type /coffee join; drawn two days before" in said(preview)
    await world.presses(ADA, "Set it up", preview)
    assert "Your next round: Wednesday 25 November" in said(await world.types(TOM, "coffee.join", often="weekly"))
    assert "Coffee round: 1 person so far; I draw it on Monday 23 November 2026, 10:00" in said(await world.types(ADA, "organise.organise"))
