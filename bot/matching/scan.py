"""Looking at every pair at given prices: what each mentee has left at best, and which pairs are better than that."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.matching.aims import Objective
from bot.matching.scores import Block, Ints, Scores, each_block, joined

NEVER: Final = -(1 << 62)
FEW: Final = 10  # better pairs taken up for one mentee in one pass, at most, twice


def left_over(block: Block, start: int, of: Objective, prices: Ints) -> Ints:
    """What every pair of a block is worth, less the mentor's price: shape of the block, `NEVER` where it may not be used.

    Prices of limits may follow those of the mentors; a mentor's own holds theirs already.
    """
    prices = prices[: block.shape[1]]
    left = block - prices if of.scale == 1 else block * np.int64(of.scale) - prices
    left += of.bonus[start : start + len(block), None]
    np.putmask(left, block < of.at_least, NEVER)
    return left


def surplus(scores: Scores, of: Objective, prices: Ints, otherwise: int = 0) -> Ints:
    """The most each mentee can have left at these prices, at least what having nobody leaves: shape `(mentees,)`."""

    def one(start: int, block: Block) -> Ints:
        return left_over(block, start, of, prices).max(axis=1, initial=otherwise)

    return joined(each_block(scores, one))


def asked(scores: Scores, of: Objective, left: Ints, mentor: Ints) -> Ints:
    """The most that anybody who is not with a mentor would give to be, having `left`; at least 0: shape `(mentors,)`."""
    nothing = np.zeros(scores.shape[1], np.int64)

    def one(start: int, block: Block) -> Ints:
        others = left_over(block, start, of, nothing) - left[start : start + len(block), None]
        own = mentor[start : start + len(block)]
        others[np.flatnonzero(own >= 0), own[own >= 0]] = NEVER
        return others.max(axis=0, initial=0)

    return np.max([nothing, *each_block(scores, one)], axis=0)


def better(scores: Scores, of: Objective, prices: Ints, has: Ints, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Pairs that leave a mentee more than they have: rows, columns and scores, a few for each mentee.

    The best of each stretch of the mentors, and some at random: where many want the same, the best alone would send everyone to the next
    few, pass after pass.
    """
    mentees, mentors = scores.shape
    tried = rng.integers(0, mentors, (mentees, FEW))
    edges = np.linspace(0, mentors, min(FEW, mentors) + 1).astype(np.int64)
    stretches = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))

    def one(start: int, block: Block) -> Ints:
        gain = left_over(block, start, of, prices) - has[start : start + len(block), None]
        wanting = np.flatnonzero((gain > 0).any(axis=1))
        if not len(wanting):
            return np.zeros((3, 0), np.int64)
        gain = gain[wanting]
        columns = np.stack([first + gain[:, first:last].argmax(axis=1) for first, last in stretches], axis=1)
        columns = np.concatenate([columns, tried[start + wanting]], axis=1)
        rows, which = np.nonzero(np.take_along_axis(gain, columns, axis=1) > 0)
        columns, rows = columns[rows, which], wanting[rows]
        return np.stack([start + rows, columns, block[rows, columns].astype(np.int64)])

    found = np.concatenate([np.zeros((3, 0), np.int64), *each_block(scores, one)], axis=1)
    return found[0], found[1], found[2]
