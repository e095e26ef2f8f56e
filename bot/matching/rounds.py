"""Coffee rounds: everybody in a pair or a three, fewest repeats over the whole history, and then the most in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from bot.matching.assignment import assign
from bot.matching.pairs import best_pairs
from bot.matching.scores import Block, Ints, each_block
from bot.matching.threes import best_threes
from bot.matching.together import Mutual, Together, together

SMALL: Final = 100  # people: up to so many, each is tried as third before a repeat is called unavoidable
TRIES: Final = 20  # of them tried in a larger round

Group = tuple[int, ...]


class WhyAlone(Enum):
    """Why somebody is in no group."""

    ONLY = "there is nobody else this time"
    NOBODY = "there is nobody they may meet"
    FULL = "everybody they may meet is in a group they can't join"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody in no group, and the rule."""

    person: int
    why: WhyAlone


@dataclass(frozen=True, slots=True)
class Round:
    """Groups of two or three, the lowest number first, in order.

    `repeats` counts, for every two who sit together, the times they had met before; no round that leaves out no more has fewer than
    `fewest`. `total` is what all pairs of the groups score; no round with as few repeats scores more than `bound`.
    """

    groups: tuple[Group, ...]
    repeats: int
    total: int
    fewest: int
    bound: int
    left_out: tuple[LeftOut, ...]


def round_of(
    scores: Block | Mutual,
    *,
    met: ArrayLike = (),
    barred: ArrayLike = (),
    only_pairs: ArrayLike = (),
    size: Literal[2, 3] = 2,
    seed: int = 0,
) -> Round:
    """Put everybody in groups of `size`; where that doesn't come out even, one group of three among pairs, or a pair or two among threes.

    `scores` is of people with each other, `(people, people)`, the same both ways, 0 where two may not meet; `met` is a list of pairs, one
    for each time; `barred` is a list of pairs who may not. Pairs are exact up to the odd one, threes the best that a search finds.
    `only_pairs` are people who would rather not be in a three: they are in one only where else more would be left out, or meet again.
    Among equals the seed decides. Raises TypeError or ValueError for input that is none.
    """
    people = together(scores, met, barred, only_pairs)
    if size == 3:
        threes = _told(people, _join(people, best_threes(people, np.random.default_rng(seed)), seed))
        return replace(threes, bound=_best_company(people, 2))
    wished = _in_pairs(people, seed)
    if people.wary.any() and (wished.left_out or wished.repeats > wished.fewest):
        return min(wished, _in_pairs(replace(people, wary=np.zeros_like(people.wary)), seed), key=lambda one: _how_bad(one)[:2])
    return wished


def _in_pairs(people: Together, seed: int) -> Round:
    paired = best_pairs(people, seed)
    told = _told(people, paired.pairs)
    fewest = max(0, told.repeats - (told.total + paired.gap) // people.once)
    best = _told(people, _join(people, paired.pairs, seed))
    for third in _thirds(people, seed):
        if not best.left_out and best.repeats == fewest:
            break
        best = min(best, _told(people, _join(people, _around(people, third, seed), seed)), key=_how_bad)
    # A third adds two pairs to the round; a repeat allowed would, at worst, be worth all the rest.
    allowed = paired.gap + (best.repeats - told.repeats) * people.once
    bound = min(told.total + allowed, _best_company(people, 1)) + 2 * people.highest * sum(len(group) == 3 for group in best.groups)
    return replace(best, fewest=fewest, bound=bound)


def _how_bad(one: Round) -> tuple[int, int, int]:
    return len(one.left_out), one.repeats, -one.total


def _told(people: Together, groups: tuple[Group, ...]) -> Round:
    """A round with these groups, and what can be said of it."""
    placed = {person for group in groups for person in group}
    alone = tuple(_why(people, person) for person in range(people.people) if person not in placed)
    total, repeats = people.of(groups)
    return Round(groups, repeats, total, 0, 0, alone)


def _why(people: Together, person: int) -> LeftOut:
    if people.people == 1:
        return LeftOut(person, WhyAlone.ONLY)
    may_meet = people.worth(np.array([person]), np.arange(people.people)) > 0
    return LeftOut(person, WhyAlone.FULL if may_meet.any() else WhyAlone.NOBODY)


def _join(people: Together, groups: tuple[Group, ...], seed: int) -> tuple[Group, ...]:
    """Whoever is in no group joins a pair, one to each pair, as well as can be."""
    placed = {person for group in groups for person in group}
    alone = np.array([person for person in range(people.people) if person not in placed], np.int64)
    pairs: list[Group] = [group for group in groups if len(group) == 2]
    if not len(alone) or not pairs:
        return groups
    sides = np.array(pairs, np.int64).T
    first, second = (people.worth(alone, side) for side in sides)
    fine = ~people.wary[alone, None] & ~people.wary[sides[0]] & ~people.wary[sides[1]]
    worth = np.where((first > 0) & (second > 0) & fine, first + second, 0)
    found = assign(worth, np.ones(len(pairs), np.int64), aims=("most", "total"), seed=seed)
    third: dict[Group, int] = {pairs[int(at)]: int(person) for person, at in zip(alone, found.mentor, strict=True) if at >= 0}
    return tuple(sorted(tuple(sorted((*group, third[group]))) if group in third else group for group in groups))


def _thirds(people: Together, seed: int) -> Iterator[int]:
    """Whom to try as the third when the number is odd: everybody in a small group, some in a large one."""
    if people.people % 2 and people.people > 2:
        tries = people.people if people.people <= SMALL else TRIES
        willing = np.flatnonzero(~people.wary)
        yield from map(int, np.random.default_rng(seed).permutation(willing)[:tries])


def _around(people: Together, third: int, seed: int) -> tuple[Group, ...]:
    """Pairs of all the others, of fewest repeats, and then with pairs that the third has met neither of."""
    others = np.delete(np.arange(people.people), third)
    found = best_pairs(_Around(people, third, others), seed)
    return tuple((int(others[one]), int(others[other])) for one, other in found.pairs)


class _Around:
    """What pairs of the others are worth when somebody is to join one: repeats first, then room for the third, then the score."""

    def __init__(self, people: Together, third: int, others: Ints) -> None:
        self._people, self._others = people, others
        with_third = people.worth(np.array([third]), others)[0]
        self._new = (with_third > 0) & (with_third // people.once == people.met.most) & ~people.wary[others]
        self.shape = (len(others), len(others))

    def rows(self, start: int, stop: int) -> Ints:
        """The worth of the others with each other, by the block."""
        worth = self._people.worth(self._others[start:stop], self._others)
        new, score = np.divmod(worth, self._people.once)
        room = self._new[start:stop, None] & self._new
        return (score + (new * (len(self._others) + 1) + room) * self._people.once) * (worth > 0)


def _best_company(people: Together, others: int) -> int:
    """What all would score if everybody sat with the one or two they score most with: no round of pairs, or of threes, scores more."""

    def one(_start: int, block: Block) -> int:
        score, many = block % people.once, min(others, block.shape[1])
        return int(np.partition(score, -many, axis=1)[:, -many:].sum())

    return sum(each_block(people, one)) // 2
