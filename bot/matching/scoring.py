"""Scores by the block, from profiles: the same whole numbers as `score.parts` adds up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import astuple
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.matching import score
from bot.matching.barring import Barring
from bot.matching.bars import Barred
from bot.matching.profiles import Helper, Seeker
from bot.matching.score import Rarity, Weights
from bot.matching.scores import Ints

_BITS: Final = ((8, np.uint8), (16, np.uint16), (32, np.uint32))
KINDS: Final = 600  # of seekers, in one table: it should stay in the cache beside what is worked on

Small: TypeAlias = NDArray[np.int16]  # twice as quick to add up as 32 bits

# What each part looks at on either side: people who are alike in that share a line of its table.
_LOOKS_AT: Final[dict[str, tuple[Callable[[Seeker], Hashable], Callable[[Helper], Hashable]]]] = {
    "kind": (lambda seeker: (seeker.kind, seeker.wants_kind), lambda helper: helper.kind),
    "team of one": (lambda seeker: seeker.team_of_one, lambda helper: helper.team_of_one),
    "years": (lambda seeker: seeker.years, lambda helper: helper.years),
    "place": (lambda seeker: (seeker.area, seeker.online), lambda helper: (helper.area, helper.online)),
    "language": (lambda seeker: seeker.language, lambda helper: helper.languages),
    "free": (lambda _: None, lambda _: None),
}


class Scoring:
    """The scores of all seekers with all helpers, 0 where a rule bars them. Raises ValueError for weights that add up to 2^15 or more."""

    def __init__(
        self, seekers: Sequence[Seeker], helpers: Sequence[Helper], weights: Weights | None = None, barred: Barred | None = None
    ) -> None:
        points = weights or Weights()
        if min(astuple(points)) < 0 or sum(astuple(points)) > np.iinfo(np.int16).max:
            raise ValueError("weights are whole numbers from 0 that add up to less than 32,768")
        self.shape = len(seekers), len(helpers)
        self._parts: list[_Part] = [_Topics(seekers, helpers, points.topics)]
        self._parts += _merged([_table(seekers, helpers, name, points) for name in _LOOKS_AT])
        self._parts.append(_Shared([each.times for each in seekers], [each.times for each in helpers], points.times))
        self._parts.append(_Shared([each.goals for each in seekers], [each.done for each in helpers], points.goal))
        self._barring = Barring(seekers, helpers, barred or Barred())

    def rows(self, start: int, stop: int) -> Small:
        """The scores of the seekers `start` to `stop - 1` with everybody."""
        total = np.zeros((stop - start, self.shape[1]), np.int16)
        for part in self._parts:
            part.add(total, start, stop)
        self._barring.clear(total, start, stop)
        return total


class _Part(Protocol):
    def add(self, total: Small, start: int, stop: int) -> None:
        """Add its points for these seekers."""
        ...


class _Topics:
    """What was asked for and is offered, each by how rare it is."""

    def __init__(self, seekers: Sequence[Seeker], helpers: Sequence[Helper], weight: int) -> None:
        rarity = Rarity(helpers)
        number: dict[str, int] = {}
        for topic in (topic for helper in helpers for topic in sorted(helper.topics)):
            number.setdefault(topic, len(number) + 1)
        self._offered = np.zeros((len(number) + 1, len(helpers)), np.int16)  # the first line: what nobody offers
        for at, helper in enumerate(helpers):
            self._offered[[number[topic] for topic in helper.topics], at] = 1
        asked = [rarity.points(seeker.topics, weight) for seeker in seekers]
        slots = max(map(len, asked), default=0)
        self._line = np.zeros((slots, len(seekers)), np.int64)
        self._points = np.zeros((slots, len(seekers)), np.int16)
        for at, points in enumerate(asked):
            self._line[: len(points), at] = [number.get(topic, 0) for topic in points]
            self._points[: len(points), at] = list(points.values())

    def add(self, total: Small, start: int, stop: int) -> None:
        for line, points in zip(self._line[:, start:stop], self._points[:, start:stop], strict=True):
            total += self._offered[line] * points[:, None]


class _Table:
    """A part that looks at little of each person: a line of points for each kind of seeker, and the line of each seeker."""

    def __init__(self, lines: Small, line: Ints) -> None:
        self.lines, self.line = lines, line

    def add(self, total: Small, start: int, stop: int) -> None:
        total += self.lines[self.line[start:stop]]


def _table(seekers: Sequence[Seeker], helpers: Sequence[Helper], name: str, weights: Weights) -> _Table:
    """Filled by the very rule that explains the part."""
    of_seeker, of_helper = _LOOKS_AT[name]
    rule = score.RULES[name]
    like_seeker = {of_seeker(each): each for each in seekers}
    like_helper = {of_helper(each): each for each in helpers}
    points = [[rule(seeker, helper, weights)[0] for helper in like_helper.values()] for seeker in like_seeker.values()]
    line = {key: at for at, key in enumerate(like_seeker)}
    column = {key: at for at, key in enumerate(like_helper)}
    columns = np.array([column[of_helper(each)] for each in helpers], np.int64)
    lines = np.array(points, np.int16).reshape(len(line), len(column))[:, columns]
    return _Table(lines, np.array([line[of_seeker(each)] for each in seekers], np.int64))


def _merged(tables: Sequence[_Table]) -> list[_Table]:
    """Fewer tables that say the same: two are added up beforehand where that doesn't make too many kinds of seeker."""
    done: list[_Table] = []
    for table in tables:
        last = done[-1] if done else table
        both = last.line * len(table.lines) + table.line
        kinds, line = np.unique(both, return_inverse=True)
        if done and len(kinds) <= KINDS:
            one, other = np.divmod(kinds, max(1, len(table.lines)))
            done[-1] = _Table(last.lines[one] + table.lines[other], line)
        else:
            done.append(table)
    return done


class _Shared:
    """Points for anything at all in common, each thing being one bit."""

    def __init__(self, ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]], weight: int) -> None:
        things = sorted({thing for each in ones for thing in each} & {thing for each in others for thing in each})
        self._weight = np.int16(weight)
        self._words = [_bits(things[at : at + 32], ones, others) for at in range(0, len(things), 32)]

    def add(self, total: Small, start: int, stop: int) -> None:
        shared = np.zeros(total.shape, np.bool_)
        for ones, others in self._words:
            shared |= (ones[start:stop, None] & others) != 0
        total += shared * self._weight


def _bits(
    things: Sequence[str], ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]]
) -> tuple[NDArray[np.unsignedinteger], NDArray[np.unsignedinteger]]:
    bit = {thing: 1 << at for at, thing in enumerate(things)}
    narrow = next(kind for size, kind in _BITS if len(things) <= size)

    def read(each: frozenset[str]) -> int:
        return sum(bit.get(thing, 0) for thing in each)

    return np.array([read(each) for each in ones], narrow), np.array([read(each) for each in others], narrow)
