"""The pairs worth looking at: all of them when they are few, else the best of each mentee, and whatever turns out to be missing."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.matching.scores import Block, Ints, Scores, each_block

DENSE: Final = 1 << 18  # up to this many pairs, all are taken
BEST: Final = 20  # of each mentee, when they are more
SOUGHT: Final = 12  # of each mentor, then


class _Sought:
    """For each mentor, some of those who score most with them: whom nobody has among their own best must be seen too."""

    def __init__(self, mentors: int) -> None:
        self._rows, self._scores = np.zeros((2, SOUGHT, mentors), np.int64)
        self._every = np.arange(mentors)

    def offer(self, rows: Ints, scores: Ints) -> None:
        """One more mentee for each mentor, kept in place of the least of those so far."""
        least = self._scores.argmin(axis=0)
        more = np.flatnonzero(scores > self._scores[least, self._every])
        self._rows[least[more], more], self._scores[least[more], more] = rows[more], scores[more]

    def pairs(self) -> Ints:
        """They all: mentees, mentors, scores."""
        which, columns = np.nonzero(self._scores)
        return np.stack([self._rows[which, columns], columns, self._scores[which, columns]])


class Pool:
    """Pairs as three arrays of one length, sorted by mentee, then mentor, each pair once: `rows`, `columns`, `scores`.

    `whole` says that no allowed pair is missing.
    """

    def __init__(self, scores: Scores, rng: np.random.Generator) -> None:
        mentees, mentors = scores.shape
        few = mentors if mentees * mentors <= DENSE else min(BEST, mentors)
        # Many score the same with many: without a toss among equals, all would have the same few mentors in view.
        tosses = np.lib.stride_tricks.sliding_window_view(rng.integers(0, 256, 2 * mentors + 1), mentors)
        self.whole = few == mentors

        def one(start: int, block: Block) -> tuple[Ints, Ints, Ints]:
            if few == mentors:
                rows, columns = np.nonzero(block)
            else:
                keys = (block.astype(np.int64) << 8) + tosses[np.arange(start, start + len(block)) * 7919 % mentors]
                columns = np.argpartition(keys, -few, axis=1)[:, -few:].ravel()
                rows = np.repeat(np.arange(len(block)), few)
            found = block[rows, columns].astype(np.int64)
            top = block.argmax(axis=0)
            return np.stack([start + rows, columns, found])[:, found > 0], start + top, block[top, every].astype(np.int64)

        every, kept = np.arange(mentors), _Sought(mentors)
        taken = [np.zeros((3, 0), np.int64)]
        for pairs, rows, found in each_block(scores, one):
            taken.append(pairs)
            if not self.whole:
                kept.offer(rows, found)
        self._keep(np.concatenate([*taken, kept.pairs()], axis=1), mentors)

    def add(self, rows: Ints, columns: Ints, scores: Ints, mentors: int) -> None:
        """Take up more pairs."""
        self._keep(np.concatenate([np.stack([self.rows, self.columns, self.scores]), np.stack([rows, columns, scores])], axis=1), mentors)

    def _keep(self, found: Ints, mentors: int) -> None:
        _, first = np.unique(found[0] * mentors + found[1], return_index=True)
        self.rows, self.columns, self.scores = found[:, first]
