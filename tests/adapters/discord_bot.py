"""A whole bot connected to the loopback Discord, with the walking feature that asks everything there is to ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord.gateway import DiscordGateway
from bot.chat import Place
from bot.clock import SystemClock
from bot.config import DiscordSettings
from bot.run.house import House
from tests.adapters.slack_bot import HelpCog, WalkCog, everything_else
from tests.loopback.discord import LoopbackDiscord
from tests.stage import GROUP, StillClock
from tests.stage import House as TestHouse


class Bot:
    """The bot's side: a house and a gateway, stopped and started at will."""

    def __init__(self, discord: LoopbackDiscord, url: str) -> None:
        self.discord = discord
        self._url = url

    async def start(self) -> None:
        """Open the database, connect, have a group in #announcements."""
        self.house = await House.open(self._url, SystemClock(), [WalkCog, HelpCog, everything_else()])
        self.gateway = DiscordGateway(self.house.app, DiscordSettings(api_url=self.discord.api_url), self.discord.token, SystemClock())
        self.house.connect(self.gateway.port)
        await self.gateway.start()
        await TestHouse(self.house, StillClock()).group_for(self.place, name=GROUP)

    @property
    def place(self) -> Place:
        """The announcements channel."""
        return Place("discord", self.discord.world.guild, self.discord.world.announcements)

    async def stop(self) -> None:
        """Leave the database for the next one."""
        await self.gateway.stop()
        await self.house.close()


@asynccontextmanager
async def connected(tmp_path: Path) -> AsyncGenerator[Bot]:
    """A bot that is connected; nothing it sent may be what Discord would refuse."""
    WalkCog.done.clear()
    async with LoopbackDiscord() as discord:
        bot = Bot(discord, f"sqlite:///{tmp_path}/walks.db")
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()
        assert discord.breaches == []


async def until(true: Callable[[], bool], seconds: float = 8.0) -> None:
    """Wait until something is so."""
    tries = int(seconds / 0.02)
    for _ in range(tries):
        if true():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError
