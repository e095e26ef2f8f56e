"""Private rooms for a few people: private threads, since bots can't open group conversations."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.chat.errors import Never
from bot.chat.limits import shortened
from bot.chat.people import Person, Place

WEEK_OF_MINUTES = 10080


async def room_for(client: discord.Client, people: Sequence[Person], topic: str) -> Place:
    """Open one, or come back to the one these people have under this name. Raises Never where there is no such server or channel."""
    guild, members = await _shared(client, [int(person.user) for person in people])
    name = shortened(topic, 100)
    thread = await _standing(guild, name, members) or await _opened(guild, name, members)
    for member in members:
        await thread.add_user(member)
    return Place("discord", str(guild.id), str(thread.parent_id), str(thread.id))


async def _shared(client: discord.Client, people: Sequence[int]) -> tuple[discord.Guild, list[discord.Member]]:
    """Asked of Discord one by one: without the members intent nobody tells us who is where."""
    for guild in client.guilds:
        try:
            return guild, [await guild.fetch_member(person) for person in people]
        except discord.NotFound:
            continue
    raise Never("These people share no server with me.")


async def _standing(guild: discord.Guild, name: str, members: Sequence[discord.Member]) -> discord.Thread | None:
    for thread in await guild.active_threads():
        if thread.is_private() and thread.owner_id == guild.me.id and thread.name == name:
            there = {member.id for member in await thread.fetch_members()}
            if there == {guild.me.id, *(member.id for member in members)}:
                return thread
    return None


async def _opened(guild: discord.Guild, name: str, members: Sequence[discord.Member]) -> discord.Thread:
    """In the first channel where the bot may open one and everybody can read."""
    for channel in sorted(guild.text_channels, key=lambda channel: (channel != guild.system_channel, channel.position)):
        may = channel.permissions_for(guild.me)
        seen_by_all = all(channel.permissions_for(person).view_channel for person in (guild.me, *members))
        if seen_by_all and may.create_private_threads and may.send_messages_in_threads:
            return await channel.create_thread(
                name=name, type=discord.ChannelType.private_thread, invitable=False, auto_archive_duration=WEEK_OF_MINUTES
            )
    raise Never("There is no channel those people all see where I may open a private thread.")
