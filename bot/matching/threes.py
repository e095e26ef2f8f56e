"""Threes: the best that a search finds, each step of it exact.

One person is lifted from every table, and all of them are seated again as well as can be: an assignment. The worth never falls, since
everybody could go back. Who is lifted is drawn anew each time, until nothing has improved for a while.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.matching.assignment import assign
from bot.matching.together import Together

PATIENCE: Final = 12  # steps without improvement before it is good enough
STEPS: Final = 300  # at most; fewer for more people, whose steps are longer and gain more
LIFTED: Final = 60_000  # people, over all steps

Tables = list[list[int]]


def best_threes(people: Together, rng: np.random.Generator) -> tuple[tuple[int, ...], ...]:
    """Tables of three, and one or two of two where that doesn't come out even; whoever finds no seat is at none."""
    sizes = _sizes(people.people)
    standing = [int(each) for each in rng.permutation(people.people)]
    tables: Tables = [[standing.pop()] for _ in sizes]
    for _ in range(2):
        standing = _seat(people, tables, sizes, standing, rng)
    best, since = _worth(people, tables), 0
    for _ in range(min(STEPS, 20 + LIFTED // people.people) if sizes else 0):
        if since == PATIENCE:
            break
        lifted = [table.pop(int(rng.integers(len(table)))) for table in tables if len(table) > 1]
        standing = _seat(people, tables, sizes, standing + lifted, rng)
        after = _worth(people, tables)
        best, since = max(best, after), 0 if after > best else since + 1
    return tuple(sorted(tuple(sorted(table)) for table in tables if len(table) > 1))


def _sizes(people: int) -> list[int]:
    """How many seats at each table: never one alone, so four are two and two."""
    twos = {0: 0, 1: 2, 2: 1}[people % 3] if people > 1 else 0
    return [3] * ((people - 2 * twos) // 3) + [2] * twos


def _seat(people: Together, tables: Tables, sizes: list[int], standing: list[int], rng: np.random.Generator) -> list[int]:
    """Give each table with a free seat one of those standing, as well as can be; answers who still stands."""
    free = [at for at, table in enumerate(tables) if len(table) < sizes[at]]
    if not free or not standing:
        return standing
    movers = np.array(standing, np.int64)
    worth = np.zeros((len(movers), len(free)), np.int64)
    allowed = np.ones(worth.shape, np.bool_)
    for seat in range(2):
        taken = [at for at, table in enumerate(free) if len(tables[table]) > seat]
        sitting = np.array([tables[free[at]][seat] for at in taken], np.int64)
        each = people.worth(movers, sitting)
        worth[:, taken] += each
        allowed[:, taken] &= each > 0
    found = assign(worth * allowed, np.ones(len(free), np.int64), aims=("most", "total"), seed=int(rng.integers(1 << 30)))
    for mover, at in zip(standing, found.mentor, strict=True):
        if at >= 0:
            tables[free[int(at)]].append(mover)
    return [mover for mover, at in zip(standing, found.mentor, strict=True) if at < 0]


def _worth(people: Together, tables: Tables) -> tuple[int, int]:
    """How many sit with somebody, and what the tables are worth: larger is better."""
    real = [tuple(table) for table in tables if len(table) > 1]
    scores, times = people.of(real)
    return sum(map(len, real)), scores - times * people.once
