"""What a public page costs: a group with 10,000 meetups behind it beside one with ten, and how many readers a second.

`python -m bench pages [MEETUPS]`. Each is asked over HTTP on loopback; "made" is the first time, "again" within the twenty seconds it is
kept, "unchanged" with the mark of what the reader has.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import aiohttp
from sqlalchemy import Connection, insert

from bot.chat import Person, Place
from bot.clock import FixedClock, Wall
from bot.community import groups, meetups, members, public_pages
from bot.community.act import Act
from bot.community.public_pages import Shown
from bot.store import open_store
from pages import PageServer

NOW: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
PATHS: Final = ("/g/{}", "/g/{}/calendar.ics", "/g/{}/feed.atom")
ROUNDS: Final = 20
AT_ONCE: Final = 2000


def prepare(conn: Connection, name: str, count: int) -> None:
    """A group whose meetups are spread evenly, nine in ten of them past, one a day at most."""
    group = groups.create(conn, NOW, name, "Europe/London")
    groups.add_place(conn, group, Place("bench", "town", name))
    member = members.meet(conn, NOW, Person("bench", "town", name, "Priya"))
    public_pages.show(Act(conn, NOW, member, group), Shown(name, "We work alone, together."))
    first = NOW - timedelta(days=count * 0.9)
    conn.execute(insert(meetups.meetups), [_row(group, member, first + timedelta(days=number)) for number in range(count)])


def _row(group: int, member: int, at: datetime) -> dict[str, object]:
    wall = Wall.of(at, "Europe/London")
    words = {"title": f"Meet-up of {at:%d %B}", "venue": "The Laurieston", "details": "Look for the yellow scarf. " * 8}
    when = {"wall_at": wall.at.isoformat(timespec="minutes"), "zone": wall.zone, "starts_at": at, "minutes": 120, "publish_at": NOW}
    return {"group_id": group, "organiser_id": member, "state": meetups.ANNOUNCED, "first_to_tap": False, **words, **when}


async def measure(count: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{Path(folder)}/bench.db")
        await store.write(lambda conn: prepare(conn, "few", 10))
        await store.write(lambda conn: prepare(conn, "many", count))
        clock = FixedClock(NOW)
        server = PageServer(store, clock, ("127.0.0.1", 0))
        async with aiohttp.ClientSession(await server.start()) as http:
            print(f"{'':24}{'KB':>8}{'made ms':>10}{'again ms':>10}{'unchanged':>11}")
            for path in PATHS:
                for group, meant in (("few", "10"), ("many", f"{count:,}")):
                    await one(http, clock, path.format(group), f"{meant:>7} {path.rpartition('/')[2].format('page')}")
            await crowd(http)
        await server.stop()
        await store.close()


async def one(http: aiohttp.ClientSession, clock: FixedClock, path: str, name: str) -> None:
    """One kind of address."""
    await ask(http, path)  # the first reading also writes down what was read
    made: list[float] = []
    for _ in range(ROUNDS):
        clock.advance(timedelta(seconds=30))
        made.append((await ask(http, path))[0])
    again = [(await ask(http, path))[0] for _ in range(ROUNDS)]
    _, size, mark = await ask(http, path)
    unchanged = [(await ask(http, path, mark))[0] for _ in range(ROUNDS)]
    print(f"{name:24}{size / 1000:>8.1f}{ms(made):>10.2f}{ms(again):>10.2f}{ms(unchanged):>11.2f}")


async def ask(http: aiohttp.ClientSession, path: str, mark: str = "") -> tuple[float, int, str]:
    """Seconds, bytes, and the mark of what came."""
    started = perf_counter()
    async with http.get(path, headers={"If-None-Match": mark} if mark else {}) as response:
        body = await response.read()
        assert response.status == (304 if mark else 200), (path, response.status)
    return perf_counter() - started, len(body), response.headers["ETag"]


async def crowd(http: aiohttp.ClientSession) -> None:
    """Everybody opens the page at once, by fifty connections."""
    turns = asyncio.Semaphore(50)

    async def reader() -> None:
        async with turns:
            await ask(http, "/g/many")

    started = perf_counter()
    await asyncio.gather(*(reader() for _ in range(AT_ONCE)))
    print(f"{AT_ONCE:,} readers at once: {AT_ONCE / (perf_counter() - started):,.0f} a second")


def ms(seconds: Sequence[float]) -> float:
    """The middle one, in milliseconds."""
    return median(seconds) * 1000


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
