"""Serves the pages: five kinds of address, all of them only to be read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from aiohttp import web

from bot.clock import Clock
from bot.community import announcements, calendar_keys, calendars, public_pages
from bot.community.afterwards import recaps
from bot.community.calendars import Entry
from bot.community.public_pages import PublicPage
from bot.schema import Connection
from bot.store import Store
from pages import atom, calendar
from pages.answers import EVERYBODY, ONE_PERSON, Kept, Made, answer, nowhere, with_headers
from pages.group_page import Told, group_page, not_there

STYLE: Final = Path(__file__).with_name("style.css")
HTML: Final = "text/html; charset=utf-8"
Make: TypeAlias = Callable[[PublicPage], Awaitable[bytes]]


class PageServer:
    """The pages of every group that wants one. `site`: the address people reach them by; "" for the one it listens on."""

    def __init__(self, store: Store, clock: Clock, listen: tuple[str, int], site: str = "") -> None:
        self.site = site
        self._store, self._clock, self._listen = store, clock, listen
        self._kept = Kept(clock)
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Begin to serve; the address everything stands under. Raises OSError when it can't listen there."""
        # Paths hold people's secret addresses, so no access log is kept.
        served = web.Application(client_max_size=1024)
        served.on_response_prepare.append(with_headers)
        served.add_routes(self._routes())
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        host, port = self._listen
        await web.TCPSite(self._runner, host, port, reuse_address=True).start()
        real = int(self._runner.addresses[-1][1])
        self.site = self.site or f"http://{f'[{host}]' if ':' in host else host}:{real}"
        return self.site

    async def stop(self) -> None:
        """Stop serving, promptly."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def _routes(self) -> Sequence[web.RouteDef]:
        group = f"{public_pages.PATH}/{{address:[a-z0-9-]{{1,{public_pages.LONGEST}}}}}"
        return (
            web.get(group, self._page),
            web.get(f"{group}/calendar.ics", self._calendar),
            web.get(f"{group}/feed.atom", self._feed),
            web.get(f"{calendar_keys.PATH}/{{secret:[A-Za-z0-9_-]{{20,64}}}}.ics", self._own_calendar),
            web.get("/style.css", self._style),
            web.get("/{nowhere:.*}", _nowhere),
        )

    # --- a group's ---------------------------------------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        return await self._of_group(request, HTML, self._make_page)

    async def _calendar(self, request: web.Request) -> web.Response:
        return await self._of_group(request, calendar.TYPE, self._make_calendar)

    async def _feed(self, request: web.Request) -> web.Response:
        return await self._of_group(request, atom.TYPE, self._make_feed)

    async def _of_group(self, request: web.Request, media_type: str, make: Make) -> web.Response:
        """Whether the group shows itself is asked each time, and what it decided is part of what is kept."""
        address = request.match_info["address"]
        page = await self._store.read(lambda conn: public_pages.at(conn, address))
        if page is None:
            raise nowhere(not_there())
        made = self._kept.find((media_type, page)) or self._kept.keep((media_type, page), await make(page))
        return answer(request, made, media_type, EVERYBODY)

    async def _make_page(self, page: PublicPage) -> bytes:
        entries, told = await self._entries(page), await self._told(page)
        return (await asyncio.to_thread(group_page, page, self._clock.now(), entries, told, self.site)).encode()

    async def _make_calendar(self, page: PublicPage) -> bytes:
        entries = await self._entries(page)
        return (await asyncio.to_thread(calendar.calendar, page.name, entries, f"{self.site}{page.path}")).encode()

    async def _make_feed(self, page: PublicPage) -> bytes:
        told = await self._told(page)
        found = atom.items(await self._entries(page), told.news, told.recaps)
        return await asyncio.to_thread(atom.feed, page, f"{self.site}{page.path}", found)

    async def _told(self, page: PublicPage) -> Told:
        """What it says there besides its meetups, where it wants that."""
        return await self._store.read(lambda conn: _told(conn, page.group)) if page.news else Told()

    async def _entries(self, page: PublicPage) -> list[Entry]:
        now = self._clock.now()
        return await self._remembered(lambda conn: calendars.of_group(conn, now, page.group))

    # --- somebody's own ------------------------------------------------------------------------------------------------------------

    async def _own_calendar(self, request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        member = await self._store.read(lambda conn: calendar_keys.owner(conn, secret))
        if member is None:
            raise nowhere(not_there())
        made = self._kept.find(member) or await self._make_own(member)
        response = answer(request, made, calendar.TYPE, ONE_PERSON)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    async def _make_own(self, member: int) -> Made:
        now = self._clock.now()
        entries = await self._remembered(lambda conn: calendars.of_member(conn, now, member))
        text = await asyncio.to_thread(calendar.calendar, "My meetups", entries, own=True)
        return self._kept.keep(member, text.encode())

    async def _remembered(self, query: Callable[[Connection], list[Entry]]) -> list[Entry]:
        """What is shown from now on is marked as shown, before it is."""
        found, now = await self._store.read(query), self._clock.now()
        if not any(entry.stale for entry in found):
            return found
        await self._store.write(lambda conn: calendars.remember(conn, now, found))
        return await self._store.read(query)

    # --- everything else -----------------------------------------------------------------------------------------------------------

    async def _style(self, request: web.Request) -> web.Response:
        made = self._kept.find("style") or self._kept.keep("style", await asyncio.to_thread(STYLE.read_bytes))
        return answer(request, made, "text/css; charset=utf-8", EVERYBODY)


def _told(conn: Connection, group: int) -> Told:
    return Told(announcements.news(conn, group), recaps.news(conn, group))


async def _nowhere(_request: web.Request) -> web.Response:
    raise nowhere(not_there())
