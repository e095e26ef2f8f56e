"""Promise 1: no announcement lost or doubled by a crash. The judge is that of tests/delivery/test_crashes.py."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bench.promises.proof import Measured, Order, Proof
from bot.run.house import House
from tests.delivery.test_crashes import Blind, Tally, Trusting, many, with_courier


def _told(order: Order, crashes: int, change: Callable[[House], None] = lambda _: None) -> Tally:
    return asyncio.run(many(order.folder, crashes, first=order.seed, change=change))


def _crashes(order: Order) -> Measured:
    came = _told(order, order.of(10_000, 60))
    wrong = came.wrong.total()
    words = f"{came.crashes:,} crashes in {came.stories:,} stories: {wrong} lost, doubled or in the wrong place; {came.parked} parked"
    return Measured(words, held=wrong == 0)


def _without(order: Order, courier: type[Blind | Trusting], word: str) -> Measured:
    came = _told(order, order.of(1_000, 40), with_courier(courier))
    found = sum(number for what, number in came.wrong.items() if word in what)
    return Measured(f"{came.crashes:,} crashes: {found:,} {word}", held=found > 0)


CRASHES = Proof("crashes", "No announcement lost or doubled by a crash", _crashes)
MARKED_FIRST = Proof(
    "marked_first", "the same, where marked means sent: the checker finds losses", lambda order: _without(order, Trusting, "lost")
)
SENT_FIRST = Proof(
    "sent_first", "the same, sent again without looking: the checker finds doubles", lambda order: _without(order, Blind, "doubled")
)
