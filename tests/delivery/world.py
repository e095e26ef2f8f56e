"""Where the story is set: a platform that outlives the bot, and a database with a group of people in three channels of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from adapters.web import Citizen, Town
from adapters.web.port import TownPort
from bot.chat import Person, Place
from bot.chat.port import Port
from bot.community import groups, members
from bot.schema import Connection
from bot.store import open_store
from tests.delivery.pretend import Platform, PlatformPort
from tests.stage import SUNDAY, StillClock

CHANNELS = ("a", "b", "c")
PRIYA = "priya"
PEOPLE = (PRIYA, "tom", "ada", "sam", "dee")


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as it stands on the platform. `place`: `a`, `thread in a` or `@tom`."""

    place: str
    title: str
    words: str
    at: datetime


class World(Protocol):
    """A platform."""

    name: str

    @property
    def port(self) -> Port:
        """Its port, which lives as long as it does."""
        ...

    async def history(self) -> Sequence[Seen]:
        """All that arrived, in order."""
        ...

    async def close(self) -> None:
        """The end of the world."""
        ...


class InMemory:
    """The honest platform of `tests.delivery.pretend`."""

    name = "chat"

    def __init__(self, clock: StillClock, remembers: timedelta = timedelta(), *, readable: bool = True) -> None:
        self.there = Platform(clock, unreadable=not readable)
        self.port = PlatformPort(self.there, remembers=remembers)

    async def history(self) -> Sequence[Seen]:
        """As `World.history`."""
        return [Seen(place_of(each.place), each.title, each.words, each.at) for each in self.there.posted]

    async def close(self) -> None:
        """As `World.close`."""


class InTown:
    """The practice town, with files of its own."""

    name = "web"

    def __init__(self, town: Town) -> None:
        self.town = town
        self.port = TownPort(town)

    @classmethod
    async def open(cls, folder: Path, clock: StillClock) -> InTown:
        """A town where everybody of the story lives."""
        town = await Town.open(folder)
        await town.settle([Citizen(user, user.title()) for user in PEOPLE], CHANNELS, "Town")
        town.keep_time(clock)
        return cls(town)

    async def history(self) -> Sequence[Seen]:
        """As `World.history`."""
        rows = await self.town.files.rows("SELECT * FROM messages ORDER BY id")
        return [seen_in_town(row["channel"], row["thread"], row["body"], row["at"]) for row in rows]

    async def close(self) -> None:
        """As `World.close`."""
        await self.town.close()


def seen_in_town(channel: str, thread: str, body: str, at: str) -> Seen:
    """A row of the town's own files."""
    card = json.loads(body)["card"]
    return Seen(f"thread in {channel}" if thread else channel, card["title"], body, datetime.fromisoformat(at))


def place_of(name: str) -> str:
    """A place of the platform's, as it is called here."""
    channel, _, thread = name.partition("/")
    return f"thread in {channel}" if thread else channel


async def first_database(file: Path, platform: str, *, practice: bool = False) -> None:
    """A group with three channels and five people: Priya organises, Tom is named on cards, Dee wants to be told in threads."""
    store = await open_store(f"sqlite:///{file}")

    def work(conn: Connection) -> None:
        group = groups.create(conn, SUNDAY, "Group", "Europe/London", practice=practice)
        for channel in CHANNELS:
            groups.add_place(conn, group, Place(platform, "town", channel))
        for user in PEOPLE:
            member = members.meet(conn, SUNDAY, Person(platform, "town", user, user.title()))
            members.join(conn, SUNDAY, member, group)
        members.appoint(conn, 1, group)

    await store.write(work)
    await store.close()


def copy_database(first: Path, to: Path) -> str:
    """A database of one's own; its address."""
    shutil.copy(first, to)
    return f"sqlite:///{to}"
