"""The platforms of tests/adapters/manners.py, with their hidden limits and how these change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.slack.gateway import SlackGateway
from bot.chat import Card, Place
from bot.community import groups
from bot.config import SlackSettings
from bot.run.house import House
from tests.adapters import discord_bot
from tests.adapters.manners import ANSWER, DIGEST, REMINDER, Side
from tests.adapters.slack_bot import HelpCog, WalkCog, everything_else
from tests.hurry import LoopClock
from tests.loopback.discord.world import text_of
from tests.loopback.hidden import Hidden, Most
from tests.loopback.slack import LoopbackSlack


def say_numbers(house: House) -> None:
    async def number(ref: str) -> Card:
        return Card(ref)

    renderers = house.delivery.courier.renderers
    house.delivery.courier.renderers = {**renderers, ANSWER.name: number, REMINDER.name: number, DIGEST.name: number}


@dataclass
class OnDiscord:
    """Discord: 50 a second in all and five in five seconds in a channel, as documented; then stricter, then with room again."""

    bot: discord_bot.Bot
    house: House
    hidden: Hidden
    limits: Sequence[tuple[Most, Most]] = (((5, 5.0), (50, 1.0)), ((2, 4.0), (50, 1.0)), ((5, 5.0), (30, 1.0)))

    def channel(self, number: int) -> Place:
        """As `Side.channel`."""
        return Place("discord", self.bot.discord.world.guild, self.bot.discord.world.open_channel(f"c{number}").id)

    def titles(self, place: Place) -> list[str]:
        """As `Side.titles`."""
        return [text_of(message.body).removeprefix("## ").strip() for message in self.bot.discord.world.messages[place.channel].values()]

    async def asks(self) -> None:
        """As `Side.asks`."""
        await self.bot.discord.person("Ada").command("walk list")


@dataclass
class OnSlack:
    """Slack: one a second in a channel with short bursts, a few hundred a minute in all; then stricter, then otherwise."""

    slack: LoopbackSlack
    house: House
    hidden: Hidden
    limits: Sequence[tuple[Most, Most]] = (((5, 5.0), (600, 60.0)), ((1, 2.0), (600, 60.0)), ((1, 1.0), (420, 60.0)))

    def __post_init__(self) -> None:
        self.ada = self.slack.add_user("Ada")

    def channel(self, number: int) -> Place:
        """As `Side.channel`."""
        return Place("slack", self.slack.workspace.team_id, self.slack.add_channel(f"c{number}").id)

    def titles(self, place: Place) -> list[str]:
        """As `Side.titles`."""
        return [message.text.strip() for message in self.slack.workspace.channels[place.channel].messages]

    async def asks(self) -> None:
        """As `Side.asks`."""
        await self.ada.slash("/walk", "list", self.slack.general)


@asynccontextmanager
async def on_discord(folder: Path) -> AsyncGenerator[Side]:
    """A bot connected to Discord."""
    async with discord_bot.connected(folder, LoopClock(), judging=False) as bot:
        say_numbers(bot.house)
        bot.discord.hidden = hidden = Hidden(asyncio.get_running_loop().time, (5, 5.0), (50, 1.0))
        yield OnDiscord(bot, bot.house, hidden)


@asynccontextmanager
async def on_slack(folder: Path) -> AsyncGenerator[Side]:
    """A bot connected to Slack."""
    async with LoopbackSlack() as slack:
        clock = LoopClock()
        house = await House.open(f"sqlite:///{folder}/slack.db", clock, [WalkCog, HelpCog, everything_else()])
        gateway = SlackGateway(
            house.app, SlackSettings(api_url=slack.base_url), slack.bot_token, clock, app_token=slack.app_token,
            signing_secret=slack.signing_secret,
        )  # fmt: skip
        house.connect(gateway.port)
        await gateway.start()
        say_numbers(house)
        now = clock.now()
        await house.store.write(lambda conn: groups.create(conn, now, "Group", "Europe/London"))
        slack.rates.hidden = hidden = Hidden(asyncio.get_running_loop().time, (5, 5.0), (600, 60.0))
        try:
            yield OnSlack(slack, house, hidden)
        finally:
            await gateway.stop()
            await house.close()
