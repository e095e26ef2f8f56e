"""Private rooms for a few people: private threads, since bots can't open group conversations."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.chat.errors import Never
from bot.chat.limits import shortened
from bot.chat.people import Person, Place

WEEK_OF_MINUTES = 10080


async def room_for(client: discord.Client, people: Sequence[Person], topic: str) -> Place:
    """Open one, or come back to the one these people have under this name. Raises Never where they share no server or no channel will do."""
    members = [int(person.user) for person in people]
    guild = await _shared(client, members)
    name = shortened(topic, 100)
    thread = await _standing(guild, name, members) or await _opened(guild, name, members)
    for member in members:
        await thread.add_user(discord.Object(member))
    return Place("discord", str(guild.id), str(thread.parent_id), str(thread.id))


async def _shared(client: discord.Client, members: Sequence[int]) -> discord.Guild:
    for guild in client.guilds:
        if all([await _is_in(guild, member) for member in members]):
            return guild
    raise Never("These people share no server with me.")


async def _is_in(guild: discord.Guild, member: int) -> bool:
    """Asked of Discord one by one: without the members intent nobody tells us who is where."""
    try:
        return guild.get_member(member) is not None or bool(await guild.fetch_member(member))
    except discord.NotFound:
        return False


async def _standing(guild: discord.Guild, name: str, members: Sequence[int]) -> discord.Thread | None:
    for thread in await guild.active_threads():
        if thread.is_private() and thread.owner_id == guild.me.id and thread.name == name:
            there = {member.id for member in await thread.fetch_members()}
            if there == {*members, guild.me.id}:
                return thread
    return None


async def _opened(guild: discord.Guild, name: str, members: Sequence[int]) -> discord.Thread:
    """In the first channel where the bot may open one; everybody added must be able to see that channel."""
    for channel in sorted(guild.text_channels, key=lambda channel: (channel != guild.system_channel, channel.position)):
        may = channel.permissions_for(guild.me)
        if may.create_private_threads and may.send_messages_in_threads and may.view_channel:
            return await channel.create_thread(
                name=name, type=discord.ChannelType.private_thread, invitable=False, auto_archive_duration=WEEK_OF_MINUTES
            )
    raise Never("I may open private threads in no channel of that server.")
