"""What several processes on one PostgreSQL deliver, and what a delivery costs among ever more groups: `python -m bench.many`.

Real processes, real rows, a platform that takes 5 ms for a message and limits nothing. Beside it: one small row written and committed.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.table import Table as Page
from sqlalchemy import Connection, event, update
from sqlalchemy.engine import Engine

from bench.reminders import Nothing
from bot import drafts, outbox
from bot.chat import Person, Place
from bot.clock import SystemClock, Wall
from bot.community import groups, meetups, members, reminders, rsvp
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.outbox import About, To
from bot.run.house import House
from bot.store import Store, open_store
from tests.delivery.many import posted
from tests.delivery.several import process, until
from tests.postgres import fresh_database, serving

DUE: Final = 10_000
PEOPLE: Final = 1_000
REPLY: Final = 0.005
PROCESSES: Final = (1, 2, 4)
GROUPS: Final = (10, 100, 1_000, 10_000)
COMMITS: Final = 300


def _settle(conn: Connection, now: datetime, first: int, last: int, platform: str) -> None:
    """Groups `first` to `last`, each with a meetup in a month that has been announced."""
    when = Wall.of(now + timedelta(days=30), "Europe/London")
    for number in range(first, last):
        group = groups.create(conn, now, f"Group {number}", "Europe/London")
        groups.add_place(conn, group, Place(platform, "town", f"channel {number}"))
        organiser = members.meet(conn, now, Person(platform, "town", f"organiser {number}", "Priya"))
        members.join(conn, now, organiser, group)
        meetups.announce(Act(conn, now, organiser, group), Plan("Pub meet-up", when, "The Laurieston"))


def _coming(conn: Connection, now: datetime, of: int, platform: str) -> list[tuple[int, int]]:
    """A thousand people shared out over the groups, each coming to their group's meetup. Returns (group, member) of each."""
    found: list[tuple[int, int]] = []
    for number in range(PEOPLE):
        group = 1 + number % of
        member = members.meet(conn, now, Person(platform, "town", f"person {number}", f"Person {number}"))
        members.join(conn, now, member, group)
        rsvp.say_yes(Act(conn, now, member, group), group)  # its only meetup, which has its number
        found.append((group, member))
    return found


def _remind(conn: Connection, due: datetime, whom: list[tuple[int, int]], once: int) -> None:
    for group, member in whom:
        about = About(group=group, subject=f"meetup:{group}", due=due, once=once)
        outbox.say(conn, reminders.ALONE, f"{group}.day.{member}", To(member=member), **about)


async def _prepared(store: Store, of: int, platform: str) -> list[tuple[int, int]]:
    now = SystemClock().now()
    for first in range(0, of, 500):
        await store.write(lambda conn, first=first: _settle(conn, now, first, min(first + 500, of), platform))
    return await store.write(lambda conn: _quietly(conn, _coming(conn, now, of, platform)))


def _quietly(conn: Connection, whom: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What was announced is not to be measured."""
    conn.execute(update(outbox.outbox).values(state="dropped"))
    return whom


# --- several processes ------------------------------------------------------------------------------------------------------------


async def _together(url: str, platform: Path, count: int) -> tuple[float, list[float]]:
    """Ten thousand due in one second, sent by so many processes: how many a second, and how late each was, in seconds."""
    store = await open_store(url)
    whom = await _prepared(store, 10, "chat")
    with ExitStack() as living:
        for number in range(count):
            await asyncio.to_thread(living.enter_context, process(url, platform, f"{number}", REPLY))
        due = SystemClock().now() + timedelta(seconds=30)
        for once in range(DUE // PEOPLE):
            at = due + timedelta(seconds=once * PEOPLE / DUE)
            await store.write(lambda conn, at=at, once=once: _remind(conn, at, whom, once))
        assert SystemClock().now() < due, "they could not be planned in time"

        async def all_there() -> bool:
            return len(posted(platform)) >= DUE

        await until(all_there, 600)
    await store.close()
    late = [each.at - due.timestamp() for each in posted(platform)]
    return DUE / max(late), late


async def _processes(server: str, folder: Path) -> Page:
    page = Page(title=f"{DUE:,} due in one second, to {PEOPLE:,} people, a platform that takes {REPLY * 1000:.0f} ms, PostgreSQL")
    for heading in ("processes", "per second", "late p50", "late p99", "at most"):
        page.add_column(heading, justify="right")
    for count in PROCESSES:
        async with fresh_database(server) as url:
            rate, late = await _together(url, folder / f"platform {count}", count)
        cuts = quantiles(late, n=100)
        page.add_row(f"{count}", f"{rate:,.0f}", f"{median(late):.1f} s", f"{cuts[98]:.1f} s", f"{max(late):.1f} s")
    return page


# --- many groups ------------------------------------------------------------------------------------------------------------------


async def _apart(url: str, of: int) -> tuple[float, float, float]:
    """A thousand due among so many groups: statements and milliseconds for each, and milliseconds to write and commit a small row."""
    house = await House.open(url, SystemClock())
    whom = await _prepared(house.store, of, "bench")
    commit = await _commit(house.store)
    house.delivery.connect(Nothing(SystemClock(), 0))
    now = SystemClock().now()
    await house.store.write(lambda conn: _remind(conn, now, whom, 0))
    asked, stop = _counted()
    began = perf_counter()
    await house.settle()
    took = perf_counter() - began
    stop()
    sent = house.tally.deliveries["arrived"]
    assert sent == PEOPLE, house.tally.deliveries
    await house.close()
    return len(asked) / sent, took * 1000 / sent, commit


async def _commit(store: Store) -> float:
    began, now = perf_counter(), SystemClock().now()
    for number in range(COMMITS):
        await store.write(lambda conn, number=number: drafts.first_time(conn, now, f"event {number}"))
    return (perf_counter() - began) * 1000 / COMMITS


def _counted() -> tuple[list[str], Callable[[], None]]:
    """Every statement from now on; and what ends it."""
    asked: list[str] = []

    def hear(_: object, __: object, words: str, *___: object) -> None:
        asked.append(words)

    event.listen(Engine, "before_cursor_execute", hear)
    return asked, lambda: event.remove(Engine, "before_cursor_execute", hear)


async def _groups(server: str, folder: Path) -> Page:
    page = Page(title=f"{PEOPLE:,} deliveries due, among ever more groups")
    for heading in ("groups", "engine", "statements each", "ms each", "a row and a commit, ms", "ratio"):
        page.add_column(heading, justify="right")
    for of in GROUPS:
        page.add_row(*_row(of, "SQLite", await _apart(f"sqlite:///{folder}/{of}.db", of)))
        async with fresh_database(server) as url:
            page.add_row(*_row(of, "PostgreSQL", await _apart(url, of)))
    return page


def _row(of: int, engine: str, cost: tuple[float, float, float]) -> tuple[str, ...]:
    statements, each, commit = cost
    return f"{of:,}", engine, f"{statements:.1f}", f"{each:.2f}", f"{commit:.2f}", f"{each / commit:.1f}"


async def measure() -> None:
    """Both tables."""
    # Not a folder of our own alone: as root the server runs as another account, which may not look in there.
    with tempfile.TemporaryDirectory() as folder, serving(Path(tempfile.gettempdir()) / f"wallflower-postgres-{os.getpid()}") as server:
        Console().print(await _groups(server, Path(folder)))
        Console().print(await _processes(server, Path(folder)))


if __name__ == "__main__":
    asyncio.run(measure())
