"""Several processes on one PostgreSQL, and any of them killed: what it was sending is another's at once, once, and in order.

No lease is waited for: a row of a process that lives is its own for a minute, and these tests end long before.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, update

from bot.chat import Place
from bot.clock import SystemClock, Wall
from bot.community import groups, meetups, members
from bot.community.act import Act
from bot.outbox import outbox
from bot.outbox.alive import gone
from bot.run.house import House
from bot.store import Store, open_store
from tests.delivery.many import TABLE, FilePort

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("SEED", "1"))
KILLS = int(os.environ.get("KILLS", "4"))
CHANNELS = 12
EACH = 30
APART = timedelta(milliseconds=250)
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()"


@contextmanager
def process(url: str, platform: Path, name: str, reply: float = 0.02) -> Generator[subprocess.Popen[str]]:
    """One of them, once it says that it runs; killed at the end if it still lives."""
    command = [sys.executable, "-m", "tests.delivery.many", url, str(platform), name, str(reply)]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout
        assert running.stdout.readline() == "Running.\n"
        yield running
    finally:
        running.kill()
        running.wait()
        for pipe in (running.stdin, running.stdout):
            assert pipe
            pipe.close()


def posted(platform: Path) -> list[tuple[str, str, str]]:
    """What arrived, in order: where, what, by whom."""
    with closing(sqlite3.connect(platform, timeout=30)) as there:
        there.execute(TABLE)
        return there.execute("SELECT place, title, by FROM posted ORDER BY id").fetchall()


def plan(conn: Connection, each: int) -> None:
    """A group with channels, and in each so many cards to be posted one after the other."""
    now = datetime.now(UTC)
    group = groups.create(conn, now, "Group", "Europe/London")
    member = members.add(conn, now, "Priya")
    for channel in range(CHANNELS):
        groups.add_place(conn, group, Place("chat", "W", f"c{channel}"))
    act = Act(conn, now, member, group)
    members.join(conn, now, member, group, members.ORGANISER)
    for number in range(each):
        due, when = now + timedelta(seconds=2) + number * APART, Wall.of(now + timedelta(days=9), "UTC")
        meetups.announce(act, meetups.Plan(f"Meet-up {number:03}", when, "Here", publish_at=due))


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it has."""
    for _ in range(1000):
        if await happened():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never happened")


async def all_settled(store: Store) -> None:
    """Wait until nothing is left to send."""
    left = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("waiting", "sending", "unknown")))

    async def none() -> bool:
        return not await store.read(lambda conn: conn.execute(left).scalar_one())

    await until(none)


@pytest.mark.timeout(120)
async def test_whichever_is_killed_everything_arrives_once_and_in_order(postgres_url: str, tmp_path: Path) -> None:
    platform, chance = tmp_path / "platform.db", random.Random(SEED)
    store = await open_store(postgres_url)
    await store.write(lambda conn: plan(conn, EACH))
    with ExitStack() as living:
        running = [living.enter_context(process(postgres_url, platform, f"{number}")) for number in range(3)]
        for kill in range(KILLS):
            await asyncio.sleep(chance.uniform(0.1, 0.6))
            running.pop(chance.randrange(3)).kill()
            running.append(living.enter_context(process(postgres_url, platform, f"again {kill}")))
        await all_settled(store)
    await store.close()
    arrived = posted(platform)
    for channel in range(CHANNELS):
        there = [title for place, title, _ in arrived if place == f"c{channel}"]
        assert there == [f"Meet-up {number:03}" for number in range(EACH)], f"SEED={SEED} KILLS={KILLS}"
    assert len({by for _, _, by in arrived}) > 1, "one of them did all the work"


@pytest.mark.timeout(45)  # a lease is a minute: whoever waited for it would be too late
async def test_what_a_dead_process_had_in_its_hands_is_another_ones_without_waiting_for_its_lease(
    postgres_url: str, tmp_path: Path
) -> None:
    platform = tmp_path / "platform.db"
    store = await open_store(postgres_url)
    await store.write(lambda conn: plan(conn, 2))

    async def every_first_one() -> bool:
        return len(posted(platform)) == CHANNELS

    with process(postgres_url, platform, "mute") as mute:
        await until(every_first_one)
        with process(postgres_url, platform, "heir"):
            await asyncio.sleep(3)
            assert [by for _, _, by in posted(platform)] == ["mute"] * CHANNELS, "taken from a process that lives"
            mute.kill()
            await all_settled(store)
    await store.close()
    assert Counter(title for _, title, _ in posted(platform)) == {"Meet-up 000": CHANNELS, "Meet-up 001": CHANNELS}


async def test_a_process_that_can_no_longer_be_seen_stops_sending_until_it_can(postgres_url: str) -> None:
    house = await House.open(postgres_url, SystemClock())
    assert house.standing
    delivery, before = house.delivery, house.delivery.dice.lease

    async def another_name() -> bool:
        return delivery.dice.lease != before

    assert await house.store.read(lambda conn: gone(conn, [before, "@0000000000000001", "nobody's"])) == ["@0000000000000001"]
    await house.store.write(lambda conn: conn.exec_driver_sql(CUT_OFF).all())
    await until(another_name)
    after = delivery.dice.lease
    assert await house.store.read(lambda conn: gone(conn, [before, after])) == [before]
    await house.close()


async def test_a_process_that_has_let_go_takes_nothing(postgres_url: str, tmp_path: Path) -> None:
    house = await House.open(postgres_url, SystemClock())
    house.delivery.connect(FilePort(tmp_path / "platform.db", "one", 0))
    await house.store.write(lambda conn: plan(conn, 1))
    await house.store.write(lambda conn: conn.execute(update(outbox).values(ready_at=datetime.now(UTC))).rowcount)
    await house.delivery.let_go()
    assert await house.delivery.deliver_due() == 0
    house.delivery.take_up("@00000000000000aa")
    assert await house.delivery.deliver_due() == CHANNELS
    await house.close()
