"""How things stand on Discord: token, intents, sessions, permissions in every channel, clock; each with the next thing to do."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from adapters.discord.budget import RESERVE
from adapters.discord.client import FATAL, Unwelcome
from adapters.discord.errors import NO_ANSWER
from adapters.discord.permissions import Need, invitation, missing
from adapters.discord.wire import Wire
from bot.clock import Clock
from bot.config import DiscordSettings
from bot.finding import Finding

SLACK_OF_CLOCKS = timedelta(seconds=30)
"""More than this and "in two hours" is said at the wrong moment."""


async def examine(settings: DiscordSettings, token: str, clock: Clock) -> list[Finding]:
    """Every look, in the order things are mended. Sends nothing, opens no session. Never raises for what Discord says."""
    try:
        async with logged_in(settings, token, clock) as client:
            return [look async for look in _looks(client, settings, clock)]
    except Unwelcome as no:
        return [Finding(False, str(no), "python -m bot connect discord")]
    except NO_ANSWER as error:
        return [Finding(False, f"Discord stopped answering half-way: {error}", "try again in a minute.")]


async def _looks(client: discord.Client, settings: DiscordSettings, clock: Clock) -> AsyncIterator[Finding]:
    me, application = ourselves(client)
    yield Finding(True, f"Discord knows the token: the bot is called {me.name}.")
    yield await _intents(client, settings)
    yield await _sessions(client)
    if settings.shards:
        yield await _shards(client, settings)
    yield await _clock(settings, clock)
    guilds = [guild async for guild in client.fetch_guilds(limit=200)]
    link = invitation(application)
    if not guilds:
        yield Finding(False, "The bot is in no server yet.", f"open this link and choose your server: {link}")
    for guild in guilds:
        async for look in _server(client, guild.id, link):
            yield look


async def _intents(client: discord.Client, settings: DiscordSettings) -> Finding:
    about = await client.application_info()
    if about.interactions_endpoint_url:
        portal = f"https://discord.com/developers/applications/{about.id}/information"
        return Finding(False, "Commands go to an Interactions Endpoint URL instead of here.", f"empty that field at {portal}")
    allowed = about.flags.gateway_guild_members or about.flags.gateway_guild_members_limited
    if settings.members_intent and not allowed:
        return Finding(False, FATAL[4014], f"https://discord.com/developers/applications/{about.id}/bot")
    if settings.members_intent:
        return Finding(True, "The bot hears who joins the server (Server Members Intent).")
    return Finding(True, "No privileged intents. The bot doesn't hear who joins the server; everything else works without.")


async def _sessions(client: discord.Client) -> Finding:
    _, _, limit = await client.http.get_bot_gateway()
    left, hours = limit["remaining"], limit["reset_after"] / 3_600_000
    words = f"{left:,} of {limit['total']:,} new connections left today."
    return (
        Finding(True, words)
        if left > RESERVE
        else Finding(False, words, f"leave the bot stopped for {hours:.1f} hours; something restarted it over and over.")
    )


async def _shards(client: discord.Client, settings: DiscordSettings) -> Finding:
    advised, _, _ = await client.http.get_bot_gateway()
    which = f"connections {settings.mine} of {settings.shards}" if settings.mine else f"all {settings.shards} connections"
    words = f"This process opens {which}; Discord advises {advised} in all."
    if settings.shards < advised:
        return Finding(False, words, f"set shards = {advised} under [discord], in every process.")
    return Finding(True, words, "each of the others has to be another process's, on the same PostgreSQL." if settings.mine else "")


async def _clock(settings: DiscordSettings, clock: Clock) -> Finding:
    async with aiohttp.ClientSession() as session, session.get(f"{settings.api_url.rstrip('/')}/gateway") as answer:
        theirs = parsedate_to_datetime(answer.headers["Date"])
    apart = abs(clock.now() - theirs)
    if apart <= SLACK_OF_CLOCKS:
        return Finding(True, "This machine's clock agrees with Discord's.")
    return Finding(False, f"This machine's clock is {apart.total_seconds():,.0f} seconds off Discord's.", "let it set itself (NTP).")


async def _server(client: discord.Client, guild_id: int, link: str) -> AsyncIterator[Finding]:
    guild = await client.fetch_guild(guild_id)
    me = await guild.fetch_member(ourselves(client)[0].id)
    channels = [channel for channel in await guild.fetch_channels() if isinstance(channel, discord.TextChannel)]
    lacking = {channel.name: missing(channel.permissions_for(me)) for channel in channels}
    good = [name for name, needs in lacking.items() if not any(not need.optional for need in needs)]
    yield Finding(bool(good), f"{guild.name}: can announce in {_listed(good) or 'no channel'}.", "" if good else f"invite it again: {link}")
    for name, needs in lacking.items():
        if any(not need.optional for need in needs):
            yield Finding(True, f"{guild.name}: not in #{name}, where it lacks {_named(needs)}.")
    optional = {need for needs in lacking.values() for need in needs if need.optional and need in missing(me.guild_permissions)}
    for need in sorted(optional):
        yield Finding(True, f"{guild.name}: without {need.name} all works but one thing: it is there {need.why}.")


def ourselves(client: discord.Client) -> tuple[discord.ClientUser, int]:
    """Who the bot is, and its application; known once logged in."""
    assert client.user is not None  # noqa: S101  known since the log-in
    assert client.application_id is not None  # noqa: S101  the same
    return client.user, client.application_id


def _named(needs: list[Need]) -> str:
    return ", ".join(need.name for need in needs if not need.optional)


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"#{name}" for name in names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


@asynccontextmanager
async def logged_in(settings: DiscordSettings, token: str, clock: Clock) -> AsyncGenerator[discord.Client]:
    """A client that can ask and send, and hears nothing. Raises Unwelcome, in words."""
    Route.BASE = settings.api_url.rstrip("/")
    client = discord.Client(intents=discord.Intents.none(), http_trace=Wire(clock).trace())
    async with client:
        try:
            await client.login(token)
        except (discord.LoginFailure, ValueError):  # ValueError: it holds what no header may
            raise Unwelcome("Discord doesn't take that token. Copy it anew from the Bot page of Discord's developer portal.") from None
        except NO_ANSWER as error:
            raise Unwelcome(f"Discord can't be reached ({type(error).__name__}). Is this computer online?") from None
        yield client
