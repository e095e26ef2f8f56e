"""What is wanted of an assignment, in which order, as whole numbers that can be compared exactly.

Every aim but "lowest" is a sum over the matched pairs, so several in order become one sum: each is counted in a unit larger than all
that the later ones could ever come to. "lowest" is a limit on which pairs may be used, found by search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.matching.review import Difference
from bot.matching.scores import Ints

WAITED, MOST, LOWEST, TOTAL = "waited", "most", "lowest", "total"
ALL: Final = (WAITED, MOST, LOWEST, TOTAL)
SAFE: Final = 1 << 62  # sums stay well inside 64 bits


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """A pair of mentee `i` with score `s >= at_least` is worth `scale * s + bonus[i]`; any other pair may not be used."""

    aims: tuple[str, ...]
    units: tuple[int, ...]
    scale: int
    bonus: Ints
    at_least: int = 1

    def worth(self, rows: Ints, scores: Ints) -> Ints:
        """What the pairs of these mentees with these scores are worth."""
        return self.scale * scores + self.bonus[rows]

    def value(self, mentor: Ints, own: Ints) -> int:
        """What a whole assignment comes to, `own` being each mentee's score with their mentor."""
        matched = np.flatnonzero(mentor >= 0)
        return int(self.worth(matched, own[matched]).sum())

    def apart(self, value: int) -> Difference:
        """A value, or a difference of two, told aim by aim."""
        told: dict[str, int] = {}
        for aim, unit in zip(self.aims, self.units, strict=True):
            told[aim] = (2 * value + unit) // (2 * unit)  # to the nearest: what the later aims add is less than half a unit
            value -= told[aim] * unit
        return Difference(told.get(WAITED, 0), told.get(MOST, 0), told.get(TOTAL, 0))


def checked(aims: Sequence[str]) -> tuple[str, ...]:
    """The aims, with "most" last when nothing else asks for matches. Raises ValueError for what is no aim."""
    if not set(aims) <= set(ALL) or len(set(aims)) < len(aims):
        raise ValueError(f"aims are some of {', '.join(ALL)}, each once")
    return (*aims,) if {MOST, TOTAL} & set(aims) else (*aims, MOST)


def objective(aims: Sequence[str], waited: Ints, highest: int, at_least: int = 1) -> Objective:
    """The aims, without "lowest", as one sum.

    `waited` is 1 for those who waited last time, else 0: shape `(mentees,)`; no score is above `highest`.
    Raises ValueError when 64 bits can't hold it.
    """
    sums = tuple(aim for aim in aims if aim != LOWEST)
    units: list[int] = []
    unit, people = 1, len(waited)
    for aim in reversed(sums):
        units.insert(0, unit)
        unit *= 2 * people * (highest if aim == TOTAL else 1) + 1
    of = dict(zip(sums, units, strict=True))
    if (of.get(TOTAL, 0) * highest + of.get(WAITED, 0) + of.get(MOST, 0)) * 2 * (people + 1) > SAFE:
        raise ValueError(f"scores up to {highest} for {people} people are too large to be compared exactly; divide them all by one number")
    return Objective(sums, tuple(units), of.get(TOTAL, 0), of.get(WAITED, 0) * waited + of.get(MOST, 0), at_least)
