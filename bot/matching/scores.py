"""Scores as the engine reads them: whole numbers, one row a mentee, one column a mentor, 0 where the two may not be matched.

They come as an array, or as anything that can give them a block of rows at a time, so that a hundred million never stand in memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints: TypeAlias = NDArray[np.int64]
Block: TypeAlias = NDArray[np.integer[Any]]  # of any width: the narrower, the quicker read

CELLS: Final = 1 << 16  # in one block: what a core's own cache holds, worked copies included
LARGEST: Final = 1 << 40  # beyond this a sum of scores might not be exact

FORBIDDEN: Final = (1 << 63) - 1  # further than any

T = TypeVar("T")


class Scores(Protocol):
    """Scores by the block."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many mentees, how many mentors."""
        ...

    def rows(self, start: int, stop: int) -> Block:
        """Those of the mentees `start` to `stop - 1`: shape `(stop - start, mentors)`, the same whenever asked, from any thread."""
        ...


class Table:
    """Scores that stand in one array."""

    def __init__(self, scores: Block) -> None:
        if scores.ndim != 2 or not np.issubdtype(scores.dtype, np.integer):
            raise TypeError(f"scores are whole numbers in two dimensions, not {scores.dtype} in {scores.ndim}")
        if scores.size and not 0 <= int(scores.min()) <= int(scores.max()) <= LARGEST:
            raise ValueError(f"a score is 0 (not allowed) or a whole number up to {LARGEST}")
        self._scores = scores

    @property
    def shape(self) -> tuple[int, int]:
        """How many mentees, how many mentors."""
        return self._scores.shape[0], self._scores.shape[1]

    def rows(self, start: int, stop: int) -> Block:
        """A view of those rows."""
        return self._scores[start:stop]


def as_scores(scores: Block | Scores) -> Scores:
    """Either, as scores by the block. Raises TypeError or ValueError for an array that is none."""
    return Table(scores) if isinstance(scores, np.ndarray) else scores


def as_capacity(capacity: ArrayLike, mentors: int) -> Ints:
    """One place count for each mentor, from 0. Raises ValueError for anything else."""
    places = np.asarray(capacity)
    if places.shape != (mentors,) or (places.size and (not np.issubdtype(places.dtype, np.integer) or int(places.min()) < 0)):
        raise ValueError(f"capacity is {mentors} whole numbers from 0, one for each mentor")
    return places.astype(np.int64)


def each_block(scores: Scores, do: Callable[[int, Block], T]) -> Iterator[T]:
    """`do(first row, block)` for every block, its answers in order; on several cores when there are several blocks."""
    mentees, mentors = scores.shape
    height = max(1, CELLS // max(1, mentors))
    starts = range(0, mentees, height)

    def one(start: int) -> T:
        return do(start, scores.rows(start, min(start + height, mentees)))

    if len(starts) < 2:
        yield from map(one, starts)
        return
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        yield from pool.map(one, starts)


def pair_scores(scores: Scores, mentor: Ints) -> Ints:
    """What each mentee scores with the mentor given, 0 for -1: shape `(mentees,)`."""

    def one(start: int, block: Block) -> Ints:
        own = mentor[start : start + len(block)]
        matched = np.flatnonzero(own >= 0)
        found = np.zeros(len(block), np.int64)
        found[matched] = block[matched, own[matched]]
        return found

    return joined(each_block(scores, one))


def joined(parts: Iterator[Ints]) -> Ints:
    """The parts end to end; nothing when there are none."""
    return np.concatenate([np.zeros(0, np.int64), *parts])
