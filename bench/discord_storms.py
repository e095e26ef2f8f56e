"""Discord on a bad day: `python -m bench.discord_storms [THINGS]`.

An hour in which the socket dies every 1 to 30 s, in six ways, sixty times faster; and 20,000 things told one to five times, shuffled.
Minutes, not seconds. The seeds are fixed, but work isn't hurried: how much fits into the hour depends on the machine.
"""

from __future__ import annotations

import asyncio
import logging
import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

import structlog
from rich.console import Console

from tests.adapters.discord_bot import connected
from tests.adapters.discord_storms import flapping, repeated
from tests.hurry import LoopClock, hurry

FASTER: Final = 60
HOUR: Final = 3600.0
THINGS: Final = 20_000
SEEDS: Final = (4, 5)


async def hour(folder: Path) -> str:
    """Promise 4, on Discord, in a hurried loop."""
    async with connected(folder, LoopClock()) as bot:
        # Its heart beats in a thread of the library's, which nothing hurries.
        bot.discord.gateway.heartbeat_ms = round(bot.discord.gateway.heartbeat_ms / FASTER)
        came = await flapping(bot, HOUR, random.Random(SEEDS[0]))
    doubled = sum(times > 1 for times in came.effects.values())
    return (
        f"A flapping hour, {FASTER} times faster: {came.died} deaths, {came.begun} sessions begun, {came.resumed} resumed; "
        f"{came.pressed:,} presses, {len(came.reached):,} reached the bot, of which {doubled} took effect twice, "
        f"{len(came.forgotten)} were neither done nor refused "
        f"and {len(set(came.effects) - came.answered):,} were done after Discord had stopped waiting; "
        f"back in service {came.back_after:.1f} s after the last. Seed {SEEDS[0]}."
    )


async def storm(folder: Path, things: int) -> str:
    """Promise 5, on Discord."""
    began = perf_counter()
    async with connected(folder, judging=False) as bot:
        came = await repeated(bot, things, random.Random(SEEDS[1]), restarts=3)
    wrong = things - sum(times == 1 for times in came.effects.values())
    return (
        f"{things:,} things told {came.told:,} times, shuffled, across 3 restarts: {wrong} not done exactly once, "
        f"{came.unanswered} unanswered; {perf_counter() - began:.0f} s. Seed {SEEDS[1]}."
    )


def measure(things: int) -> None:
    """Both, one after the other."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        Console().print(hurry(hour(Path(one)), FASTER))
        Console().print(asyncio.run(storm(Path(other), things)))


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.WARNING)
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else THINGS)
