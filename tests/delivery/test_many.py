"""Several processes on one PostgreSQL, and any of them killed: what it was sending is another's at once, once, and in order.

No lease is waited for: a row of a process that lives is its own for a minute, and these tests end long before.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from bot.clock import SystemClock
from bot.outbox import outbox, rows, settle
from bot.outbox.alive import gone
from bot.run.house import House
from bot.store import Store, open_store
from tests.delivery.many import FilePort, posted
from tests.delivery.several import APART, CHANNELS, Fate, all_settled, plan, process, story, until

SEED = int(os.environ.get("SEED", "1"))
KILLS = int(os.environ.get("KILLS", "4"))
EACH = 30
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()"
PAUSED = Fate("pause", times=2, often=(0.5, 2.0), asleep=9.0, lease=6.0, reply=0.4)
"""Asleep for longer than a lease, and most likely with a message on its way."""


@pytest.mark.timeout(120)
async def test_whichever_is_killed_everything_arrives_once_and_in_order(postgres_url: str, tmp_path: Path) -> None:
    came = await story(postgres_url, tmp_path / "platform", Fate("kill", KILLS), EACH, SEED)
    assert came.wrong == [], f"SEED={SEED} KILLS={KILLS}"
    assert len(came.by) > 1, "one of them did all the work"


async def test_what_is_handed_back_is_still_before_what_comes_after_it(store: Store) -> None:
    """However the clock of whoever asks next stands beside that of whoever handed it back."""

    def two(conn: Connection) -> tuple[list[str], list[str]]:
        now = plan(conn, 2)
        [mine] = rows.take(conn, now, "one", busy=(), most=1)
        ours = conn.execute(select(outbox.c.id).where(outbox.c.line == mine.line).order_by(outbox.c.due_at)).scalars().all()
        settle.put_back(conn, [mine], "one")
        return list(ours), [row.id for row in rows.take(conn, now + APART, "another", busy=()) if row.line == mine.line]

    ours, taken = await store.write(two)
    assert len(ours) == 2
    assert taken == ours


@pytest.mark.timeout(120)
async def test_a_process_asleep_for_longer_than_its_lease_says_nothing_twice_when_it_wakes(postgres_url: str, tmp_path: Path) -> None:
    came = await story(postgres_url, tmp_path / "platform", PAUSED, EACH, SEED)
    assert came.wrong == [], f"SEED={SEED}"


@pytest.mark.timeout(120)
async def test_where_it_does_not_ask_for_how_long_it_slept_the_judge_finds_doubles(postgres_url: str, tmp_path: Path) -> None:
    came = await story(postgres_url, tmp_path / "platform", replace(PAUSED, name="trusting"), EACH, SEED)
    assert any("twice" in each for each in came.wrong)


@pytest.mark.timeout(45)  # a lease is a minute: whoever waited for it would be too late
async def test_what_a_dead_process_had_in_its_hands_is_another_ones_without_waiting_for_its_lease(
    postgres_url: str, tmp_path: Path
) -> None:
    platform = tmp_path / "platform"
    store = await open_store(postgres_url)
    await store.write(lambda conn: plan(conn, 2))

    async def every_first_one() -> bool:
        return len(posted(platform)) == CHANNELS

    with process(postgres_url, platform, "mute") as mute:
        await until(every_first_one)
        with process(postgres_url, platform, "heir"):
            await asyncio.sleep(3)
            assert [each.by for each in posted(platform)] == ["mute"] * CHANNELS, "taken from a process that lives"
            mute.kill()
            await all_settled(store)
    await store.close()
    assert Counter(each.title for each in posted(platform)) == {"Meet-up 0000": CHANNELS, "Meet-up 0001": CHANNELS}


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
    house.delivery.connect(FilePort(tmp_path / "platform", "one", 0))
    await house.store.write(lambda conn: plan(conn, 1))
    await house.store.write(lambda conn: conn.execute(update(outbox).values(ready_at=datetime.now(UTC))).rowcount)
    await house.delivery.let_go()
    assert await house.delivery.deliver_due() == 0
    house.delivery.take_up("@00000000000000aa")
    assert await house.delivery.deliver_due() == CHANNELS
    await house.close()
