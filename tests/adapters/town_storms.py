"""The town's page, which tells everything over and over: what of it takes effect, at any size."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from adapters.web import Citizen, Gateway, Town
from bot.chat import Place
from bot.run.house import House
from tests.adapters.discord_storms import Storm
from tests.adapters.slack_bot import HelpCog, WalkCog, everything_else
from tests.stage import House as TestHouse
from tests.stage import StillClock

CITIZENS = 20
CHANNEL = "announcements"


@asynccontextmanager
async def serving(folder: Path, town: Town) -> AsyncGenerator[aiohttp.ClientSession]:
    """One life of the bot, and a page that talks to it."""
    clock = StillClock()
    house = await House.open(f"sqlite:///{folder}/walks.db", clock, [WalkCog, HelpCog, everything_else()])
    await TestHouse(house, clock).group_for(Place("web", "town", CHANNEL))
    gateway = Gateway(house.app, town, clock, house.settle, ("127.0.0.1", 0))
    async with aiohttp.ClientSession(await gateway.start()) as page:
        yield page
    await house.app.drain()
    await gateway.stop()
    await house.close()


async def repeated(folder: Path, things: int, dice: random.Random, restarts: int = 0) -> Storm:
    """Presses, each told one to five times, shuffled, some before a restart of the bot and some after."""
    town = await Town.open(folder / "town")
    await town.settle([Citizen(f"p{number}", f"P{number}") for number in range(CITIZENS)], [CHANNEL], "Town")
    WalkCog.done.clear()
    tellings = [number for number in range(things) for _ in range(dice.randint(1, 5))]
    dice.shuffle(tellings)
    share, unanswered = len(tellings) // (restarts + 1) + 1, 0
    for start in range(0, len(tellings), share):
        async with serving(folder, town) as page:
            unanswered += await _tell(page, tellings[start : start + share])
    await town.close()
    return Storm(len(tellings), unanswered, Counter(WalkCog.done))


async def _tell(page: aiohttp.ClientSession, tellings: Sequence[int]) -> int:
    """Sixteen at a time; how many had no answer."""
    waiting, unanswered = iter(tellings), 0

    async def tell() -> None:
        nonlocal unanswered
        for number in waiting:
            body = {"as": f"p{number % CITIZENS}", "id": f"press-{number}", "place": CHANNEL, "do": f"walk.going:{number}"}
            async with page.post("/api/press", json=body) as answer:
                unanswered += answer.status != 200

    await asyncio.gather(*(tell() for _ in range(16)))
    return unanswered
