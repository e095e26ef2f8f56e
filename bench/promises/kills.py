"""Promise 1 with real kills: the whole bot with the real adapters dies of SIGKILL while loopback servers live on."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Order, Proof
from tests.delivery.killing import Killed, killed

LANES: Final = 4
"""Each kill waits more than it works; every lane has its own bot, file and servers."""


def _kills(order: Order) -> Measured:
    lanes = [(order.seed * 100 + lane, order.of(500 // LANES, 6)) for lane in range(order.of(LANES, 1))]
    found = list(order.each(partial(_lane, order.folder), lanes, at_once=LANES))
    kills, arrived = sum(each.kills for each in found), sum(each.arrived for each in found)
    in_hand, parked = sum(each.in_hand for each in found), sum(each.parked for each in found)
    wrong = [what for each in found for what in each.wrong]
    words = (
        f"{kills:,} kills with discord.py and slack-bolt, {in_hand:,} messages found half sent, {arrived:,} on the platforms: "
        f"{len(wrong)} lost, doubled, misplaced or out of date; {parked} parked"
    )
    return Measured(f"{words} ({'; '.join(wrong[:3])})" if wrong else words, held=not wrong and not parked)


def _lane(folder: Path, lane: tuple[int, int]) -> Killed:
    seed, kills = lane
    own = folder / f"lane-{seed}"
    own.mkdir()
    return asyncio.run(killed(own, kills, seed))


KILLS: Final = Proof("kills", "No announcement lost or doubled by kill -9, on Discord or on Slack", _kills)
