"""Limits that several mentors share: at most so many in one week, with one host, in one organisation.

Each limit holds for some of the options (mentors, days, places), and of any two limits either one lies wholly inside the other or they
have nothing in common. So they hang under one another like the boxes of a tree, and matching within them stays a flow, exact and whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.scores import Ints


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `places` matches with these options together: their places in the list of capacities."""

    places: int
    options: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """The options, then the limits, each with its `places` and the number of what it hangs under: `top` is above everything.

    `inner_first` are the limits' numbers, each before what it hangs under.
    """

    options: int
    places: Ints
    above: Ints
    inner_first: tuple[int, ...]

    @property
    def top(self) -> int:
        """The number of what is above everything: no limit at all."""
        return len(self.places)

    def load(self, mentor: Ints) -> Ints:
        """How many are matched with each option and within each limit: shape `(options + limits,)`."""
        load = np.zeros(self.top + 1, np.int64)
        load[: self.options] = np.bincount(mentor + 1, minlength=self.options + 1)[1:]
        np.add.at(load, self.above[: self.options], load[: self.options])
        for each in self.inner_first:
            load[self.above[each]] += load[each]
        return load[:-1]

    def room(self, left: Ints) -> Ints:
        """What is left with each option, when this is what is left with each option and within each limit by itself."""
        room = np.append(left, np.iinfo(np.int64).max)
        for each in reversed(self.inner_first):
            room[each] = min(room[each], room[self.above[each]])
        return np.minimum(room[: self.options], room[self.above[: self.options]])

    def without(self, taken: Ints) -> Nested:
        """The same with as many places fewer; some may fall below nothing."""
        return Nested(self.options, self.places - taken, self.above, self.inner_first)

    def own(self, prices: Ints) -> Ints:
        """What each asks beyond what it hangs under: no less than nothing, at honest prices."""
        return prices - np.append(prices, 0)[self.above]

    def shuffled(self, place_of: Ints) -> Nested:
        """The same with option `i` at `place_of[i]`."""
        places, above = self.places.copy(), self.above.copy()
        places[place_of], above[place_of] = self.places[: self.options], self.above[: self.options]
        return Nested(self.options, places, above, self.inner_first)

    def asking(self, wanted: Ints, prices: Ints, load: Ints) -> Ints:
        """`wanted`, raised to these prices where they hang together.

        Nothing asks less than what it hangs under, and that asks no less than a part of it that has places free.
        """
        raised, free = np.append(wanted, 0), load < self.places
        np.maximum.at(raised, self.above[free], prices[free])
        return np.maximum(raised[:-1], np.append(prices, 0)[self.above])


def nested(places: Ints, limits: Sequence[Limit]) -> Nested:
    """Hang the limits under one another. Raises ValueError for what is no limit, or where two cross each other."""
    options = len(places)
    insides = [_options(each, options) for each in limits]
    inner_first = sorted(range(len(limits)), key=lambda at: len(insides[at]))
    above = np.full(options + len(limits), options + len(limits), np.int64)
    outermost = np.arange(options)
    size = np.ones(len(above), np.int64)
    for number in inner_first:
        inside = insides[number]
        parts = np.unique(outermost[inside])
        if int(size[parts].sum()) != len(inside):
            raise ValueError("two limits cross: one must lie inside the other, or have nothing in common with it")
        above[parts] = outermost[inside] = options + number
        size[options + number] = len(inside)
    room = np.concatenate([places, np.array([each.places for each in limits], np.int64)])
    return Nested(options, room, above, tuple(options + number for number in inner_first))


def _options(limit: Limit, options: int) -> NDArray[np.int64]:
    inside = np.unique(np.array(limit.options, np.int64))
    if limit.places < 0 or (len(inside) and not 0 <= int(inside[0]) <= int(inside[-1]) < options):
        raise ValueError(f"a limit is a whole number of places from 0, and the numbers of some of the {options} options")
    return inside
