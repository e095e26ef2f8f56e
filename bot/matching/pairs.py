"""The best way to put people in pairs: exact, and with a bound that shows it.

A linear programme over half-pairs (everybody is assigned to somebody, as if one could be half of two pairs) gives each person a
potential. No pair is worth more than its two potentials, so their sum bounds every round; how much less a pair is worth is its slack.
The blossom algorithm then pairs people along the pairs of least slack. A round that beat the one found would use only pairs with less
slack than that one has in all: once those have all been looked at, it is the best (weak duality, as in Edmonds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import rustworkx

from bot.matching.assignment import assign
from bot.matching.scores import FORBIDDEN, Block, Ints, Scores, each_block

NEAREST: Final = 12  # pairs of least slack looked at first, for each person
MANY: Final = 400_000  # pairs the blossom algorithm is given at most


@dataclass(frozen=True, slots=True)
class Paired:
    """Pairs of people, lower number first; whoever is left over is in none. No other way is worth more by more than `gap`."""

    pairs: tuple[tuple[int, int], ...]
    gap: int


def best_pairs(worth: Scores, seed: int = 0) -> Paired:
    """As many pairs as there can be, and of those rounds the one worth most. `worth` is the same both ways, 0 where not allowed."""
    people = worth.shape[0]
    if not people:
        return Paired((), 0)
    search = _Search(_Even(worth), seed)
    pairs = _blossom(search.edges())
    if 2 * pairs.shape[1] < len(search.twice):
        return _some_left_over(search, people, pairs)
    gap = int(pairs[2].sum())
    within = max(2, gap // 16)
    while gap > 1 and search.how_many(within) <= MANY:
        pairs = _blossom(search.edges(within))
        # Every pair that a better round could use was there: this is the best, whatever half-pairs would make of it.
        gap = 0 if pairs[2].sum() <= within else int(pairs[2].sum())
        within = min(4 * within, gap)
    return Paired(_told(pairs, people), gap // 2)


def _some_left_over(search: _Search, people: int, pairs: Ints) -> Paired:
    """When not everybody can be paired, who is left over counts too: the worth itself decides, if the pairs are not too many."""
    if search.how_many(FORBIDDEN) > 2 * MANY:
        alone = np.ones(len(search.twice), np.bool_)
        alone[pairs[:2]] = False
        return Paired(_told(pairs, people), int(search.twice[alone].sum() + pairs[2].sum()) // 2)
    edges = search.edges(FORBIDDEN)
    edges[2] -= search.twice[edges[0]] + search.twice[edges[1]]
    return Paired(_told(_blossom(edges), people), 0)


def _told(pairs: Ints, people: int) -> tuple[tuple[int, int], ...]:
    """The pairs, without whoever is paired with nobody."""
    return tuple(sorted((int(one), int(other)) for one, other in pairs[:2].T if other < people))


class _Even:
    """The worth of pairs among an even number of people: for an odd number, a nobody is added whom everyone may be paired with."""

    def __init__(self, worth: Scores) -> None:
        self._worth, self._people = worth, worth.shape[0]
        even = self._people + self._people % 2
        self.shape = even, even

    def rows(self, start: int, stop: int) -> Block:
        """Those of the people `start` to `stop - 1`."""
        block = np.ones((stop - start, self.shape[0]), np.int64)
        real = min(stop, self._people)
        block[: real - start, : self._people] = self._worth.rows(start, real)
        if real < stop:
            block[-1, -1] = 0
        return block


class _Search:
    """The potentials, and the pairs by how much less than their potentials they are worth."""

    def __init__(self, worth: Scores, seed: int) -> None:
        self._worth = worth
        half = assign(worth, np.ones(worth.shape[0], np.int64), aims=("most", "total"), seed=seed)
        self._unit = int(half.objective().bonus[0])  # of one more person in a pair
        self.twice = half.prices + half.surplus  # the potentials, doubled to stay whole

    def how_many(self, within: int) -> int:
        """How many pairs have less slack than that, each counted from both sides."""
        return sum(each_block(self._worth, lambda start, block: int((self._slack(start, block) < within).sum())))

    def edges(self, within: int = 0, nearest: int = NEAREST) -> Ints:
        """Pairs, lower number first, with their slack, doubled: each person's `nearest`, and all with less slack than `within`."""

        def one(start: int, block: Block) -> Ints:
            slack = self._slack(start, block)
            near = slack < within
            few = min(nearest, block.shape[1] - 1)
            np.put_along_axis(near, np.argpartition(slack, few, axis=1)[:, :few], values=True, axis=1)
            rows, columns = np.nonzero(near & (slack < FORBIDDEN))
            return np.stack([np.minimum(start + rows, columns), np.maximum(start + rows, columns), slack[rows, columns]])

        found = np.concatenate(list(each_block(self._worth, one)), axis=1)
        return np.unique(found, axis=1)

    def _slack(self, start: int, block: Block) -> Ints:
        """How much less than their potentials the pairs of a block are worth, doubled; FORBIDDEN where they may not be."""
        slack = self.twice[start : start + len(block), None] + self.twice - 2 * (block.astype(np.int64) + self._unit)
        slack[block == 0] = FORBIDDEN
        return slack


def _blossom(edges: Ints) -> Ints:
    """As many pairs as there can be, with the least slack: an exact matching, some of the edges."""
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * (int(edges[1].max(initial=-1)) + 1))
    # Weights that are near each other let the algorithm begin near its end: a second where the worth itself takes minutes.
    weights = int(edges[2].max(initial=0)) + 1 - edges[2]
    graph.add_edges_from(list(zip(edges[0].tolist(), edges[1].tolist(), weights.tolist(), strict=True)))
    which = {(one, other): at for at, (one, other) in enumerate(zip(edges[0].tolist(), edges[1].tolist(), strict=True))}
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return edges[:, sorted(which[min(pair), max(pair)] for pair in found)]
