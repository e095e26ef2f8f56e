"""An assignment with the proof that none is better, and how to check that proof without solving anything.

At any prices, no assignment can be worth more than what every mentee has left at best, plus all places at their price (with limits: a
mentor's places at what they ask beyond the limit they stand under, and the limit's own places at what that asks). When an assignment is
worth exactly that much, it is the best (weak duality of the transportation problem).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.matching.aims import LOWEST, Objective, objective
from bot.matching.limits import Limit, Nested, nested
from bot.matching.scan import asked, surplus
from bot.matching.scores import Block, Ints, Scores, as_capacity, as_scores, each_block, pair_scores


class NotProven(ValueError):  # a claim that does not hold is a wrong value, whoever made it
    """The assignment breaks a limit, says something untrue of itself, or its proof does not hold; the words say which."""


class Why(Enum):
    """Why somebody has no mentor."""

    NOBODY = "there is nobody they may be matched with"
    NO_PLACES = "nobody they may be matched with has places this time"
    TAKEN = "every place with those they may be matched with is taken"
    TOO_LOW = "what is free would be a weaker match than the weakest that was wanted"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee without a mentor, and the reason."""

    mentee: int
    why: Why


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """Prices at which the first `aims` can't be met better, using only pairs that score `at_least` that much.

    With `falls_short`, they show more: that they would be met *worse*, so the worst match can't be raised that far.
    """

    aims: tuple[str, ...]
    at_least: int
    prices: Ints
    falls_short: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Who is matched with whom, what that comes to, and the proof.

    `mentor` is each mentee's mentor, -1 for none: shape `(mentees,)`. `total` and `lowest` are of the matched pairs' scores, 0 when
    nobody is matched. `prices`, shape `(mentors + limits,)`, and `surplus`, shape `(mentees,)`, are the certificate, in units of the aims
    in their order (points, when the only aim is the total): surpluses plus places times prices is what the assignment is worth.
    `at_least` is the limit that "lowest" set, else 1; `earlier` proves the aims up to it. `highest` is no less than any score.
    """

    mentor: Ints
    total: int
    lowest: int
    unmatched: tuple[Unmatched, ...]
    aims: tuple[str, ...]
    waited: NDArray[np.bool_]
    prices: Ints
    surplus: Ints
    at_least: int
    highest: int
    earlier: tuple[Proof, ...] = ()

    @property
    def matched(self) -> int:
        """How many have a mentor."""
        return int((self.mentor >= 0).sum())

    @property
    def achieved(self) -> dict[str, int]:
        """What each aim came to, in their order: people, people, points, points."""
        waited = int((self.mentor[self.waited] >= 0).sum())
        came_to = {"waited": waited, "most": self.matched, "lowest": self.lowest, "total": self.total}
        return {aim: came_to[aim] for aim in self.aims}

    def objective(self, aims: tuple[str, ...] | None = None, at_least: int | None = None) -> Objective:
        """The aims as one sum, as `prices` and `surplus` count them; or only the first ones, or with another limit."""
        limit = self.at_least if at_least is None else at_least
        return objective(self.aims if aims is None else aims, self.waited.astype(np.int64), self.highest, limit)


def verify(scores: Block | Scores, capacity: ArrayLike, assignment: Assignment, limits: Sequence[Limit] = ()) -> None:
    """Prove that the assignment keeps every limit and that none meets its aims better; raises NotProven, saying what does not hold.

    Needs no solver and trusts nothing in the assignment: every pair is looked at once for each price list.
    """
    source = as_scores(scores)
    within = nested(as_capacity(capacity, source.shape[1]), limits)
    own = _possible(source, within, assignment)
    _must(not np.any((assignment.mentor >= 0) & (own < max(1, assignment.at_least))), "a pair is used that is not allowed")
    _must(assignment.total == int(own.sum()), "the total is not what the pairs come to")
    matched = own[assignment.mentor >= 0]
    _must(assignment.lowest == (int(matched.min()) if len(matched) else 0), "the lowest is not the lowest")
    last = Proof(assignment.aims, assignment.at_least, assignment.prices)
    for proof in (*_earlier(source, within, assignment), last):
        of = assignment.objective(proof.aims, proof.at_least)
        _must(proof.prices.shape == within.places.shape and not np.any(within.own(proof.prices) < 0), "a price is below nothing")
        left = surplus(source, of, proof.prices)
        bound = int(left.sum()) + int((within.places * within.own(proof.prices)).sum())
        worth = of.value(assignment.mentor, own)
        _must(bound < worth if proof.falls_short else bound == worth, f"{' then '.join(proof.aims)}: these prices prove nothing")
        _must(proof is not last or np.array_equal(left, assignment.surplus), "the surplus is not what these prices leave")
    wanted = np.zeros(within.top, np.int64)
    wanted[: within.options] = asked(source, assignment.objective(), assignment.surplus, assignment.mentor)
    honest = within.asking(wanted, assignment.prices, within.load(assignment.mentor))
    _must(np.array_equal(honest, assignment.prices), "a price is not what somebody else would give")


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise NotProven(otherwise)


def _possible(source: Scores, within: Nested, claim: Assignment) -> Ints:
    """Every mentee has at most one mentor who exists, no mentor too many; answers the pairs' scores."""
    mentees, mentors = source.shape
    shapes = claim.mentor.shape == claim.waited.shape == claim.surplus.shape == (mentees,) and claim.prices.shape == within.places.shape
    _must(shapes, "it is an assignment of other people")
    _must(not np.any((claim.mentor < -1) | (claim.mentor >= mentors)), "a mentor does not exist")
    over = within.load(claim.mentor) > within.places
    _must(not np.any(over[:mentors]), "a mentor has more than they offered to take")
    _must(not np.any(over), "more are matched than a limit allows")
    missing = [each.mentee for each in claim.unmatched]
    _must(missing == np.flatnonzero(claim.mentor < 0).tolist(), "the list of the unmatched is not theirs")
    _must(claim.highest >= highest_of(source), "a score is above the highest")
    return pair_scores(source, claim.mentor)


def _earlier(source: Scores, within: Nested, claim: Assignment) -> tuple[Proof, ...]:
    """The proofs that the limit of "lowest" takes nothing from the aims before it, and that it could be no higher."""
    if LOWEST not in claim.aims:
        _must(claim.at_least == 1, "a limit that no aim asked for")
        return ()
    before = claim.aims[: claim.aims.index(LOWEST)]
    wanted = [(before, 1, False), (before, claim.at_least + 1, True)]
    if highest_of(source, within.room(within.places) > 0) <= claim.at_least:
        wanted.pop()  # no pair is above the limit: nothing could be higher
    given = [(proof.aims, proof.at_least, proof.falls_short) for proof in claim.earlier]
    _must(given == wanted, "a proof is missing")
    return claim.earlier


def highest_of(source: Scores, usable: NDArray[np.bool_] | None = None) -> int:
    """The highest score of all, or of the mentors who are `usable`; 0 when there is none."""

    def one(_start: int, block: Block) -> int:
        return int((block if usable is None else block[:, usable]).max(initial=0))

    return max(each_block(source, one), default=0)
