"""Everyone asking gets at most one, everyone offering at most what they can take; exact, and proven over every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bot.matching.aims import ALL, LOWEST, WAITED, checked
from bot.matching.certificate import Assignment, Proof, Unmatched, Why, highest_of
from bot.matching.limits import Limit, Nested, nested
from bot.matching.reach import COUNTS, highest_limit
from bot.matching.scores import FORBIDDEN, Block, Ints, Scores, as_capacity, as_scores, each_block
from bot.matching.solver import Found, Solver

_WHYS: Final = (Why.NOBODY, Why.NO_PLACES, Why.TOO_LOW, Why.TAKEN)


def assign(
    scores: Block | Scores,
    capacity: ArrayLike,
    *,
    waited: ArrayLike | None = None,
    aims: Sequence[str] = ALL,
    limits: Sequence[Limit] = (),
    seed: int = 0,
) -> Assignment:
    """Match mentees with mentors as well as can be, each aim in its order, and prove it.

    `scores` is `(mentees, mentors)`, whole numbers, 0 for "not allowed"; or gives the same by blocks of rows (`Scores`).
    `capacity` is `(mentors,)`, from 0. `waited` is true for those who went without last time: `(mentees,)`.
    `limits` are shared by several mentors (`Limit`), nested in one another.
    Aims: "waited", most of those who waited; "most", most people; "lowest", the best worst match; "total", the largest sum.
    The same input and seed give the same answer; among equals the seed decides. Raises TypeError or ValueError for input that is none.
    """
    source = as_scores(scores)
    mentees, mentors = source.shape
    within = nested(as_capacity(capacity, mentors), limits)
    kept = np.zeros(mentees, np.bool_) if waited is None else np.asarray(waited, np.bool_)
    if kept.shape != (mentees,):
        raise ValueError(f"waited is one yes or no for each of {mentees} mentees")
    none = np.full(mentees, -1, np.int64)
    blank = Assignment(none, 0, 0, (), checked(aims), kept, np.zeros(within.top, np.int64), none, 1, highest_of(source))
    solver = Solver(source, within, np.random.default_rng(seed))
    limit, earlier = _raise_lowest(solver, blank)
    of = blank.objective(at_least=limit)
    found = solver.solve(of)
    matched = found.own[found.mentor >= 0]
    return replace(
        blank,
        mentor=found.mentor,
        total=int(found.own.sum()),
        lowest=int(matched.min()) if len(matched) else 0,
        unmatched=reasons(source, within, found.mentor),
        prices=found.prices,
        surplus=found.surplus,
        at_least=limit,
        earlier=earlier,
    )


def _raise_lowest(solver: Solver, blank: Assignment) -> tuple[int, tuple[Proof, ...]]:
    """The highest limit that takes nothing from the aims before "lowest", with the proofs; 1 when it is no aim."""
    if LOWEST not in blank.aims:
        return 1, ()
    before = blank.aims[: blank.aims.index(LOWEST)]
    best = solver.solve(blank.objective(before))
    highest, top = _ceiling(solver, best)
    limit = _within_reach(solver, blank, before, best.lowest, top) if before else highest
    proofs = {0: Proof(before, 1, best.prices)}
    while limit < highest and limit + 1 not in proofs:
        middle = max(limit + 1, (limit + top + 1) // 2)
        found = solver.solve(blank.objective(before, middle), enough=best.value)
        if found.value == best.value:
            limit = _within_reach(solver, blank, before, max(middle, found.lowest), top)
        else:
            top = middle - 1
            proofs[middle] = Proof(before, middle, found.prices, falls_short=True)
    return max(1, limit), tuple(proofs[at] for at in (0, limit + 1) if at in proofs)


def _within_reach(solver: Solver, blank: Assignment, before: tuple[str, ...], limit: int, top: int) -> int:
    """A limit, no lower than this one, that the pairs in view can be held to; what pairs out of view could do is still to be asked."""
    if not set(before) <= COUNTS:
        return limit
    everybody = np.ones(len(blank.waited), np.bool_)
    people = [blank.waited if aim == WAITED else everybody for aim in before]
    return highest_limit(solver.pool, solver.within, people, limit, top)


def _ceiling(solver: Solver, best: Found) -> tuple[int, int]:
    """The highest score that can be used, and a limit that can't be passed without losing some of the best value.

    Whoever has something left over at its prices is matched in every best assignment, and whoever has a price of their own is full
    (complementary slackness): so the limit is no higher than the best that any of them could have.
    """
    usable, within = solver.within.room(solver.within.places) > 0, solver.within

    def one(start: int, block: Block) -> tuple[Ints, int]:
        scores = np.where(usable, block, 0)
        held = scores.max(axis=1, initial=0).astype(np.int64)[best.surplus[start : start + len(block)] > 0]
        return scores.max(axis=0, initial=0).astype(np.int64), int(held.min(initial=FORBIDDEN))

    columns, held = zip((np.zeros(len(usable), np.int64), FORBIDDEN), *each_block(solver.source, one), strict=True)
    most = np.max(np.stack(columns), axis=0)
    full = within.own(best.prices)[: within.options] > 0
    highest = int(most.max(initial=0))
    return highest, min(highest, *held, int(most[usable & full].min(initial=FORBIDDEN)))


def reasons(source: Scores, within: Nested, mentor: Ints) -> tuple[Unmatched, ...]:
    """Everybody without a mentor, with the reason."""
    usable = within.room(within.places) > 0
    free = within.room(within.places - within.load(mentor)) > 0

    def one(start: int, block: Block) -> list[Unmatched]:
        without = np.flatnonzero(mentor[start : start + len(block)] < 0)
        allowed = block[without] > 0
        # The first that holds: each is a stronger thing to say than the one after it.
        whys = (~allowed.any(axis=1), ~allowed[:, usable].any(axis=1), allowed[:, free].any(axis=1))
        which: Ints = np.argmax(np.stack([*whys, np.ones(len(without), np.bool_)]), axis=0)
        return [Unmatched(start + int(row), _WHYS[int(why)]) for row, why in zip(without, which, strict=True)]

    return tuple(each for block in each_block(source, one) for each in block)
