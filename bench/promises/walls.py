"""Promises 10 and 11: walls between groups and roles, and what is left of somebody erased.

The judges are tests/app/test_walls_matrix.py, tests/app/test_fuzz.py and tests/test_erasure.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Order, Proof
from bot.chat import Person, Place
from bot.store import open_store
from cogs import COGS
from tests.app.test_fuzz import MEMBERS, ORGANISERS, OUTSIDE, Who, fuzzed
from tests.app.test_walls_matrix import BESIDE, Walls, by_another, from_outside
from tests.app.test_walls_matrix import OUTSIDE as STRANGERS
from tests.app.world import build
from tests.test_erasure import CANARIES, Erased, told_and_erased

Leaning = tuple[Person, Place | str, timedelta]
STALE: Final = timedelta(days=40)
CHUNK: Final = 5_000


def _matrix(order: Order) -> Measured:
    leanings: list[Leaning] = [(who, where, later) for later in (timedelta(), STALE) for who, where in (*STRANGERS, *BESIDE)]
    chosen = list(enumerate(leanings)) if order.of(1, 0) else [(order.seed, leanings[order.seed % len(leanings)])]
    found = list(order.each(partial(_lean, order.folder, order.of(1, 8)), chosen))
    tried, wrong = sum(each.tried for each in found), [each for walls in found for each in walls.wrong]
    words = f"{tried:,} commands, presses, choices and forms by {len(chosen)} who may not, live and 40 days later: {len(wrong)} took effect"
    return _told(words, wrong)


def _lean(folder: Path, every: int, leaning: tuple[int, Leaning]) -> Walls:
    number, (who, where, later) = leaning

    async def lean() -> Walls:
        store = await open_store(f"sqlite:///{folder}/walls-{number}.db")
        world = await build(store, COGS)
        if isinstance(where, Place):
            walls = await from_outside(world, who, where, later, every)
        else:
            walls = await by_another(world, who, later, every, backwards=bool(where))
        await store.close()
        return walls

    return asyncio.run(lean())


def _fuzz(order: Order) -> Measured:
    events = order.of(1_000_000, 1_500)
    share = min(CHUNK, events // 3)
    chunks = [(order.seed * 10_000 + at, share, (OUTSIDE, MEMBERS, ORGANISERS)[at % 3]) for at in range(events // share)]
    wrong = [words for found in order.each(partial(_some, order.folder), chunks) for words in found]
    return _told(f"{share * len(chunks):,} random routes, ids, payloads and values: {len(wrong)} broke or took effect", wrong)


def _some(folder: Path, chunk: tuple[int, int, Who]) -> Sequence[str]:
    seed, events, who = chunk
    file = folder / f"fuzz-{seed}.db"
    found = asyncio.run(fuzzed(f"sqlite:///{file}", seed, events, who))
    file.unlink()
    return found


def _erased(order: Order) -> Measured:
    came: Erased = asyncio.run(told_and_erased(order.folder))
    words = (
        f"{len(CANARIES)} things told, {came.there} found before: {len(came.left)} left in database, its log and the ledger "
        f"{came.seconds:.2f} s after, {len(came.back)} back with an older copy of the database"
    )
    return Measured(words, held=came.there == len(CANARIES) and not came.left and not came.back and came.seconds <= 5)


def _told(words: str, wrong: Sequence[object]) -> Measured:
    shown = "; ".join(str(each)[:120] for each in wrong[:3])
    return Measured(f"{words} ({shown})" if wrong else words, held=not wrong)


WALLS: Final = (
    Proof("walls", "Walls between groups and roles: everything there is, by everybody whose business it is not", _matrix),
    Proof("fuzz", "Nobody gets in by a forged button or form, and nobody sees it break", _fuzz),
    Proof("erasure", "What is held of somebody goes when they say so, within 5 s", _erased),
)
