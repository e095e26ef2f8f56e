"""Which of several dates is best, and why. Pure: counts in, an explained choice out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Why = Literal["nobody", "most", "fewest_cannot", "fewest_must", "equal"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many said what of one date. `must`: they can if they must, or if their manager agrees."""

    date: int
    can: int
    must: int
    cannot: int


@dataclass(frozen=True, slots=True)
class Best:
    """The dates that are best (several: nothing tells them apart), and what decided between them and the next."""

    counts: tuple[Count, ...]
    why: Why


def best(counts: Sequence[Count]) -> Best:
    """The dates on which most can; of those, where fewest can't; of those, where fewest only can if they must.

    In this order, because an hour that costs somebody a favour is still better than one at which they can't be there at all.
    """
    possible = [each for each in counts if each.can or each.must]
    if not possible:
        return Best((), "nobody")
    most = _least(possible, lambda each: -each.can)
    surest = _least(most, lambda each: each.cannot)
    easiest = _least(surest, lambda each: each.must)
    if len(easiest) > 1:
        return Best(tuple(easiest), "equal")
    why: Why = "most" if len(most) == 1 else "fewest_cannot" if len(surest) == 1 else "fewest_must"
    return Best(tuple(easiest), why)


def _least(among: Sequence[Count], by: Callable[[Count], int]) -> list[Count]:
    least = min(map(by, among))
    return [each for each in among if by(each) == least]
