"""A group with a public page, really served, and somebody who reads it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, TypeVar

import aiohttp
from icalendar import Calendar, Event
from sqlalchemy import update

from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import announcing, calendar_keys, groups, meetups, members, public_pages, rsvp, taking_back
from bot.community.act import Act
from bot.community.afterwards import links, recaps
from bot.community.announcing import Notice
from bot.community.meetups import Meetup, Plan
from bot.community.public_pages import Shown
from bot.schema import Connection
from bot.store import Store
from pages import PageServer
from tests.stage import StillClock

T = TypeVar("T")
PRIYA = Person("chat", "W1", "priya", "Priya Canary")
TOM = Person("chat", "W1", "tom", "Tom Canary")
THURSDAY = Wall(datetime(2026, 11, 26, 18, 30), "Europe/London")


def read_feed(text: str | bytes) -> Any:
    """A feed as feedparser reads it, which carries no types."""
    return import_module("feedparser").parse(text)


@dataclass
class Site:
    """A store, the pages on it, and a reader."""

    store: Store
    clock: StillClock
    http: aiohttp.ClientSession
    url: str
    group: int = 0

    async def does(self, rule: Callable[[Act], T], who: Person = PRIYA) -> T:
        """Somebody does something in the group."""

        def work(conn: Connection) -> T:
            member = members.meet(conn, self.clock.now(), who)
            members.join(conn, self.clock.now(), member, self.group)
            return rule(Act(conn, self.clock.now(), member, self.group))

        return await self.store.write(work)

    async def announced(
        self, title: str = "Pub meet-up", when: Wall = THURSDAY, venue: str = "The Laurieston", details: str = ""
    ) -> Meetup:
        """A meetup."""
        return await self.does(lambda act: meetups.announce(act, Plan(title, when, venue, details=details)))

    async def changes(self, meetup: Meetup, **values: object) -> None:
        """As whatever rule changes a meetup leaves it."""
        changed = update(meetups.meetups).where(meetups.meetups.c.id == meetup.id).values(values)
        await self.store.write(lambda conn: conn.execute(changed).rowcount)

    async def takes_back(self, meetup: Meetup) -> None:
        """It is not happening."""
        await self.does(lambda act: taking_back.undo(act, meetup.id))

    async def says_yes(self, meetup: Meetup, who: Person = TOM) -> None:
        """I'll be there."""
        await self.does(lambda act: rsvp.say_yes(act, meetup.id), who)

    async def says(self, title: str, words: str) -> None:
        """An announcement."""
        await self.does(lambda act: announcing.announce(act, Notice(title, words)))

    async def writes_up(self, meetup: Meetup, words: str, *found: tuple[str, str, str]) -> None:
        """The write-up of a meetup, once it is over, with links (address, title, credit)."""
        self.clock.advance(max(meetup.ends_at - self.clock.now(), timedelta()))
        await self.does(lambda act: members.appoint(act.conn, act.member, act.group))
        for each in found:
            await self.does(lambda act, each=each: links.add(act, meetup.id, *each))
        await self.does(lambda act: recaps.post(act, meetup.id, words, quotes=True, ask_two=False))

    async def shows(self, about: str = "", *, news: bool = False) -> None:
        """The group's page, switched on or changed."""
        await self.does(lambda act: public_pages.show(act, Shown("officers", about, news)))

    async def hides(self) -> None:
        """Off."""
        await self.does(public_pages.hide)

    async def secret(self, who: Person = TOM) -> str:
        """Somebody's personal address; earlier ones end."""
        return await self.does(calendar_keys.renew, who)

    async def get(self, path: str, **headers: str) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers."""
        async with self.http.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()}) as response:
            return response.status, (await response.read()).decode(), response.headers.copy()

    async def text(self, path: str = "/g/officers") -> str:
        """What is there."""
        status, text, _ = await self.get(path)
        assert status == 200, (path, status)
        return text

    async def events(self, path: str = "/g/officers/calendar.ics") -> list[Event]:
        """A calendar, read by an independent reader. What was made a moment ago is let go first."""
        self.clock.advance(timedelta(minutes=1))
        return list(Calendar.from_ical(await self.text(path)).events)


@asynccontextmanager
async def open_site(store: Store) -> AsyncGenerator[Site]:
    """The page of a group that wants one."""
    clock = StillClock()

    def work(conn: Connection) -> int:
        group = groups.create(conn, clock.now(), "Information Officers, Scotland", "Europe/London")
        groups.add_place(conn, group, Place("chat", "W1", "announcements"))
        return group

    group = await store.write(work)
    server = PageServer(store, clock, ("127.0.0.1", 0))
    url = await server.start()
    async with aiohttp.ClientSession(url) as http:
        yield Site(store, clock, http, url, group)
    await server.stop()
