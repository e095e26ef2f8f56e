"""Promise 7: safe matching. The judges are bench/safe_matching.py and tests/community/test_safe_coffee.py."""

from __future__ import annotations

from functools import partial
from typing import Final

from bench.promises.proof import Measured, Order, Proof
from bench.safe_matching import wrong
from tests.community.test_safe_coffee import what_went_wrong


def _matching(order: Order) -> Measured:
    groups, most, small = order.of(20_000, 60), order.of(500, 60), order.of(100, 30)
    work = partial(_several, most=most, small=small)
    found = [words for came in order.each(work, _batches(order.seed, groups)) for words in came]
    return _told(f"{groups:,} random groups of 2 to {most}, nine in ten of them of up to {small}", found)


def _coffee(order: Order) -> Measured:
    groups, most = order.of(150, 2), order.of(30, 14)
    seeds = range(order.seed * 1_000, order.seed * 1_000 + groups)
    found = [words for came in order.each(partial(what_went_wrong, most=most), seeds) for words in came]
    return _told(f"{groups:,} groups of 2 to {most}, five rounds each, through the real rules", found)


def _batches(seed: int, groups: int) -> list[range]:
    """Twenty at a time: most take a few milliseconds."""
    first = seed * 1_000_000
    return [range(start, min(start + 20, first + groups)) for start in range(first, first + groups, 20)]


def _several(seeds: range, most: int, small: int) -> list[str]:
    """Every tenth may be of the largest: the time they take grows with the square of the people."""
    return [words for seed in seeds for words in wrong(seed, small if seed % 10 else most)]


def _told(what: str, found: list[str]) -> Measured:
    shown = f" ({'; '.join(found[:3])})" if found else ""
    return Measured(f"{what}: {len(found)} wrong{shown}", held=not found)


MATCHES: Final = (
    Proof(
        "matching",
        "Safe matching: nobody twice, barred or over capacity, nobody left over who could be looked after, no repeat while avoidable",
        _matching,
    ),
    Proof("coffee", "the same in coffee rounds, while people leave, take breaks and keep each other away: both told or neither", _coffee),
)
