"""A hundred thousand reminders waiting, and how late a thousand due in one second are: `python -m bench.reminders [FOLDER]`.

Real rows, the real loop and its real alarm; only the platform is made of nothing. It answers at once, and then as chat platforms do.
"""

import asyncio
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.table import Table as Page
from sqlalchemy import Connection

from bot import outbox
from bot.chat import Card, MessageRef, Occasion, Person, Place
from bot.clock import SystemClock, Wall
from bot.community import groups, meetups, members, reminders, rsvp
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.outbox import About, To
from bot.run.house import House

PENDING: Final = 100_000
DUE: Final = 1_000
REPLY: Final = 0.05
"""Seconds; what a chat platform takes to post a message on a good day."""


@dataclass(slots=True)
class Nothing:
    """A port: answers, and remembers when it was asked."""

    clock: SystemClock
    reply: float
    platform: str = "bench"
    remembers: timedelta = timedelta()
    direct_budget: Mapping[timedelta, int] = field(default_factory=dict[timedelta, int])
    arrived: list[datetime] = field(default_factory=list[datetime])
    everybody: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:  # noqa: ARG002 - as every port
        """As `Port.send`."""
        self.arrived.append(self.clock.now())
        if len(self.arrived) == DUE:
            self.everybody.set()
        await asyncio.sleep(self.reply)
        return MessageRef(Place("bench", "town", "direct"), delivery)

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`."""

    async def find(self, to: Place | Person, delivery: str) -> None:
        """As `Port.find`."""

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """As `Port.gather`; not asked here."""
        raise NotImplementedError

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> None:
        """As `Port.stage`; there is no list of events here."""


def prepare(conn: Connection, now: datetime) -> int:
    """A group of a thousand, all of them coming to a meetup in a month. Returns the group."""
    group = groups.create(conn, now, "Information Officers, Scotland", "Europe/London")
    groups.add_place(conn, group, Place("elsewhere", "town", "announcements"))
    for number in range(1, DUE + 1):
        member = members.meet(conn, now, Person("bench", "town", f"person {number}", f"Person {number}"))
        members.join(conn, now, member, group)
    when = Wall.of(now + timedelta(days=30), "Europe/London")
    meetup = meetups.announce(Act(conn, now, 1, group), Plan("Pub meet-up", when, "The Laurieston"))
    for member in range(1, DUE + 1):
        rsvp.say_yes(Act(conn, now, member, group), meetup.id)
    return group


def remind(conn: Connection, group: int, number: int, due: datetime) -> None:
    """Reminder `number` to one of them; `number // DUE` tells apart the times they are reminded."""
    about = About(group=group, subject="meetup:1", due=due, once=number // DUE)
    member = number % DUE + 1
    outbox.say(conn, reminders.ALONE, f"1.day.{member}", To(member=member), **about)


async def add(house: House, group: int, numbers: range, due: datetime) -> float:
    """Plan them, a thousand to a transaction; seconds taken."""
    started = perf_counter()
    for first in range(numbers.start, numbers.stop, 1000):
        some = range(first, min(first + 1000, numbers.stop))
        await house.store.write(lambda conn, some=some: [remind(conn, group, number, due) for number in some])
    return perf_counter() - started


async def opened(url: str) -> tuple[House, float]:
    """A running core, its alarm set, with what is due looked up once; and the seconds that took."""
    started = perf_counter()
    house = await House.open(url, SystemClock())
    await house.alarm.start()
    await house.delivery.next_due()
    return house, perf_counter() - started


async def one_second(house: House, group: int, first: int, reply: float) -> list[float]:
    """A thousand due in the same second, a moment from now, on a platform that takes `reply` seconds; how late each arrived, in seconds."""
    port = Nothing(SystemClock(), reply)
    house.connect(port)
    due = house.clock.now() + timedelta(seconds=4)
    await add(house, group, range(first, first + DUE), due)
    await port.everybody.wait()
    await house.settle()
    return [(at - due).total_seconds() for at in port.arrived]


def lateness(late: list[float]) -> str:
    """In a line."""
    p99 = quantiles(late, n=100)[98]
    early = sum(each < 0 for each in late)
    return f"p50 {median(late):.1f} s, p99 {p99:.1f} s, at most {max(late):.1f} s; {early} early; {DUE / max(late):,.0f} per second"


def resident() -> float:
    """The most memory this process has had, in MiB (Linux counts KiB, macOS bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 if sys.platform == "linux" else 1024**2)


async def measure(folder: Path) -> Page:
    """The whole table."""
    url = f"sqlite:///{folder}/reminders.db"
    house, empty_start = await opened(url)
    now = house.clock.now()
    group = await house.store.write(lambda conn: prepare(conn, now))
    empty = resident()
    adding = await add(house, group, range(PENDING), now + timedelta(days=20))
    await house.alarm.stop()
    await house.close()
    house, start = await opened(url)
    full = resident()
    quick = await one_second(house, group, PENDING, 0)
    usual = await one_second(house, group, PENDING + DUE, REPLY)
    await house.alarm.stop()
    await house.close()
    page = Page(title=f"{PENDING:,} pending reminders, SQLite {sqlite3.sqlite_version}, synchronous=FULL")
    page.add_column("")
    page.add_column("", justify="right")
    page.add_row("to add them", f"{adding:.1f} s ({PENDING / adding:,.0f} per second)")
    page.add_row("to start with them", f"{start * 1e3:.0f} ms (empty and new: {empty_start * 1e3:.0f} ms)")
    page.add_row("memory", f"{full:.0f} MiB at most (before them: {empty:.0f} MiB)")
    page.add_row("file", f"{(folder / 'reminders.db').stat().st_size / 2**20:.0f} MiB", end_section=True)
    page.add_row(f"{DUE:,} due in one second, answered at once", lateness(quick))
    page.add_row(f"… each answered after {REPLY * 1e3:.0f} ms", lateness(usual))
    return page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        Console().print(asyncio.run(measure(Path(place))))
