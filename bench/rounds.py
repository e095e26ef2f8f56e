"""A coffee round for 50, 500 and 5,000 people with a year of fortnightly history, beside networkx and a shuffle.

`python -m bench.rounds [--large]`. The history is made by shuffles, as most bots do it. networkx is given the pairs that never met, with
the score as their weight, for as many people as it can do in reasonable time. `--large` adds 20,000 people.
"""

import sys
from itertools import combinations
from random import Random
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table as Page

from bench.beside import Took, alone, timed
from bot.matching.rounds import round_of
from bot.matching.scores import Block, Ints

SIZES: Final = (50, 500, 5_000)
LARGE: Final = 20_000
ROUNDS: Final = 26
NETWORKX_UP_TO: Final = 200
THINGS: Final = 24

Line = tuple[int, int, float, float]  # repeats, total, the share of the bound, the mean of a pair


class InCommon:
    """Scores by the block: points for each thing two people both like, of which some are liked by many, and for living near."""

    def __init__(self, people: int) -> None:
        rng = np.random.default_rng(people)
        self.people = people
        likes = rng.random((people, THINGS)) < rng.random(THINGS) / 2
        rare = [round(60 / (0.2 + float(share))) for share in likes.mean(axis=0)]
        self._likes: NDArray[np.float32] = np.array(likes, np.float32)
        self._rare: NDArray[np.float32] = np.array(rare, np.float32)
        self._town = rng.integers(0, 12, people)

    def between(self, rows: Ints, columns: Ints) -> Block:
        """Of these people with those."""
        shared = np.asarray(np.matmul(self._likes[rows] * self._rare, self._likes[columns].T))
        return shared.astype(np.int32) + 150 * (self._town[rows, None] == self._town[columns]).astype(np.int32) + 1


def a_year(people: int) -> Ints:
    """Who met whom in a year of shuffles: shape `(pairs, 2)`."""
    rng = np.random.default_rng(people + 1)
    even = people - people % 2
    return np.concatenate([rng.permutation(people)[:even].reshape(-1, 2) for _ in range(ROUNDS)])


def ours(people: int, size: int) -> Took[Line]:
    """A round of pairs or of threes."""
    scores, met = InCommon(people), a_year(people)
    took = timed(lambda: round_of(scores, met=met, size=3 if size == 3 else 2))
    found = took.result
    pairs = sum(len(list(combinations(group, 2))) for group in found.groups)
    return Took((found.repeats, found.total, found.total / found.bound, found.total / pairs), took.seconds, took.megabytes)


def _line(people: int, pairs: list[tuple[int, int]]) -> Line:
    met = {(min(pair), max(pair)) for pair in a_year(people).tolist()}
    everybody = np.arange(people)
    total = sum(int(InCommon(people).between(everybody[one : one + 1], everybody[two : two + 1])[0, 0]) for one, two in pairs)
    return sum((min(pair), max(pair)) in met for pair in pairs), total, 0, total / len(pairs)


def shuffled(people: int) -> list[tuple[int, int]]:
    """Pairs as a shuffle makes them."""
    order = list(range(people))
    Random(people).shuffle(order)
    return list(zip(order[::2], order[1::2], strict=False))


def networkxs(people: int) -> list[tuple[int, int]]:
    """The largest total over pairs that never met, as many as can be."""
    everybody = np.arange(people)
    scores = InCommon(people).between(everybody, everybody)
    met = {(min(pair), max(pair)) for pair in a_year(people).tolist()}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from((one, two, int(scores[one, two])) for one, two in combinations(range(people), 2) if (one, two) not in met)
    return [(int(one), int(two)) for one, two in nx.max_weight_matching(graph, maxcardinality=True)]


def beside(way: str, people: int) -> Took[Line]:
    """Another way, by its name."""
    took = timed({"shuffle": shuffled, "networkx": networkxs}[way], people)
    return Took(_line(people, took.result), took.seconds, took.megabytes)


def measure(people: int) -> Page:
    """One size, each way a line."""
    page = Page(title=f"{people:,} people, {ROUNDS} rounds behind them")
    for heading in ("", "seconds", "MB", "repeats", "total", "of the bound", "mean of a pair"):
        page.add_column(heading, justify="left" if not heading else "right")
    lines = {"pairs": alone(ours, people, 2)}
    if people <= max(SIZES):
        lines["threes"] = alone(ours, people, 3)
    for way in ("shuffle", *(["networkx"] if people <= NETWORKX_UP_TO else [])):
        lines[way] = alone(beside, way, people)
    for name, took in lines.items():
        repeats, total, share, mean = took.result
        of_bound = f"{share:.2%}" if share else ""
        page.add_row(name, f"{took.seconds:.2f}", f"{took.megabytes:,.0f}", str(repeats), f"{total:,}", of_bound, f"{mean:.0f}")
    return page


if __name__ == "__main__":
    for each in (*SIZES, *([LARGE] if "--large" in sys.argv else [])):
        Console(width=110).print(measure(each))
