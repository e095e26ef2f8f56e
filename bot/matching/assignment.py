"""Everyone asking gets at most one, everyone offering at most what they can take; exact, and proven over every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bot.matching.aims import ALL, LOWEST, Objective, checked
from bot.matching.certificate import Assignment, Proof, Unmatched, Why, highest_of
from bot.matching.flow import best_flow, least_prices
from bot.matching.pool import Pool
from bot.matching.scan import better, surplus
from bot.matching.scores import Block, Ints, Scores, as_capacity, as_scores, each_block, pair_scores

PASSES: Final = 1000
_WHYS: Final = (Why.NOBODY, Why.NO_PLACES, Why.TOO_LOW, Why.TAKEN)


def assign(
    scores: Block | Scores,
    capacity: ArrayLike,
    *,
    waited: ArrayLike | None = None,
    aims: Sequence[str] = ALL,
    seed: int = 0,
) -> Assignment:
    """Match mentees with mentors as well as can be, each aim in its order, and prove it.

    `scores` is `(mentees, mentors)`, whole numbers, 0 for "not allowed"; or gives the same by blocks of rows (`Scores`).
    `capacity` is `(mentors,)`, from 0. `waited` is true for those who went without last time: `(mentees,)`.
    Aims: "waited", most of those who waited; "most", most people; "lowest", the best worst match; "total", the largest sum.
    The same input and seed give the same answer; among equals the seed decides. Raises TypeError or ValueError for input that is none.
    """
    source = as_scores(scores)
    mentees, mentors = source.shape
    places = as_capacity(capacity, mentors)
    kept = np.zeros(mentees, np.bool_) if waited is None else np.asarray(waited, np.bool_)
    if kept.shape != (mentees,):
        raise ValueError(f"waited is one yes or no for each of {mentees} mentees")
    none = np.full(mentees, -1, np.int64)
    blank = Assignment(none, 0, 0, (), checked(aims), kept, np.zeros(mentors, np.int64), none, 1, highest_of(source))
    solver = _Solver(source, places, np.random.default_rng(seed))
    limit, earlier = _raise_lowest(solver, blank)
    of = blank.objective(places, at_least=limit)
    found = solver.solve(of)
    own = pair_scores(source, found.mentor)
    matched = own[found.mentor >= 0]
    return replace(
        blank,
        mentor=found.mentor,
        total=int(own.sum()),
        lowest=int(matched.min()) if len(matched) else 0,
        unmatched=_reasons(source, places, found.mentor),
        prices=found.prices,
        surplus=surplus(source, of, found.prices),
        at_least=limit,
        earlier=earlier,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    mentor: Ints
    prices: Ints
    value: int
    lowest: int


class _Solver:
    """Solves over the pairs in its pool, then looks at every other pair at the prices found, until none could improve anything."""

    def __init__(self, source: Scores, places: Ints, rng: np.random.Generator) -> None:
        self.source, self.places = source, places
        self.pool = Pool(source, rng)
        # Who comes first among equals is the seed's choice, not the order people are listed in.
        self._row_of = rng.permutation(source.shape[0])
        self._column_of = rng.permutation(source.shape[1])

    def solve(self, of: Objective, enough: int | None = None) -> _Found:
        """The best there is for this objective; or the first that is worth `enough`, whose prices then prove nothing."""
        for _ in range(PASSES):
            found, has = self._solve_pool(of)
            if self.pool.whole or found.value == enough:
                return found
            more = better(self.source, of, found.prices, has)
            if not len(more[0]):
                return found
            self.pool.add(*more, self.source.shape[1])
        raise RuntimeError("the search for better pairs did not end")

    def _solve_pool(self, of: Objective) -> tuple[_Found, Ints]:
        use = self.pool.scores >= of.at_least
        rows, columns, scores = self.pool.rows[use], self.pool.columns[use], self.pool.scores[use]
        worth = of.worth(rows, scores)
        places = np.empty_like(self.places)
        places[self._column_of] = self.places
        shuffled = best_flow(self._row_of[rows], self._column_of[columns], worth, self.source.shape[0], places)[self._row_of]
        mentor = np.append(np.argsort(self._column_of), -1)[shuffled]  # -1 stays -1
        prices = least_prices(rows, columns, worth, mentor, len(places))
        has = np.zeros(len(mentor), np.int64)
        np.maximum.at(has, rows, worth - prices[columns])
        mine = mentor[rows] == columns
        return _Found(
            mentor, prices, int(worth[mine].sum()), int(scores[mine].min(initial=of.at_least if not mine.any() else 1 << 62))
        ), has


def _raise_lowest(solver: _Solver, blank: Assignment) -> tuple[int, tuple[Proof, ...]]:
    """The highest limit that takes nothing from the aims before "lowest", with the proofs; 1 when it is no aim."""
    if LOWEST not in blank.aims:
        return 1, ()
    before = blank.aims[: blank.aims.index(LOWEST)]
    best = solver.solve(blank.objective(solver.places, before))
    proofs = {1: Proof(before, 1, best.prices)}
    highest = top = highest_of(solver.source, solver.places > 0)
    limit = best.lowest if before else highest
    while limit < top:
        middle = (limit + top + 1) // 2
        found = solver.solve(blank.objective(solver.places, before, middle), enough=best.value)
        if found.value == best.value:
            limit = found.lowest
        else:
            top = middle - 1
            proofs[middle] = Proof(before, middle, found.prices, falls_short=True)
    limit = max(1, limit)
    return limit, (proofs[1],) if limit >= highest else (proofs[1], proofs[limit + 1])


def _reasons(source: Scores, places: Ints, mentor: Ints) -> tuple[Unmatched, ...]:
    """Everybody without a mentor, with the reason."""
    free = places > np.bincount(mentor + 1, minlength=len(places) + 1)[1:]

    def one(start: int, block: Block) -> list[Unmatched]:
        without = np.flatnonzero(mentor[start : start + len(block)] < 0)
        allowed = block[without] > 0
        # The first that holds: each is a stronger thing to say than the one after it.
        whys = (~allowed.any(axis=1), ~allowed[:, places > 0].any(axis=1), allowed[:, free].any(axis=1))
        which: Ints = np.argmax(np.stack([*whys, np.ones(len(without), np.bool_)]), axis=0)
        return [Unmatched(start + int(row), _WHYS[int(why)]) for row, why in zip(without, which, strict=True)]

    return tuple(each for block in each_block(source, one) for each in block)
