"""A whole bot connected to the loopback Discord, with the walking feature that asks everything there is to ask."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord.gateway import DiscordGateway
from adapters.discord.parse import Interaction
from bot.app import App
from bot.chat import Cog, Place
from bot.clock import Clock, SystemClock
from bot.config import DiscordSettings
from bot.run.house import House
from tests.adapters.slack_bot import HelpCog, WalkCog, everything_else
from tests.loopback.discord import LoopbackDiscord
from tests.stage import GROUP, StillClock
from tests.stage import House as TestHouse


class Listening(DiscordGateway):
    """The connection, keeping count of what reached it."""

    def __init__(self, app: App, settings: DiscordSettings, token: str, clock: Clock) -> None:
        super().__init__(app, settings, token, clock)
        self.reached: Counter[int] = Counter()

    async def heard(self, interaction: Interaction) -> None:
        """Count it, and go on."""
        self.reached[interaction.id] += 1
        await super().heard(interaction)

    async def drain(self) -> None:
        """Wait until all that reached it is answered."""
        while self._busy:
            await asyncio.wait(set(self._busy))


class Bot:
    """The bot's side: a house and a gateway, stopped and started at will."""

    def __init__(
        self,
        discord: LoopbackDiscord,
        url: str,
        clock: Clock | None = None,
        cogs: Sequence[type[Cog]] = (),
        *,
        shards: int = 0,
        mine: str = "",
    ) -> None:
        self.discord = discord
        self.settings = DiscordSettings(api_url=discord.api_url, shards=shards, mine=mine)
        self.cogs = cogs or [WalkCog, HelpCog, everything_else()]
        self.clock = clock or SystemClock()
        self._url = url

    async def start(self) -> None:
        """Open the database, connect, have a group in #announcements."""
        self.house = await House.open(self._url, self.clock, self.cogs)
        self.gateway = Listening(self.house.app, self.settings, self.discord.token, self.clock)
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
async def connected(
    tmp_path: Path, clock: Clock | None = None, *, judging: bool = True, cogs: Sequence[type[Cog]] = ()
) -> AsyncGenerator[Bot]:
    """A bot that is connected; nothing it sent may be what Discord would refuse. `cogs`: other than the walking ones."""
    WalkCog.done.clear()
    async with LoopbackDiscord(judging=judging) as discord:
        bot = Bot(discord, f"sqlite:///{tmp_path}/walks.db", clock, cogs)
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
