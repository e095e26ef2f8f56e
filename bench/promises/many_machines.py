"""Several processes on one PostgreSQL: killed, told to stop, put to sleep. The judge is that of tests/delivery/several.py."""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from bench.promises.proof import Measured, Order, Proof, Size
from tests.delivery.several import Came, Fate, story
from tests.postgres import fresh_database, serving

TAKEN_OVER: Final = 15.0
"""Seconds within which another has taken over, the message itself included."""
HURRIED: Final = Fate("pause", times=6, often=(0.5, 2.0), asleep=9.0, lease=6.0, reply=0.4)
"""A lease of 6 s instead of a minute, and all that hangs on it in proportion."""


def _story(order: Order, fate: Fate, each: int) -> Came:
    async def tell() -> Came:
        # Not the proof's own folder: as root the server runs as another account, which may not look in there.
        with serving(Path(tempfile.gettempdir()) / f"wallflower-postgres-{os.getpid()}") as server:
            async with fresh_database(server) as url:
                return await story(url, order.folder / "platform", fate, each, order.seed)

    return asyncio.run(tell())


def _told(came: Came, fate: Fate, what: str) -> str:
    wrong = f"{len(came.wrong)} places wrong ({came.wrong[0]})" if came.wrong else "each there once and in order"
    late = f"late {median(came.late):.1f} s in the middle, {max(came.late):.1f} s at most"
    return f"{fate.times} {what} among three processes while {came.cards:,} cards left for 12 places: {wrong}; {late}"


def _killed(order: Order) -> Measured:
    fate = Fate("kill", order.of(30, 3), often=(0.1, 1.5))
    came = _story(order, fate, order.of(400, 40))
    return Measured(_told(came, fate, "kills of the one at work"), held=not came.wrong and max(came.late) <= TAKEN_OVER)


def _ended(order: Order) -> Measured:
    fate = Fate("end", order.of(20, 2), often=(0.5, 1.5))
    came = _story(order, fate, order.of(300, 30))
    return Measured(_told(came, fate, "stops of the one at work"), held=not came.wrong and max(came.late) <= TAKEN_OVER)


def _asleep(order: Order) -> Measured:
    fate = HURRIED if order.size is Size.FULL else replace(HURRIED, times=1)
    came = _story(order, fate, order.of(60, 20))
    return Measured(_told(came, fate, "sleeps of 9 s, where a lease is 6"), held=not came.wrong)


def _asleep_a_minute(order: Order) -> Measured:
    fate = Fate("pause", order.of(3, 0), often=(0.5, 2.0), asleep=66.0, reply=0.4)
    came = _story(order, fate, order.of(60, 5))
    return Measured(_told(came, fate, "sleeps of 66 s, where a lease is 60"), held=not came.wrong)


def _trusting(order: Order) -> Measured:
    fate = replace(HURRIED, times=2, name="trusting")
    came = _story(order, fate, 30)
    return Measured(f"{len(came.wrong)} of 12 places wrong", held=any("twice" in each for each in came.wrong))


MANY_MACHINES: Final = (
    Proof("many_killed", "Of several processes on one PostgreSQL any may die: its work is another's within 15 s, nothing twice", _killed),
    Proof("many_ended", "the same, told to stop: it hands back what it has not begun", _ended),
    Proof("many_asleep", "the same, put to sleep for longer than its lease", _asleep),
    Proof("many_asleep_a_minute", "the same, with the real lease", _asleep_a_minute),
    Proof("many_trusting", "the same, where it doesn't look how long it slept: the checker finds doubles", _trusting),
)
