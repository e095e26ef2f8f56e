"""Private rooms for a few people: private threads, since bots can't open group conversations."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

import discord

from bot.chat.errors import Never
from bot.chat.limits import shortened
from bot.chat.people import Person, Place

WEEK_OF_MINUTES = 10080


@dataclass(frozen=True, slots=True)
class _Server:
    """A server, what the bot is in it, and its text channels."""

    guild: discord.Guild
    me: discord.Member
    channels: Sequence[discord.TextChannel]


async def room_for(client: discord.Client, people: Sequence[Person], topic: str) -> Place:
    """Open one, or come back to the one these people have under this name. Raises Never where there is no such server or channel."""
    server, members = await _shared(client, [int(person.user) for person in people])
    name = shortened(topic, 100)
    thread = await _standing(server, name, members) or await _opened(server, name, members)
    for member in members:
        await thread.add_user(member)
    return Place("discord", str(server.guild.id), str(thread.parent_id), str(thread.id))


async def _shared(client: discord.Client, people: Sequence[int]) -> tuple[_Server, list[discord.Member]]:
    """Asked of Discord one by one: without the members intent nobody tells us who is where."""
    async for guild in _servers(client):
        try:
            members = [await guild.fetch_member(person) for person in people]
        except discord.NotFound:
            continue
        if client.get_guild(guild.id):
            return _Server(guild, guild.me, guild.text_channels), members
        return await _asked_for(client, guild.id), members
    raise Never("These people share no server with me.")


async def _servers(client: discord.Client) -> AsyncGenerator[discord.Guild]:
    """Those we hear of ourselves; then those that another process hears of, where each has some of the shards."""
    for guild in client.guilds:
        yield guild
    if isinstance(client, discord.AutoShardedClient) and len(client.shards) < (client.shard_count or 1):
        async for guild in client.fetch_guilds(limit=None):
            if not client.get_guild(guild.id):
                yield guild


async def _asked_for(client: discord.Client, guild_id: int) -> _Server:
    assert client.user is not None  # noqa: S101  known since the log-in
    guild = await client.fetch_guild(guild_id)
    channels = [channel for channel in await guild.fetch_channels() if isinstance(channel, discord.TextChannel)]
    return _Server(guild, await guild.fetch_member(client.user.id), channels)


async def _standing(server: _Server, name: str, members: Sequence[discord.Member]) -> discord.Thread | None:
    for thread in await server.guild.active_threads():
        if thread.is_private() and thread.owner_id == server.me.id and thread.name == name:
            there = {member.id for member in await thread.fetch_members()}
            if there == {server.me.id, *(member.id for member in members)}:
                return thread
    return None


async def _opened(server: _Server, name: str, members: Sequence[discord.Member]) -> discord.Thread:
    """In the first channel where the bot may open one and everybody can read."""
    first = server.guild.system_channel
    for channel in sorted(server.channels, key=lambda channel: (channel != first, channel.position)):
        may = channel.permissions_for(server.me)
        seen_by_all = all(channel.permissions_for(person).view_channel for person in (server.me, *members))
        if seen_by_all and may.create_private_threads and may.send_messages_in_threads:
            return await channel.create_thread(
                name=name, type=discord.ChannelType.private_thread, invitable=False, auto_archive_duration=WEEK_OF_MINUTES
            )
    raise Never("There is no channel those people all see where I may open a private thread.")
