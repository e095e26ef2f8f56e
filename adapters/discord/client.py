"""The library's client, made to report to us: what it listens to, what it keeps, and the closings it can't come back from."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import discord
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket, KeepAliveHandler

from adapters.discord import parse
from adapters.discord.wire import Wire
from bot.chat import errors
from bot.config import DiscordSettings

if TYPE_CHECKING:
    from discord.types.gateway import SessionStartLimit

Told: TypeAlias = Mapping[str, Any]
HEARD_WITHIN = 60.0
"""Seconds without a single frame after which the library takes the socket for dead."""


LONGEST_BACKOFF = 15.0
"""Seconds between sockets that can't even be opened."""


class Unwelcome(errors.Unwelcome):
    """Discord won't have us, and trying again won't help: the words say what will."""


class Ears(Protocol):
    """What a client reports to."""

    async def heard(self, interaction: parse.Interaction) -> None:
        """Somebody did something."""
        ...

    async def connected(self, client: discord.Client) -> None:
        """A new session has begun."""
        ...

    async def met(self, member: discord.Member) -> None:
        """Somebody joined a server."""
        ...

    async def joined(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        ...

    async def interested(self, told: Told, event_id: str, *, yes: bool) -> None:
        """Somebody marked an event as of interest, or no longer. `event_id`: the same when told twice."""
        ...

    async def listed_anew(self, before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> None:
        """An event was changed, by whomever."""
        ...

    async def unlisted(self, event: discord.ScheduledEvent) -> None:
        """An event was deleted, by whomever."""
        ...

    async def before_identify(self, *, first: bool) -> None:
        """A session is about to begin; it begins when this returns."""
        ...

    def here(self, *, now: bool) -> None:
        """A session is up, or no longer."""
        ...


class _Backoff(ExponentialBackoff[Literal[False]]):
    """The library's pauses between sockets that fail: they would grow to a quarter of an hour, and a session is kept for minutes only."""

    def delay(self) -> float:
        return min(super().delay(), LONGEST_BACKOFF)


class _Hearing:
    """The events both kinds of client pass on."""

    ears: Ears

    async def on_connect(self) -> None:
        assert isinstance(self, discord.Client)  # noqa: S101  both classes that mix this in are
        self.ears.here(now=True)
        await self.ears.connected(self)

    async def on_resumed(self) -> None:
        self.ears.here(now=True)

    async def on_disconnect(self) -> None:
        self.ears.here(now=False)

    async def on_interaction(self, interaction: parse.Interaction) -> None:
        await self.ears.heard(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.ears.joined(guild)

    async def on_member_join(self, member: discord.Member) -> None:
        await self.ears.met(member)

    async def on_interest(self, told: Told, event_id: str, yes: bool) -> None:  # noqa: FBT001  dispatched, never called
        await self.ears.interested(told, event_id, yes=yes)

    async def on_scheduled_event_update(self, before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> None:
        await self.ears.listed_anew(before, after)

    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        await self.ears.unlisted(event)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002  the library's signature
        await self.ears.before_identify(first=initial)


class OneClient(_Hearing, discord.Client):
    """One connection."""


class ManyClient(_Hearing, discord.AutoShardedClient):
    """A connection for each shard."""


def fresh_client(settings: DiscordSettings, wire: Wire, ears: Ears, shards: int = 1) -> discord.Client:
    """A client that has not logged in yet. It keeps no messages and no members: interactions carry who did what."""
    discord.client.ExponentialBackoff = discord.shard.ExponentialBackoff = _Backoff  # pyright: ignore[reportPrivateImportUsage]  no option for it
    options: dict[str, Any] = {
        "intents": discord.Intents(guilds=True, guild_scheduled_events=True, members=settings.members_intent),
        "allowed_mentions": discord.AllowedMentions.none(),
        "max_messages": None,
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
        "heartbeat_timeout": HEARD_WITHIN,
        "guild_ready_timeout": 0.5,  # while it waits, it takes a server newly joined for one it knew
        "http_trace": wire.trace(),
        "max_ratelimit_timeout": 30.0,
    }
    mine = list(settings.shard_ids or range(shards))
    client = ManyClient(shard_count=shards, shard_ids=mine, **options) if shards > 1 else OneClient(**options)
    client.ears = ears
    _hear_interest(client)
    return client


def _hear_interest(client: discord.Client) -> None:
    """The library tells only of people it has seen, and without the members intent it sees nobody: so what it is told is passed on."""
    state: Any = client._connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  no event of it carries these

    def pass_on(told: Told, *, yes: bool) -> None:
        socket = state._get_websocket(int(told["guild_id"]))  # noqa: SLF001  the session and its counter tell one event from the next
        session, number = getattr(socket, "session_id", None), getattr(socket, "sequence", None)
        client.dispatch("interest", told, f"{session}:{number}" if session and number else secrets.token_hex(8), yes)

    for name, yes in (("ADD", True), ("REMOVE", False)):
        state.parsers[f"GUILD_SCHEDULED_EVENT_USER_{name}"] = partial(pass_on, yes=yes)


async def find_gateway(client: discord.Client) -> tuple[int, SessionStartLimit]:
    """Ask where the gateway is, how many connections are advised and how many sessions are left.

    The library would go to the one real address it knows, without asking. Class-level there, like `Route.BASE`: one Discord a process.
    """
    shards, address, limit = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
    return shards, limit


async def still(client: discord.Client) -> None:
    """Let go of sockets the library was still opening when it was stopped: it forgets them, and their hearts would beat on."""
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler) and thread.ws._connection is client._connection:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            thread.stop()
            with suppress(TimeoutError):
                await asyncio.wait_for(thread.ws.socket.close(), 1)


FATAL = {
    4004: "Discord doesn't take the token. `connect discord` asks for a new one and checks it.",
    4010: "Discord doesn't accept these shards. Check `shards` and `mine` under [discord].",
    4011: "The bot is in so many servers that Discord wants several connections. Set `shards` under [discord].",
    4012: "This version of Discord's gateway is gone. Wallflower needs an update.",
    4013: "Discord doesn't know one of the intents. Wallflower needs an update.",
    4014: "Switch on the Server Members Intent in Discord's developer portal, or set members_intent = false.",
}
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""
