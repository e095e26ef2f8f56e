"""What one might do instead, and what it would cost, everybody else being rearranged as well as can be.

Costs keep the limit that "lowest" set for everyone but those moved by hand. They are told aim by aim (`Difference`): positive is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bot.matching.certificate import Assignment
from bot.matching.limits import Limit, Nested, nested
from bot.matching.review import Alternative, Difference
from bot.matching.scan import surplus
from bot.matching.scores import Block, Ints, Scores, as_capacity, as_scores, pair_scores
from bot.matching.solver import Solver

FAR: Final = 1 << 61  # no way there


class NotPossible(ValueError):  # wrong values: a pair that may not be, or places that are not there
    """A change asks for a pair that is not allowed, or for more places than there are; the words say which."""


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """What an assignment becomes with some pairs set by hand: each mentee's mentor, -1 for none, and the cost."""

    mentor: Ints
    cost: Difference


def value_of_one_more_place(assignment: Assignment, mentor: int) -> Difference:
    """What one more place with this mentor would bring, the limits it stands under being one wider too: exactly their price."""
    return assignment.objective().apart(int(assignment.prices[mentor]))


def alternatives(
    scores: Block | Scores,
    capacity: ArrayLike,
    assignment: Assignment,
    mentee: int,
    count: int = 3,
    *,
    limits: Sequence[Limit] = (),
) -> list[Alternative]:
    """The cheapest other mentors for one mentee, cheapest first, with the real cost of each."""
    source = as_scores(scores)
    return alternatives_within(source, nested(as_capacity(capacity, source.shape[1]), limits), assignment, mentee, count)


def alternatives_within(source: Scores, within: Nested, assignment: Assignment, mentee: int, count: int = 3) -> list[Alternative]:
    """As `alternatives`."""
    of = assignment.objective()
    row = np.asarray(source.rows(mentee, mentee + 1)[0]).astype(np.int64)
    now = int(assignment.mentor[mentee])
    worth = of.scale * row + of.bonus[mentee]
    has = int(worth[now]) if now >= 0 else 0
    cost = has - worth + _making_room(source, within, assignment, mentee)
    cost[(row == 0) | (within.room(within.places) == 0) | (np.arange(len(row)) == now)] = FAR
    order = np.lexsort((-row, cost))[:count]
    return [Alternative(int(each), int(row[each]), of.apart(int(cost[each]))) for each in order if cost[each] < FAR // 2]


def _making_room(source: Scores, within: Nested, assignment: Assignment, mentee: int) -> Ints:
    """What it costs the others, at best, that one mentee moves to each mentor: shape `(mentors,)`.

    Somebody there, or elsewhere within a limit that is full, makes room by going elsewhere, where somebody makes room, and so on to the
    place that the mentee left, or to a place that is free, or to nobody: shortest paths from every mentor at once, back from the end
    (Bellman and Ford).
    """
    of = assignment.objective()
    mentor, now = assignment.mentor, int(assignment.mentor[mentee])
    worth = np.where(mentor >= 0, of.worth(np.arange(len(mentor)), pair_scores(source, mentor)), 0)
    others = np.arange(len(mentor)) != mentee
    settled, waiting = np.flatnonzero((mentor >= 0) & others), (mentor < 0) & others
    load = within.load(mentor)
    free, held = np.flatnonzero(load < within.places), np.flatnonzero(load > 0)
    cost = np.full(within.top + 1, FAR)  # the last: a place that is free, or going without
    cost[now] = 0
    while True:
        best = surplus(source, of, cost, int(-cost[-1]))
        after = cost.copy()
        np.minimum.at(after, mentor[settled], worth[settled] - best[settled])
        after[free] = np.minimum(after[free], cost[within.above[free]])
        np.minimum.at(after, within.above[held], cost[held])
        after[-1] = min(after[-1], (-best[waiting]).min(initial=FAR))
        if np.array_equal(after, cost):
            return cost[: within.options]
        cost = after


def cost_of(
    scores: Block | Scores, capacity: ArrayLike, assignment: Assignment, changes: Mapping[int, int], *, limits: Sequence[Limit] = ()
) -> Changed:
    """Set the mentors of some mentees by hand (-1: none), the others then as well as can be. Raises NotPossible."""
    source = as_scores(scores)
    of, hand = assignment.objective(), by_hand(source, nested(as_capacity(capacity, source.shape[1]), limits), changes)
    found = Solver(hand.source, hand.left, np.random.default_rng(0)).solve(of)
    before = of.value(assignment.mentor, pair_scores(source, assignment.mentor))
    return Changed(hand.joined(found.mentor), of.apart(before - found.value - of.value(hand.mentor, hand.own)))


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Some pairs set by hand: each mentee's `mentor` (-1: none, or not set), their `own` scores; and what is left for the others."""

    mentor: Ints
    own: Ints
    source: Scores
    left: Nested

    def joined(self, others: Ints) -> Ints:
        """Everybody's mentors, these being the others'."""
        return np.where(self.mentor >= 0, self.mentor, others)


def by_hand(source: Scores, within: Nested, changes: Mapping[int, int]) -> Hand:
    """Set some pairs. Raises NotPossible for one that is not allowed, or more of them than there are places."""
    moved = np.array(list(changes), np.int64)
    mentor = np.full(source.shape[0], -1, np.int64)
    mentor[moved] = np.array(list(changes.values()), np.int64)
    own = pair_scores(source, mentor)
    if np.any((mentor >= 0) & (own == 0)):
        raise NotPossible("that pair is not allowed")
    left = within.without(within.load(mentor))
    if np.any(left.places[: left.options] < 0):
        raise NotPossible("that is more than the mentor offered to take")
    if np.any(left.places < 0):
        raise NotPossible("that is more than a limit allows")
    return Hand(mentor, own, _Without(source, moved) if changes else source, left)


class _Without:
    """The scores with some mentees left out."""

    def __init__(self, source: Scores, mentees: Ints) -> None:
        self._source, self._mentees = source, mentees
        self.shape = source.shape

    def rows(self, start: int, stop: int) -> Block:
        block = self._source.rows(start, stop).copy()
        block[self._mentees[(self._mentees >= start) & (self._mentees < stop)] - start] = 0
        return block
