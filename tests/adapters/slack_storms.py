"""What Slack does to an app on a bad day, at any size: events told many times over, and a connection that keeps dying."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.adapters.slack_bot import Bot, WalkCog
from tests.loopback.slack import LoopbackSlack, NoAnswer, payloads
from tests.loopback.slack.shapes import Json


@dataclass(frozen=True)
class Storm:
    """What came of it. `effects` counts how often each thing done took effect."""

    told: int
    effects: Counter[str]


async def repeated(bot: Bot, things: int, dice: random.Random, restarts: int = 0) -> Storm:
    """Presses and arrivals, each told one to five times, shuffled, some before a restart of the bot and some after."""
    slack = bot.slack
    people = [slack.add_user(f"P{number}") for number in range(50)]
    await asyncio.gather(*(person.slash("/walk", "list", slack.general) for person in people))
    card = people[0].messages[-1]
    WalkCog.done.clear()
    tellings: list[Json] = []
    for number in range(things):
        action = {"type": "button", "block_id": "b", "action_id": f"walk.going:{number}"}
        payload = payloads.block_actions(slack.workspace, dice.choice(people).user, card, action, {})
        tellings += [payload] * dice.randint(1, 5)
    dice.shuffle(tellings)
    share = len(tellings) // (restarts + 1) + 1
    for start in range(0, len(tellings), share):
        if start:
            await bot.stop()
            await bot.start()
        await _tell(slack, tellings[start : start + share])
    await bot.settle()
    return Storm(len(tellings), Counter(WalkCog.done))


async def _tell(slack: LoopbackSlack, tellings: Sequence[Json]) -> None:
    """Sixteen at a time."""
    waiting = iter(tellings)

    async def tell() -> None:
        for payload in waiting:
            await slack.courier.interact("interactive", payload, "somebody", wants_answer=False)
            slack.courier.deliveries.clear()

    await asyncio.gather(*(tell() for _ in range(16)))


@dataclass(frozen=True)
class Flapping:
    """What came of a dying connection: presses tried, acknowledged and done, connections opened, seconds until one works again."""

    tried: int
    acknowledged: int
    effects: Counter[str]
    connections: int
    back_after: float


async def flapping(bot: Bot, cuts: int, shortest: float, longest: float, dice: random.Random) -> Flapping:
    """The connection is cut, deafened or asked to leave every so many seconds, while people press."""
    slack = bot.slack
    people = [slack.add_user(f"P{number}") for number in range(20)]
    await asyncio.gather(*(person.slash("/walk", "list", slack.general) for person in people))
    card = people[0].messages[-1]
    slack.courier.patience = 0.5
    WalkCog.done.clear()
    tried = acknowledged = 0
    dying = asyncio.create_task(_die(slack, cuts, shortest, longest, dice))
    while not dying.done():
        action = {"type": "button", "block_id": "b", "action_id": f"walk.going:{tried}"}
        tried += 1
        with suppress(NoAnswer):
            payload = payloads.block_actions(slack.workspace, dice.choice(people).user, card, action, {})
            await slack.courier.interact("interactive", payload, "somebody", wants_answer=False)
            acknowledged += 1
        await asyncio.sleep(0.005)
    loop = asyncio.get_running_loop()
    ended = loop.time()
    while True:
        with suppress(NoAnswer):
            await people[0].slash("/walk", "list", slack.general)
            break
    back_after = loop.time() - ended
    await bot.settle()
    return Flapping(tried, acknowledged, Counter(WalkCog.done), slack.sockets.accepted, back_after)


async def _die(slack: LoopbackSlack, cuts: int, shortest: float, longest: float, dice: random.Random) -> None:
    for _ in range(cuts):
        await asyncio.sleep(dice.uniform(shortest, longest))
        match dice.choice(["cut", "deaf", "asked"]):
            case "cut":
                slack.sockets.cut()
            case "deaf":
                slack.sockets.go_silent()
            case _:
                await slack.sockets.ask_to_reconnect()
