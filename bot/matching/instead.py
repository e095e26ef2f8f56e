"""What everybody could have instead, at what cost: the alternatives of `changes.py`, for all mentees at once.

What it costs to make room with one mentor does not depend on who moves there: only on where the chain of moves may end, which is the
place that they leave. So one table of shortest ways between all mentors (Floyd and Warshall) answers for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.matching.aims import Objective
from bot.matching.certificate import Assignment
from bot.matching.limits import Nested
from bot.matching.review import Alternative
from bot.matching.scores import Block, Ints, Scores, each_block, pair_scores

FAR: Final = 1 << 61  # no way there
MANY: Final = 3_000  # mentors: beyond, the table would not be worth its time and memory

Heard = Callable[[int, int], object]
"""Told from time to time how many steps are done, of how many."""


def _unheard(_done: int, _of: int) -> None:
    """Nobody listens."""


def every_alternative(
    source: Scores, within: Nested, assignment: Assignment, count: int = 3, heard: Heard = _unheard
) -> list[list[Alternative]]:
    """The cheapest other mentors for each mentee, cheapest first, with the real cost of each, as `alternatives` tells them."""
    of = assignment.objective()
    mentor = assignment.mentor
    own = pair_scores(source, mentor)
    has = np.where(mentor >= 0, of.worth(np.arange(len(mentor)), own), 0)
    ways = _ways(_moves(source, within, of, mentor, has), heard)
    shut = within.room(within.places) == 0

    def one(start: int, block: Block) -> list[list[Alternative]]:
        rows = np.arange(start, start + len(block))
        wide = block.astype(np.int64)
        cost = has[rows, None] - of.worth(rows[:, None], wide) + ways[: within.options, mentor[rows]].T
        cost[(block == 0) | shut] = FAR
        settled = np.flatnonzero(mentor[rows] >= 0)
        cost[settled, mentor[rows][settled]] = FAR
        return [list(_cheapest(cost[at], wide[at], of, count)) for at in range(len(block))]

    return list(chain.from_iterable(each_block(source, one)))


def _cheapest(cost: Ints, score: Ints, of: Objective, count: int) -> Iterator[Alternative]:
    few = min(count, len(cost))
    near: list[int] = np.flatnonzero(cost <= np.partition(cost, few - 1)[few - 1]).tolist() if few else []
    order = sorted((int(cost[each]), -int(score[each]), each) for each in near if cost[each] < FAR // 2)
    return (Alternative(each, -less, of.apart(value)) for value, less, each in order[:count])


def _moves(source: Scores, within: Nested, of: Objective, mentor: Ints, has: Ints) -> Ints:
    """What it costs, at least, that one place is freed at the first by taking one at the second: `(nodes, nodes)`, the last being none.

    Somebody goes from one mentor to another, or goes without, or comes in; or a limit with room lets one more through.
    """
    top, options = within.top, within.options
    cost = np.full((top + 1, top + 1), FAR)

    def one(start: int, block: Block) -> tuple[Ints, Ints]:
        rows = np.arange(start, start + len(block))
        loss = np.full((len(block), top + 1), FAR)
        loss[:, :options] = has[rows, None] - of.worth(rows[:, None], block.astype(np.int64))
        loss[:, :options][block < of.at_least] = FAR
        loss[:, top] = has[rows]
        where = np.where(mentor[rows] < 0, top, mentor[rows])
        order = np.argsort(where, kind="stable")
        at, first = np.unique(where[order], return_index=True)
        return at, np.minimum.reduceat(loss[order], first)

    for at, least in each_block(source, one):
        cost[at] = np.minimum(cost[at], least)
    load, each = within.load(mentor), np.arange(top)
    free, held = load < within.places, load > 0
    cost[each[free], within.above[free]] = np.minimum(cost[each[free], within.above[free]], 0)
    cost[within.above[held], each[held]] = np.minimum(cost[within.above[held], each[held]], 0)
    np.fill_diagonal(cost, 0)
    return cost


def _ways(cost: NDArray[np.int64], heard: Heard) -> Ints:
    """The cheapest way from each to each, whatever lies between."""
    through = np.empty_like(cost)
    for between in range(len(cost)):
        if between % 200 == 0:
            heard(between, len(cost))
        np.add(cost[:, between, None], cost[between], out=through)
        np.minimum(cost, through, out=cost)
    return cost
