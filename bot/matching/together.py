"""What two people together are worth in a round: whether they may meet, how often they have, and what they score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.matching.scores import Block, Ints, Table

AT_ONCE: Final = 64  # pairs looked up together: few, since scores come by the block


class Mutual(Protocol):
    """Scores of people with each other, the same both ways, 0 where the two may not meet."""

    @property
    def people(self) -> int:
        """How many."""
        ...

    def between(self, rows: Ints, columns: Ints) -> Block:
        """Of these people with those: shape `(len(rows), len(columns))`."""
        ...


class MutualTable:
    """Mutual scores that stand in one array."""

    def __init__(self, scores: Block) -> None:
        Table(scores)  # refuses what is no score
        if scores.shape[0] != scores.shape[1] or not np.array_equal(scores, scores.T):
            raise ValueError("scores of people with each other are the same both ways")
        self._scores = scores
        self.people = scores.shape[0]

    def between(self, rows: Ints, columns: Ints) -> Block:
        """A copy of that part."""
        return self._scores[np.ix_(rows, columns)]


class Counts:
    """How often each pair occurs in a list of pairs, kept by person, so that a hundred thousand people need no square of them."""

    def __init__(self, people: int, pairs: ArrayLike) -> None:
        found = np.asarray(pairs, np.int64).reshape(-1, 2)
        if found.size and not 0 <= int(found.min()) <= int(found.max()) < people:
            raise ValueError(f"a pair names somebody who is not one of the {people}")
        both = np.concatenate([found[:, 0] * people + found[:, 1], found[:, 1] * people + found[:, 0]])
        self._keys, self._times = np.unique(both, return_counts=True)
        self._other = self._keys % max(1, people)
        self._starts = np.searchsorted(self._keys, np.arange(people + 1) * people)
        self.most = int(self._times.max(initial=0))

    def times(self, ones: Ints, others: Ints) -> Ints:
        """How often each of these people is paired with the one in the same place of the other list."""
        wanted = ones * (len(self._starts) - 1) + others
        at = np.minimum(np.searchsorted(self._keys, wanted), max(0, len(self._keys) - 1))
        return np.where(self._keys[at] == wanted, self._times[at], 0) if len(self._keys) else np.zeros(len(wanted), np.int64)

    def between(self, rows: Ints, columns: Ints) -> Ints:
        """How often each of these people is paired with each of those, nobody named twice: shape `(len(rows), len(columns))`."""
        counts = np.zeros((len(rows), len(columns)), np.int64)
        place = np.full(len(self._starts) - 1, -1, np.int64)
        place[columns] = np.arange(len(columns))
        lengths = self._starts[rows + 1] - self._starts[rows]
        row = np.repeat(np.arange(len(rows)), lengths)
        entry = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(self._starts[rows], lengths)
        column = place[self._other[entry]]
        here = column >= 0
        counts[row[here], column[here]] = self._times[entry[here]]
        return counts


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Everything a round is made from; no score is above `highest`. `wary`: who would rather not be in a three."""

    scores: Mutual
    met: Counts
    barred: Counts
    highest: int
    wary: NDArray[np.bool_]

    @property
    def people(self) -> int:
        """How many."""
        return self.scores.people

    @property
    def once(self) -> int:
        """A worth above all that the scores of one round could add up to: it holds no more pairs than people."""
        return self.people * self.highest + 1

    def worth(self, rows: Ints, columns: Ints) -> Ints:
        """0 for people who may not meet; for others the score, and `once` for every time they have met less than those who met most."""
        score = self.scores.between(rows, columns).astype(np.int64)
        worth = score + (self.met.most - self.met.between(rows, columns)) * self.once
        worth[(score == 0) | (self.barred.between(rows, columns) > 0) | (rows[:, None] == columns)] = 0
        return worth

    def rows(self, start: int, stop: int) -> Ints:
        """The worth of everybody with everybody, by the block."""
        return self.worth(np.arange(start, stop), np.arange(self.people))

    @property
    def shape(self) -> tuple[int, int]:
        """People and people."""
        return self.people, self.people

    def of(self, groups: Sequence[tuple[int, ...]]) -> tuple[int, int]:
        """What two of one group score, and how often they had met, summed over all pairs of all groups."""
        pairs = np.array([pair for group in groups for pair in combinations(group, 2)], np.int64).reshape(-1, 2)
        scores = times = 0
        for some in np.array_split(pairs, range(AT_ONCE, len(pairs), AT_ONCE)):
            scores += int(np.trace(self.scores.between(some[:, 0], some[:, 1]).astype(np.int64)))
            times += int(self.met.times(some[:, 0], some[:, 1]).sum())
        return scores, times


def together(scores: Block | Mutual, met: ArrayLike, barred: ArrayLike, only_pairs: ArrayLike = ()) -> Together:
    """From scores, the pairs that met (once for each time), the pairs that may not, and who wants no three.

    Raises TypeError or ValueError.
    """
    mutual = MutualTable(scores) if isinstance(scores, np.ndarray) else scores
    everybody = np.arange(mutual.people)
    step = max(1, (1 << 20) // max(1, mutual.people))
    highest = max((int(mutual.between(everybody[at : at + step], everybody).max(initial=0)) for at in everybody[::step]), default=0)
    wary = np.isin(everybody, np.asarray(only_pairs, np.int64))
    return Together(mutual, Counts(mutual.people, met), Counts(mutual.people, barred), highest, wary)
