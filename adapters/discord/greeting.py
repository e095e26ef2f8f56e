"""The one thing said unasked: on being added to a server, how to set up, in the first channel the bot may write in."""

from __future__ import annotations

import discord
import structlog

from adapters.discord.permissions import missing
from adapters.discord.port import DiscordPort
from bot.chat.card import Card
from bot.chat.errors import PortError
from bot.chat.people import Place

log = structlog.get_logger(__name__)
HELLO = Card(
    "Hello, I'm Wallflower",
    "I help a group meet: announcements, seats, waiting lists, reminders. Whoever runs this server can type /setup; it takes two minutes, "
    "and you see everything before it is posted. I read only what people write to me.",
)


async def greet(port: DiscordPort, guild: discord.Guild) -> None:
    """Say it once, however often Discord says that we joined. It answers being added: no delivery, and nothing is tried again."""
    channel = first_open(guild)
    if channel is None:
        log.info("joined a server and may write nowhere", guild=guild.id)
        return
    place, delivery = Place("discord", str(guild.id), str(channel.id)), f"hello{guild.id}"
    try:
        if await port.find(place, delivery) is None:
            await port.send(place, HELLO, delivery)
    except PortError as error:
        log.info("could not say hello", guild=guild.id, error=str(error))


def first_open(guild: discord.Guild) -> discord.TextChannel | None:
    """The channel for the server's own messages if the bot may write there, else the topmost where it may."""
    for channel in sorted(guild.text_channels, key=lambda channel: (channel != guild.system_channel, channel.position)):
        if all(need.optional for need in missing(channel.permissions_for(guild.me))):
            return channel
    return None
