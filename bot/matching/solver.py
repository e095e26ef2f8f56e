"""The best assignment for one objective: solved over some pairs, then held against all the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.matching.aims import Objective
from bot.matching.flow import best_flow, least_prices
from bot.matching.limits import Nested
from bot.matching.pool import Pool
from bot.matching.scan import better
from bot.matching.scores import FORBIDDEN, Ints, Scores

PASSES: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """An assignment that is best for one objective, over some pairs: `own` scores, and `value` in its units."""

    mentor: Ints
    prices: Ints
    surplus: Ints
    own: Ints
    value: int

    @property
    def lowest(self) -> int:
        """The lowest score used, 1 when there is none."""
        return int(self.own[self.mentor >= 0].min(initial=FORBIDDEN)) if np.any(self.mentor >= 0) else 1


class Solver:
    """Solves over the pairs in its pool, then looks at every other pair at the prices found, until none could improve anything."""

    def __init__(self, source: Scores, within: Nested, rng: np.random.Generator) -> None:
        self.source, self.within = source, within
        self.pool = Pool(source, rng)
        self._rng = rng
        # Who comes first among equals is the seed's choice, not the order people are listed in.
        self._row_of = rng.permutation(source.shape[0])
        self._column_of = rng.permutation(source.shape[1])
        self._shuffled = within.shuffled(self._column_of)

    def solve(self, of: Objective, enough: int | None = None) -> Found:
        """The best there is for this objective; or the first that is worth `enough`, whose prices then prove nothing."""
        for _ in range(PASSES):
            found = self.solve_pool(of)
            if self.pool.whole or found.value == enough:
                return found
            more = better(self.source, of, found.prices, found.surplus, self._rng)
            if not len(more[0]):
                return found
            self.pool.add(*more, self.source.shape[1])
        raise RuntimeError("the search for better pairs did not end")

    def solve_pool(self, of: Objective) -> Found:
        """The best over the pairs in the pool."""
        use = self.pool.scores >= of.at_least
        rows, columns, scores = self.pool.rows[use], self.pool.columns[use], self.pool.scores[use]
        worth = of.worth(rows, scores)
        shuffled = best_flow(self._row_of[rows], self._column_of[columns], worth, self.source.shape[0], self._shuffled)[self._row_of]
        mentor = np.append(np.argsort(self._column_of), -1)[shuffled]  # -1 stays -1
        prices = least_prices(rows, columns, worth, mentor, self.within)
        has = np.zeros(len(mentor), np.int64)
        np.maximum.at(has, rows, worth - prices[columns])
        mine = mentor[rows] == columns
        own = np.zeros(len(mentor), np.int64)
        own[rows[mine]] = scores[mine]
        return Found(mentor, prices, has, own, int(worth[mine].sum()))
