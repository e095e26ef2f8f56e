"""How high the weakest match can be set among some pairs, when all that counts is how many are matched: quick, by maximum flows.

The sets of mentees who can be matched at once are the independent sets of a matroid. So as many as can be of those who waited, and as many
as can be of all, never stand in each other's way: two counts, each by itself, say whether a limit takes anything from either.
"""

from __future__ import annotations

from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from bot.matching.aims import MOST, WAITED
from bot.matching.limits import Nested
from bot.matching.pool import Pool
from bot.matching.scores import Ints

COUNTS: Final = frozenset({WAITED, MOST})


class _Flow(Protocol):
    """What is used of OR-Tools' flow, whose own hints leave the arrays' shapes out."""

    def add_arcs_with_capacity(self, tails: NDArray[np.int32], heads: NDArray[np.int32], caps: Ints, /) -> object: ...

    def solve(self, source: int, sink: int, /) -> object: ...

    def optimal_flow(self) -> int: ...


def highest_limit(pool: Pool, within: Nested, people: list[NDArray[np.bool_]], lowest: int, highest: int) -> int:
    """The highest score from `lowest` up to `highest` that pairs of the pool can be held to, matching as many of each of these `people`.

    They are as many as at `lowest`.
    """
    wanted = [_matched(pool, within, some, lowest) for some in people]
    scores = np.unique(pool.scores[(pool.scores > lowest) & (pool.scores <= highest)])
    good, bad = -1, len(scores)
    while bad - good > 1:
        middle = (good + bad) // 2
        kept = all(_matched(pool, within, some, int(scores[middle])) == most for some, most in zip(people, wanted, strict=True))
        good, bad = (middle, bad) if kept else (good, middle)
    return int(scores[good]) if good >= 0 else lowest


def _matched(pool: Pool, within: Nested, people: NDArray[np.bool_], at_least: int) -> int:
    """How many of these people can be matched at once by pairs that score so much."""
    use = (pool.scores >= at_least) & people[pool.rows]
    mentees = len(people)
    sink = mentees + within.top
    nodes = np.arange(sink + 2, dtype=np.int32)
    flow = cast("_Flow", SimpleMaxFlow())
    flow.add_arcs_with_capacity(
        np.concatenate([pool.rows[use], np.full(mentees, sink + 1), nodes[mentees:sink]]).astype(np.int32),
        np.concatenate([mentees + pool.columns[use], nodes[:mentees], mentees + within.above]).astype(np.int32),
        np.concatenate([np.ones(int(use.sum()) + mentees, np.int64), within.places]),
    )
    flow.solve(sink + 1, sink)
    return flow.optimal_flow()
