"""Promise 3: a full event stays full, on both engines. The judge is that of tests/community/race.py."""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Order, Proof
from bot.community import meetups
from bot.store import open_store
from tests.community import race
from tests.community.race import Hot, Mix, Seen
from tests.community.test_race import no_lock
from tests.postgres import fresh_database, serving

SEATS: Final = 50
MIX: Final = Mix(back=3, guest=9)
"""Of 5,000, about 1,000 give a seat back, and 500 bring a guest."""


async def _race(url: str, people: int, seed: int, mix: Mix) -> tuple[Hot, Seen, list[str]]:
    """One race, and what was wrong with it."""
    store = await open_store(url)
    hot = await store.write(lambda conn: race.announce(conn, SEATS, people))
    seen = await race.race(store, hot, seed * 1_000, mix)
    wrong = await store.read(lambda conn: race.problems(conn, hot, seen))
    await store.close()
    return hot, seen, wrong


async def _on_postgres(people: int, seed: int, mix: Mix) -> tuple[Hot, Seen, list[str]]:
    with ExitStack() as stack:
        # Not the proof's own folder: as root the server runs as another account, which may not look in there.
        server = stack.enter_context(serving(Path(tempfile.gettempdir()) / f"wallflower-postgres-{os.getpid()}"))
        async with fresh_database(server) as url:
            return await _race(url, people, seed, mix)


def _told(hot: Hot, seen: Seen, wrong: list[str]) -> Measured:
    words = (
        f"{hot.people:,} for {hot.capacity} seats by {race.WRITERS} writers, {seen.freed:,} seats given back, {seen.accepted:,} taken up "
        f"when offered, {seen.guests:,} guests: never over {seen.most}; {len(wrong)} wrong"
    )
    return Measured(f"{words} ({'; '.join(wrong)})" if wrong else words, held=not wrong and seen.most <= hot.capacity)


def _sqlite(order: Order) -> Measured:
    return _told(*asyncio.run(_race(f"sqlite:///{order.folder}/race.db", order.of(5_000, 600), order.seed, MIX)))


def _postgres(order: Order) -> Measured:
    return _told(*asyncio.run(_on_postgres(order.of(5_000, 250), order.seed, MIX)))


def _without_the_lock(order: Order) -> Measured:
    meetups.lock_row = no_lock  # in this process, which ends with the proof
    hot, seen, wrong = asyncio.run(_on_postgres(400, order.seed, Mix()))
    return Measured(f"{seen.most} seats were held, of {hot.capacity}", held=any("were held" in each for each in wrong))


NEVER_OVERSOLD: Final = (
    Proof("race", "A full event stays full, in order, and nobody is shown an error", _sqlite),
    Proof("race_postgres", "the same, on PostgreSQL", _postgres),
    Proof("race_unlocked", "the same, where seats are counted before the meetup is held: the checker finds it oversold", _without_the_lock),
)
