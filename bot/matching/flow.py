"""The best assignment over given pairs, and the least prices that go with it."""

from __future__ import annotations

from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from bot.matching.limits import Nested
from bot.matching.scores import Ints


class _Flow(Protocol):
    """What is used of OR-Tools' flow, whose own hints leave the arrays' shapes out."""

    def add_arcs_with_capacity_and_unit_cost(
        self, tails: NDArray[np.int32], heads: NDArray[np.int32], caps: Ints, costs: Ints, /
    ) -> object: ...

    def set_nodes_supplies(self, nodes: NDArray[np.int32], supplies: Ints, /) -> object: ...

    def solve(self) -> object: ...

    def flows(self, arcs: NDArray[np.int32], /) -> object: ...


def best_flow(rows: Ints, columns: Ints, worth: Ints, mentees: int, within: Nested) -> Ints:
    """Each mentee's mentor, -1 for none, with the largest sum of worth: an exact minimum-cost flow.

    One unit leaves each mentee, by one of the pairs or straight to the sink; each mentor, and each limit, passes on as many as it has
    places.
    """
    sink = mentees + within.top
    nodes = np.arange(sink + 1, dtype=np.int32)
    flow = cast("_Flow", SimpleMinCostFlow())
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([rows, nodes[:sink]]).astype(np.int32),
        np.concatenate([mentees + columns, np.full(mentees, sink), mentees + within.above]).astype(np.int32),
        np.concatenate([np.ones(len(rows) + mentees, np.int64), within.places]),
        np.concatenate([-worth, np.zeros(sink, np.int64)]),
    )
    flow.set_nodes_supplies(nodes, np.repeat(np.array([1, 0, -mentees], np.int64), [mentees, within.top, 1]))
    status = flow.solve()
    if status == SimpleMinCostFlow.Status.BAD_COST_RANGE:
        raise ValueError("the scores are too large to be compared exactly; divide them all by one number")
    if status != SimpleMinCostFlow.Status.OPTIMAL:
        raise RuntimeError(f"the flow ended {status}")
    used = np.asarray(flow.flows(np.arange(len(rows), dtype=np.int32))) > 0
    mentor = np.full(mentees, -1, np.int64)
    mentor[rows[used]] = columns[used]
    return mentor


def least_prices(rows: Ints, columns: Ints, worth: Ints, mentor: Ints, within: Nested) -> Ints:
    """The lowest prices at which nobody would rather have another: of a place with each mentor, then within each limit.

    Prices rise from 0 until everybody is content with what they have: longest paths, one step at a time (Bellman and Ford). They end
    because the assignment is best: a price that rose for ever would be a chain of changes that improves it.
    """
    prices, load = np.zeros(within.top, np.int64), within.load(mentor)
    if not len(rows):
        return prices
    order = np.argsort(columns, kind="stable")
    rows, columns, worth = rows[order], columns[order], worth[order]
    wanted, starts = np.unique(columns, return_index=True)
    own = np.zeros(len(mentor), np.int64)
    has = mentor[rows] == columns
    own[rows[has]] = worth[has]
    for _ in range(len(mentor) + within.top + 2):
        left = np.where(mentor >= 0, own - prices[mentor], 0)
        rise = prices.copy()
        rise[wanted] = np.maximum(rise[wanted], np.maximum.reduceat(worth - left[rows], starts))
        rise = within.asking(rise, prices, load)
        if np.array_equal(rise, prices):
            return prices
        prices = rise
    raise RuntimeError("the prices did not settle: the assignment was not the best")
