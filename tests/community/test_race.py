"""Five thousand people, fifty seats, sixteen writers, a thousand who step back: never over, in order, no error shown."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table

from bot.community import meetups
from bot.store import Store, open_store
from tests.community import race
from tests.community.race import Seen

ROOT = Path(__file__).parents[2]

PEOPLE = 5_000


@pytest.mark.timeout(300)
async def test_everybody_at_once(store: Store) -> None:
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=PEOPLE))
    seen = await race.race(store, hot)
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) == []
    assert seen.freed > PEOPLE / 20
    assert seen.accepted > 0


@pytest.mark.timeout(120)
async def test_the_same_race_is_lost_when_seats_are_counted_before_the_meetup_is_held(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meetups, "lock_row", _no_lock)
    store = await open_store(postgres_url)
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=400))
    seen = await race.race(store, hot)
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) != []
    await store.close()


@pytest.mark.timeout(120)
async def test_several_processes_at_once(store: Store, store_url: str) -> None:
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=400))
    share = hot.people // 4
    racers = [await _process(store_url, hot, hot.first + share * each, seed=each * 100) for each in range(4)]
    ended = [await each.communicate() for each in racers]
    assert [(each.returncode, errors.decode()) for each, (_, errors) in zip(racers, ended, strict=True)] == [(0, "")] * 4
    told = [tuple(map(int, said.split())) for said, _ in ended]
    seen = Seen(freed=sum(freed for freed, _ in told), most=max(most for _, most in told))
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) == []


def _no_lock(conn: Connection, table: Table, row_id: object) -> None:
    """What whoever forgets the lock has."""


async def _process(url: str, hot: race.Hot, first: int, seed: int) -> asyncio.subprocess.Process:
    words = (url, hot.meetup, hot.group, first, first + hot.people // 4, seed)
    asked = ["-m", "tests.community.race", *map(str, words)]
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, *asked, cwd=ROOT, stdout=pipe, stderr=pipe)
