"""A public page and one's own calendar, from chat to the web, the same on every adapter."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest

from pages import PageServer
from tests.adapters.test_contract import announced, town
from tests.stage import Citizen, Stage

__all__ = ["town"]

SETTINGS = {"name": "Tom Canary", "zone": "London", "quiet": "none", "reach": "Directly, for you alone", "named": "no"}


@pytest.fixture
async def web(town: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    """The pages, served beside the platform."""
    server = PageServer(town.house.core.store, town.house.clock, ("127.0.0.1", 0))
    town.house.app.outside = await server.start()
    async with aiohttp.ClientSession(server.site) as session:
        yield session
    await server.stop()


async def read(web: aiohttp.ClientSession, path: str) -> str:
    """What anybody reads there; its status where there is nothing."""
    async with web.get(path) as response:
        return await response.text() if response.status == 200 else str(response.status)


async def opens_the_form(priya: Citizen) -> None:
    """From the desk."""
    await priya.types("/organise")
    await priya.presses("Public page and calendar")


async def test_a_page_is_public_after_a_preview_and_gone_when_switched_off(town: Stage, web: aiohttp.ClientSession) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await opens_the_form(priya)
    assert priya.asked()["address"] == "information-officers-scotland"
    await priya.fills(public="yes", address="Info Officers!", about="We work alone, together.")
    assert priya.sees("/g/info-officers", "We work alone, together.", "Never shown", "[Make it public]")
    assert await read(web, "/g/info-officers") == "404"
    await priya.presses("Make it public")
    assert priya.sees("Your group's page is public", "/g/info-officers/calendar.ics", "/g/info-officers/feed.atom")
    assert "Pub meet-up" in await read(web, "/g/info-officers")
    await opens_the_form(priya)
    assert priya.asked()["address"] == "info-officers"
    await priya.fills(public="no")
    await priya.presses("No public page")
    assert await read(web, "/g/info-officers") == "404"


async def test_an_address_of_signs_alone_comes_back_to_be_mended(town: Stage, web: aiohttp.ClientSession) -> None:
    priya = town.citizen("Priya")
    await opens_the_form(priya)
    await priya.fills(public="yes", address="!!!")
    assert priya.sees("Use a few letters or digits")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(address="officers")
    assert priya.sees("/g/officers", "[Make it public]")
    assert await read(web, "/g/officers") == "404"


async def test_a_member_has_a_calendar_of_their_own_and_a_new_address_ends_the_old(town: Stage, web: aiohttp.ClientSession) -> None:
    tom = town.citizen("Tom")
    await announced(town)
    await tom.presses("I'll be there")
    await tom.types("/my settings")
    await tom.fills(**SETTINGS)
    await tom.presses("My calendar address")
    await tom.presses("Make my address")
    first = address_in(tom.answer())
    assert "SUMMARY:Pub meet-up" in await read(web, first)
    assert not any(first in thing for thing in town.citizen("Ailsa").reads())
    await tom.types("/my settings")
    await tom.fills()
    await tom.presses("My calendar address")
    assert "You made your address on Sunday 22 November" in tom.answer()
    await tom.presses("Make a new address")
    second = address_in(tom.answer())
    assert second != first
    assert await read(web, first) == "404"
    await tom.presses("End it", on=second)
    assert await read(web, second) == "404"
    assert tom.sees("opens nothing any more")


def address_in(words: str) -> str:
    """The path of the calendar in an answer."""
    found = re.search(r"/c/[A-Za-z0-9_-]{32}\.ics", words)
    assert found, words
    return found[0]


async def test_where_no_pages_are_served_nothing_offers_them(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/organise")
    assert not priya.sees("Public page and calendar")
    await priya.types("/my settings")
    await priya.fills(**SETTINGS)
    assert not priya.sees("My calendar address")
