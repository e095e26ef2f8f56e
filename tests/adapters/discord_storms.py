"""What Discord does to a bot on a bad day, at any size: a socket that keeps dying, and things told many times over."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.adapters.discord_bot import Bot, until
from tests.adapters.slack_bot import WalkCog
from tests.loopback.discord import Asked, LoopbackDiscord
from tests.loopback.discord.people import COMPONENT, PATIENCE
from tests.loopback.discord.world import Json


@dataclass(frozen=True)
class Flapping:
    """What came of a socket that keeps dying. Times are seconds of the loop's; `effects` counts how often each press took effect."""

    pressed: int
    reached: Counter[str]
    answered: set[str]
    effects: Counter[str]
    died: int
    begun: int
    resumed: int
    back_after: float

    @property
    def forgotten(self) -> set[str]:
        """Presses that reached the bot and were neither done nor answered."""
        return set(self.reached) - set(self.effects) - self.answered


async def flapping(bot: Bot, seconds: float, dice: random.Random) -> Flapping:
    """For so long, the socket dies in one way or another every 1 to 30 s while people press, twice a second."""
    discord, loop = bot.discord, asyncio.get_running_loop()
    people = [discord.person(f"P{number}") for number in range(20)]
    discord.world.patience = PATIENCE
    await people[0].command("walk list")
    WalkCog.done.clear()
    pressed: list[Asked] = []
    dying = asyncio.create_task(_die(discord, loop.time() + seconds, dice))
    while not dying.done():
        pressed.append(await _press(discord, dice.choice(people).id, len(pressed)))
        await asyncio.sleep(dice.uniform(0, 1))
    died, last = await dying
    back_after = await _back(discord, last)
    await bot.house.app.drain()
    numbers = {int(asked.id): f"going {number}" for number, asked in enumerate(pressed)}
    return Flapping(
        len(pressed),
        Counter({numbers[id_]: times for id_, times in bot.gateway.reached.items() if id_ in numbers}),
        {numbers[int(asked.id)] for asked in pressed if asked.response},
        Counter(WalkCog.done),
        died,
        len(discord.gateway.identifies),
        discord.gateway.resumes,
        back_after,
    )


@dataclass(frozen=True)
class Storm:
    """What came of being told things again and again. `effects` counts how often each took effect."""

    told: int
    unanswered: int
    effects: Counter[str]


async def repeated(bot: Bot, things: int, dice: random.Random, restarts: int = 0) -> Storm:
    """Presses, each told one to five times, shuffled, some before a restart of the bot and some after."""
    discord = bot.discord
    people = [discord.person(f"P{number}").id for number in range(50)]
    WalkCog.done.clear()
    pressed = [_pressed(discord, dice.choice(people), number) for number in range(things)]
    tellings = [number for number in range(things) for _ in range(dice.randint(1, 5))]
    dice.shuffle(tellings)
    share = len(tellings) // (restarts + 1) + 1
    for start in range(0, len(tellings), share):
        if start:
            await bot.stop()
            await bot.start()
        await _tell(bot, [(pressed[number], number) for number in tellings[start : start + share]])
    return Storm(len(tellings), sum(not asked.response for asked in pressed), Counter(WalkCog.done))


async def _tell(bot: Bot, tellings: Sequence[tuple[Asked, int]]) -> None:
    """Fifty at a time."""
    told = 0

    def heard() -> bool:
        return bot.gateway.reached.total() == told

    for asked, number in tellings:
        await bot.discord.tell(asked, _going(number))
        told += 1
        if told % 50 == 0:
            await until(heard, 30)
    await until(heard, 30)
    await bot.gateway.drain()


async def _press(discord: LoopbackDiscord, user: str, number: int) -> Asked:
    """A button, without waiting for what comes of it."""
    asked = _pressed(discord, user, number)
    await discord.tell(asked, _going(number))
    return asked


def _pressed(discord: LoopbackDiscord, user: str, number: int) -> Asked:
    world = discord.world
    asked = world.asked[f"press-{number}"] = Asked(world.snowflake(), f"press-{number}", user, world.announcements, "", COMPONENT)
    return asked


def _going(number: int) -> Json:
    return {"custom_id": f"walk.going:{number}", "component_type": 2}


async def _die(discord: LoopbackDiscord, until: float, dice: random.Random) -> tuple[int, float]:
    """Let the socket die again and again; how often, and when it did last."""
    loop, gateway, died = asyncio.get_running_loop(), discord.gateway, 0
    while loop.time() < until:
        died += 1
        await asyncio.sleep(dice.uniform(1, 30))
        match dice.randrange(6):
            case 0:
                await gateway.cut(dice.choice([1000, 1001, 4000, 4008]))
            case 1:
                gateway.drop()
            case 2:
                await gateway.ask_to_reconnect()
            case 3:
                await gateway.invalidate(resumable=True)
            case 4:
                await gateway.invalidate(resumable=False)
            case _:
                gateway.fall_silent()
    return died, loop.time()


async def _back(discord: LoopbackDiscord, since: float) -> float:
    """Ask until there is an answer; seconds since then."""
    while True:
        with suppress(TimeoutError):
            await discord.person("P0").command("walk list")
            return asyncio.get_running_loop().time() - since
