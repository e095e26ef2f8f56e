"""Promise 8: good manners under rate limits. The judge is tests/adapters/manners.py; the loop's seconds are the wall's."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final
from unittest.mock import patch

from bench.promises.proof import Measured, Order, Proof, Size
from bot.pace import Lane
from tests.adapters.manners import Manners, Side, Storm, unlearning
from tests.adapters.manners_sides import on_discord, on_slack

REFUSED: Final = {Size.FULL: 0.005, Size.QUICK: 0.25}
"""Of a hundred messages learning takes its part."""
WORST: Final = 1000
SOON: Final = 1.0

Opened = Callable[[Path], AbstractAsyncContextManager[Side]]


async def _storm(order: Order, opened: Opened, messages: int, places: int) -> Manners:
    async with opened(order.folder) as side:
        return await Storm(side, order.of(messages, 90), order.of(places, 12), random.Random(order.seed)).told()


def _polite(order: Order, opened: Opened, messages: int, places: int) -> Measured:
    came = asyncio.run(_storm(order, opened, messages, places))
    commands, answers = came.p95
    words = (
        f"{came.wanted:,} messages in {came.lasted:,.0f} s, limits changing twice: {came.wanted - came.arrived} lost, "
        f"{came.disorderly} places out of order, {came.refused} refused ({came.share:.2%}, at most {came.worst} in ten minutes); "
        f"meanwhile 95 of 100 commands answered within {commands:.2f} s, and messages that answer somebody there within {answers:.2f} s"
    )
    good = came.share < REFUSED[order.size] and came.worst < WORST
    return Measured(words, held=good and came.arrived == came.wanted and not came.disorderly and max(came.p95) < SOON)


def _unlearning(order: Order) -> Measured:
    with patch.object(Lane, "slow", unlearning):
        came = asyncio.run(_storm(order, on_discord, 1_500, 60))
    words = f"{came.refused} of {came.wanted + came.refused:,} refused ({came.share:.1%})"
    return Measured(words, held=came.share > REFUSED[Size.FULL])


MANNERS: Final = (
    Proof("manners_discord", "Good manners under hidden limits: Discord", lambda order: _polite(order, on_discord, 7_000, 100)),
    Proof("manners_slack", "the same on Slack", lambda order: _polite(order, on_slack, 3_000, 100)),
    Proof("unlearning", "the same, waiting as told and learning nothing: the checker finds what is refused", _unlearning),
)
