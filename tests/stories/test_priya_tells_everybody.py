"""Priya's group has no website. From chat alone it gets a page, a calendar people follow, and one place where everything to come stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar

from pages import PageServer
from tests.stage import Stage, houses
from tests.stages import web


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Stage]:
    """The town, with pages beside it."""
    async with web.open_stage(houses(f"sqlite:///{tmp_path}/core.db"), tmp_path, ["Priya"]) as stage:
        yield stage


async def test_priya_tells_everybody_once_and_everybody_knows(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    server = PageServer(town.house.core.store, town.house.clock, ("127.0.0.1", 0))
    town.house.app.outside = await server.start()
    async with aiohttp.ClientSession(server.site) as outsider:
        # A page, seen before anybody else sees it.
        await priya.types("/organise")
        await priya.presses("Public page and calendar")
        await priya.fills(public="yes", address="officers", about="For people who work alone. Write to Priya to join.", news="yes")
        await priya.presses("Make it public")

        # A meetup, and a word every first Monday.
        await priya.types("/meetup new", title="Pub meet-up", when="Thursday 10 December 2026, 6.30pm", where="The Laurieston")
        await priya.presses("Publish")
        await priya.types("/announce", title="Office hour", words="I'm at my desk from nine, for anything at all.")
        await priya.presses("When and where")
        await priya.fills(when="Monday 7 December 2026, 9am", repeat="Every month, on the same weekday")
        await priya.presses("Announce it")
        await town.settle()

        # Somebody who never joined sees the first and not yet the second.
        assert "Pub meet-up" in await read(outsider, "/g/officers")
        assert "Office hour" not in await read(outsider, "/g/officers")
        (followed,) = Calendar.from_ical(await read(outsider, "/g/officers/calendar.ics")).events

        # Everything to come is one list.
        await priya.types("/organise")
        await priya.presses("Everything I will send until Christmas")
        assert priya.sees("Office hour: an announcement", "Pub meet-up: reminders")

        # It comes, she finds a slip, and mends it everywhere at once.
        await town.later(days=15)
        assert tom.sees("Office hour", "from nine")
        await priya.types("/organise")
        await priya.chooses("Office hour")
        await priya.presses("Change the words")
        await priya.fills(words="I'm at my desk from ten, for anything at all.")
        await priya.presses("Change it everywhere")
        await town.later(minutes=1)
        assert tom.sees("Office hour", "from ten")
        assert "from ten" in await read(outsider, "/g/officers")
        (again,) = Calendar.from_ical(await read(outsider, "/g/officers/calendar.ics")).events
        assert (again["UID"], again["SEQUENCE"]) == (followed["UID"], followed["SEQUENCE"])

        # Next month it comes by itself, as mended.
        await town.later(days=28)
        assert sum("from ten" in thing for thing in tom.reads()) == 2
    await server.stop()


async def read(outsider: aiohttp.ClientSession, path: str) -> str:
    """What anybody reads there."""
    async with outsider.get(path) as response:
        assert response.status == 200
        return await response.text()
