"""A small Discord of our own on this machine: REST and gateway, as far as the bot uses them, and everything that can go wrong with both.

    async with LoopbackDiscord() as discord:
        settings = DiscordSettings(api_url=discord.api_url)
        ...
        ada = discord.person("Ada")
        asked = await ada.command("meetup list")
        assert asked.answer.ephemeral

What it knows of the wire comes from Discord's documentation and its OpenAPI description; each faulty behaviour names its page.
"""

from tests.loopback.discord.faults import Fault
from tests.loopback.discord.people import Person
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.world import Asked, Channel, Message, World

__all__ = ["Asked", "Channel", "Fault", "LoopbackDiscord", "Message", "Person", "World"]
