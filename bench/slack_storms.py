"""Slack on a bad day: `python -m bench.slack_storms [THINGS]`.

A flapping hour, sixty times faster; and 20,000 things told one to five times, shuffled. Minutes, not seconds.
The seeds are fixed: the same day comes again.
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

from adapters.slack.link import Timing
from tests.adapters.slack_bot import connected
from tests.adapters.slack_storms import flapping, repeated

FASTER: Final = 60
CUTS: Final = 232
"""An hour of cuts every 1 to 30 s, 15.5 on average."""
THINGS: Final = 20_000
SEEDS: Final = (4, 5)
USUAL: Final = Timing()


async def hour(folder: Path) -> str:
    """Promise 4, on Slack."""
    quick = Timing(USUAL.ping / FASTER, USUAL.parting / FASTER, USUAL.longest_pause / FASTER, USUAL.steady / FASTER)
    async with connected(folder, timing=quick) as bot:
        came = await flapping(bot, CUTS, 1 / FASTER, 30 / FASTER, random.Random(SEEDS[0]))
    doubled = sum(times > 1 for times in came.effects.values())
    lost = came.acknowledged - sum(times == 1 for times in came.effects.values())
    return (
        f"A flapping hour, {FASTER} times faster: {CUTS} cuts, {came.connections} connections; {came.tried:,} presses, "
        f"{came.acknowledged:,} acknowledged, {doubled} doubled, {max(lost, 0)} acknowledged and not done; "
        f"back in service {came.back_after * FASTER:.1f} of its seconds after the last cut. Seed {SEEDS[0]}."
    )


async def storm(folder: Path, things: int) -> str:
    """Promise 5, on Slack."""
    began = perf_counter()
    async with connected(folder) as bot:
        came = await repeated(bot, things, random.Random(SEEDS[1]), restarts=3)
    wrong = things - sum(times == 1 for times in came.effects.values())
    took = perf_counter() - began
    return (
        f"{things:,} things told {came.told:,} times, shuffled, across 3 restarts: "
        f"{wrong} not done exactly once; {took:.0f} s. Seed {SEEDS[1]}."
    )


async def measure(things: int) -> None:
    """Both, one after the other."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        Console().print(await hour(Path(one)))
        Console().print(await storm(Path(other), things))


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.WARNING)
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else THINGS))
