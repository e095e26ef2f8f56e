"""Promise 1: no announcement lost or doubled by a crash. The judges are those of tests/delivery/test_crashes.py."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Order, Proof
from bot.run.house import House
from tests.delivery.test_crashes import Blind, Tally, Trusting, many, with_courier
from tests.delivery.unreadable import BOTH, HISTORY, NEITHER, NONCE, Rules

BATCH: Final = 250
"""Crashes told by one process at a time, from seeds of their own."""


def _without(_: House) -> None:
    """Nothing is changed."""


def _told(order: Order, rules: Rules, crashes: int, change: Callable[[House], None] = _without) -> Tally:
    batches = [order.seed * 100_000 + 1_000 * at for at in range(max(1, crashes // BATCH))]
    found, work = Tally(), partial(_batch, order.folder, rules, min(BATCH, crashes), change)
    for came in order.each(work, batches):
        found.crashes, found.stories, found.parked = found.crashes + came.crashes, found.stories + came.stories, found.parked + came.parked
        found.wrong += came.wrong
    return found


def _batch(folder: Path, rules: Rules, crashes: int, change: Callable[[House], None], first: int) -> Tally:
    own = folder / f"{rules.name}-{first}"
    own.mkdir()
    return asyncio.run(many(own, crashes, first=first, change=change, rules=rules))


def _crashes(rules: tuple[Rules, ...], order: Order) -> Measured:
    """As many on each; where the bot can look, nothing waits for a person, and where it can't, all that waits is on the desk."""
    tallies = [(each, _told(order, each, order.of(2_500, 30))) for each in rules]
    wrong = [f"{each.name}: {what}" for each, came in tallies for what in came.wrong]
    kept = [came.parked == 0 for each, came in tallies if each.readable]
    words = "; ".join(f"{each.name}: {came.crashes:,} crashes in {came.stories:,} stories, {came.parked} parked" for each, came in tallies)
    words += f": {len(wrong)} wrong"
    return Measured(f"{words} ({'; '.join(wrong[:3])})" if wrong else words, held=not wrong and all(kept))


def _finds(courier: type[Blind | Trusting], word: str, order: Order) -> Measured:
    came = _told(order, HISTORY, order.of(1_000, 30), with_courier(courier))
    found = sum(number for what, number in came.wrong.items() if word in what)
    return Measured(f"{came.crashes:,} crashes: {found:,} {word}", held=found > 0)


CRASHES: Final = (
    Proof(
        "crashes",
        "No announcement lost, doubled or in the wrong place by a crash at any commit or send, with outages of 5 s to a day",
        partial(_crashes, (HISTORY, BOTH)),
    ),
    Proof(
        "crashes_unreadable",
        "the same where no history can be read: what nobody can tell, and that alone, is on the organisers' desk with what to do",
        partial(_crashes, (NONCE, NEITHER)),
    ),
    Proof("marked_first", "the same, where marked means sent: the checker finds losses", partial(_finds, Trusting, "lost")),
    Proof("sent_first", "the same, where it is sent again without looking: the checker finds doubles", partial(_finds, Blind, "doubled")),
)
