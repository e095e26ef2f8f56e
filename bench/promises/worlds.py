"""The simulated world: whatever people do while everything goes wrong. The judges are tests/simulation/checks.py."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Order, Proof
from bot.run.house import House
from tests.delivery.test_crashes import Blind, with_courier
from tests.simulation.world import Simulation


def _without(_: House) -> None:
    """Nothing is changed."""


def _tell(folder: Path, acts: int, change: Callable[[House], None], seed: int) -> Counter[str]:
    """One story: what it came to, and what was `wrong` with it."""
    simulation = Simulation(folder, seed, change=change)
    findings = asyncio.run(simulation.run(acts))
    simulation.file.unlink()
    wrong = Counter({f"wrong: seed {seed}: {what}": number for what, number in findings.wrong.items()})
    return simulation.told + Counter(messages=findings.counted["messages"]) + wrong


def _world(order: Order) -> Measured:
    stories, acts = order.of(40, 1), order.of(150, 40)
    seeds = range(order.seed * 10_000, order.seed * 10_000 + stories)
    told = sum(order.each(partial(_tell, order.folder, acts, _without), seeds), Counter[str]())
    wrong = [what.removeprefix("wrong: ") for what in told if what.startswith("wrong: ")]
    words = (
        f"{stories} stories of 20 people in three groups on two platforms: {told['acts']:,} things done, {told['crashes']:,} crashes, "
        f"{told['sockets lost']:,} sockets lost, {told['clock jumps']:,} clocks wrong, {told['messages']:,} messages: {len(wrong)} wrong"
    )
    return Measured(f"{words} ({'; '.join(wrong[:3])})" if wrong else words, held=not wrong)


def _blind(order: Order) -> Measured:
    seeds = range(order.seed * 10_000, order.seed * 10_000 + order.of(8, 1))
    told = sum(order.each(partial(_tell, order.folder, order.of(60, 30), with_courier(Blind)), seeds), Counter[str]())
    doubled = sum(number for what, number in told.items() if what.startswith("wrong: ") and "doubled" in what)
    return Measured(f"{told['crashes']:,} crashes: {doubled:,} doubled", held=doubled > 0)


WORLDS: Final = (
    Proof(
        "world", "Whatever people do while everything goes wrong, nothing is lost, doubled, misplaced, oversold or told to another", _world
    ),
    Proof("world_blind", "the same, where it is sent again without looking: the checkers find doubles", _blind),
)
