"""Promises 4 and 5: a day on which sockets die every few seconds, and one on which everything is told again and again.

The real discord.py and the real slack-bolt, with loopback servers in the platforms' place; an hour is hurried sixty times. Work isn't
hurried, so how much fits into the hour depends on the machine.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import Final

from adapters.slack.link import Timing
from bench.promises.proof import Measured, Order, Proof
from tests.adapters import discord_bot, discord_storms, slack_bot, slack_storms, town_storms
from tests.hurry import LoopClock, hurry

FASTER: Final = 60
A_SHARE_FASTER: Final = 20
"""Gentler where others are measured beside it."""
HOUR: Final = 3600
CUTS: Final = 232
"""An hour of cuts every 1 to 30 s, 15.5 on average."""
THINGS: Final = 20_000
BACK_WITHIN: Final = 30
"""Seconds after the last cut."""
MOST_SESSIONS: Final = 100
USUAL: Final = Timing()


def _twice(effects: Counter[str]) -> int:
    return sum(times > 1 for times in effects.values())


async def _slack_hour(order: Order) -> Measured:
    quick = Timing(USUAL.ping / FASTER, USUAL.parting / FASTER, USUAL.longest_pause / FASTER, USUAL.steady / FASTER)
    cuts = order.of(CUTS, 12)
    async with slack_bot.connected(order.folder, timing=quick) as bot:
        came = await slack_storms.flapping(bot, cuts, 1 / FASTER, 30 / FASTER, random.Random(order.seed))
    doubled, back = _twice(came.effects), came.back_after * FASTER
    lost = max(0, came.acknowledged - sum(times == 1 for times in came.effects.values()))
    words = (
        f"{cuts} cuts of {came.connections} connections; {came.tried:,} presses, {came.acknowledged:,} acknowledged: {doubled} doubled, "
        f"{lost} acknowledged and not done; back {back:.1f} s after the last cut"
    )
    return Measured(words, held=not doubled and not lost and order.in_time(back <= BACK_WITHIN))


async def _discord_hour(order: Order, faster: int) -> Measured:
    async with discord_bot.connected(order.folder, LoopClock()) as bot:
        # Its heart beats in a thread of the library's, which nothing hurries.
        bot.discord.gateway.heartbeat_ms = round(bot.discord.gateway.heartbeat_ms / faster)
        came = await discord_storms.flapping(bot, order.of(HOUR, 60), random.Random(order.seed))
    doubled = _twice(came.effects)
    words = (
        f"{came.died} deaths of six kinds, {came.begun} sessions begun, {came.resumed} resumed; {len(came.reached):,} of {came.pressed:,} "
        f"presses reached the bot: {doubled} doubled, {len(came.forgotten)} neither done nor refused, "
        f"{len(set(came.effects) - came.answered):,} done after Discord had stopped waiting; back {came.back_after:.1f} s after the last"
    )
    held = not doubled and not came.forgotten and came.begun < MOST_SESSIONS and order.in_time(came.back_after <= BACK_WITHIN)
    return Measured(words, held)


def _hurried(order: Order, faster: int) -> Measured:
    return hurry(_discord_hour(order, faster), faster)


async def _slack_again(order: Order) -> Measured:
    things = order.of(THINGS, 150)
    async with slack_bot.connected(order.folder) as bot:
        came = await slack_storms.repeated(bot, things, random.Random(order.seed), restarts=3)
    return _told(things, came.told, came.effects)


async def _discord_again(order: Order) -> Measured:
    things = order.of(THINGS, 150)
    async with discord_bot.connected(order.folder, judging=False) as bot:
        came = await discord_storms.repeated(bot, things, random.Random(order.seed), restarts=3)
    return _told(things, came.told, came.effects)


async def _town_again(order: Order) -> Measured:
    things = order.of(THINGS, 150)
    came = await town_storms.repeated(order.folder, things, random.Random(order.seed), restarts=3)
    return _told(things, came.told, came.effects)


def _told(things: int, told: int, effects: Counter[str]) -> Measured:
    wrong = things - sum(times == 1 for times in effects.values())
    words = f"{things:,} things told {told:,} times, shuffled, across three restarts: {wrong} not done exactly once"
    return Measured(words, held=wrong == 0)


STORMS: Final = (
    Proof("flapping_slack", "Sockets may flap: an hour of it on Slack", lambda order: asyncio.run(_slack_hour(order))),
    Proof("flapping_discord", "the same on Discord", lambda order: _hurried(order, order.of(FASTER, A_SHARE_FASTER))),
    Proof("again_slack", "Input at least once, effect exactly once: on Slack", lambda order: asyncio.run(_slack_again(order))),
    Proof("again_discord", "the same on Discord", lambda order: asyncio.run(_discord_again(order))),
    Proof("again_town", "the same in the town", lambda order: asyncio.run(_town_again(order))),
)
