"""The connection to Discord: one client at a time, one supervisor, every interaction through one door.

Presses and forms are routed by their id in `on_interaction`, never by the library's tables of views, which live in memory and know nothing
made before a restart. (A `DynamicItem` would survive one, but only for buttons, and the tables would still be asked for menus and forms.)
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import Any

import discord
import structlog
import yarl
from discord.http import Route

from adapters.discord import answers, commands, listing, parse, pulse
from adapters.discord.budget import IdentifyBudget, OutOfIdentifies
from adapters.discord.client import FATAL, Told, Unwelcome, find_gateway, fresh_client, still
from adapters.discord.errors import NO_ANSWER
from adapters.discord.greeting import greet
from adapters.discord.port import DiscordPort
from adapters.discord.wire import Wire
from bot.app import App, Late
from bot.chat.inbound import Altered, Interested
from bot.chat.limits import shortened
from bot.clock import Clock
from bot.config import DiscordSettings

__all__ = ["DiscordGateway", "Unwelcome"]

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 300.0
AWAY = 90.0
"""Seconds without a session on an open socket after which it is closed and opened anew."""
PARTING = 2.5
"""Seconds that answers under way get when the bot stops."""


class DiscordGateway:
    """Connects the app to Discord. `port` sends; `client` is the library's client of the moment."""

    def __init__(self, app: App, settings: DiscordSettings, token: str, clock: Clock) -> None:
        Route.BASE = settings.api_url.rstrip("/")  # class-level in the library: one Discord a process
        self._app = app
        self._settings = settings
        self._token = token
        self._clock = clock
        self._wire = Wire(clock, yarl.URL(Route.BASE).path, self._before_session)
        self._shards = max(1, settings.shards)
        self._budget = IdentifyBudget(clock, len(settings.shard_ids) or self._shards)
        self._giving_up: asyncio.TimerHandle | None = None
        self._busy: set[asyncio.Task[Any]] = set()
        self._supervisor: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()
        self._interests = asyncio.Lock()
        self.client: discord.Client = self._fresh_client()
        self.port = DiscordPort(self.client, self._wire.wait)

    # --- starting and stopping ---

    async def start(self, within: float = 15.0) -> None:
        """Connect, and stay connected. Returns once ready, or after `within` seconds while it goes on trying. Raises Unwelcome."""
        if self.client.is_closed():
            self._use(self._fresh_client())
        self._supervisor = asyncio.create_task(self._stay_connected(), name="discord")
        ready = asyncio.create_task(self._connected.wait())
        await asyncio.wait({self._supervisor, ready}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._supervisor.done():
            await self._supervisor

    async def stop(self) -> None:
        """Let the answers under way be shown, then leave."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=PARTING)
        if self._supervisor:
            self._supervisor.cancel()
            with suppress(asyncio.CancelledError, Unwelcome):
                await self._supervisor
        await self.client.close()
        await still(self.client)
        self.here(now=True)

    async def _stay_connected(self) -> None:
        """The supervisor. The library resumes by itself; what it gives up on begins again here, later each time."""
        pause = 1.0
        while True:
            try:
                async with self.client:
                    await self._connect()
            except discord.LoginFailure:
                raise Unwelcome("Discord doesn't take the token. `connect discord` asks for a new one and checks it.") from None
            except discord.PrivilegedIntentsRequired:
                raise Unwelcome(
                    "Switch on the Server Members Intent in Discord's developer portal, or set members_intent = false."
                ) from None
            except discord.ConnectionClosed as error:
                if error.code in FATAL:
                    raise Unwelcome(FATAL[error.code]) from None
                log.warning("Discord closed the connection", code=error.code)
            except OutOfIdentifies as error:
                log.warning("too many new sessions today", wait=error.seconds)
                pause = error.seconds
            except NO_ANSWER as error:
                log.warning("Discord is out of reach", error=f"{type(error).__name__}: {error}")
            except Exception as slip:  # noqa: BLE001  the library stumbles when its very first socket fails (it asks that socket where to resume)
                log.warning("the connection broke", error=f"{type(slip).__name__}: {slip}")
            pause = 1.0 if self._connected.is_set() else pause
            self._connected.clear()
            await still(self.client)
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311  so that many bots don't come back at once
            pause = min(pause * 2, LONGEST_PAUSE)
            self._use(self._fresh_client())

    async def _connect(self) -> None:
        await self.client.login(self._token)
        shards, limit = await find_gateway(self.client)
        if not self._settings.shards and shards != self._shards:
            log.info("Discord wants another number of connections", shards=shards)
            self._shards, self._budget = shards, IdentifyBudget(self._clock, shards)
            return  # the supervisor begins again, with as many
        self._budget.learn(limit["remaining"], limit["reset_after"] / 1000)
        if shards > self._shards:
            log.warning("Discord advises more connections", shards=shards)
        self._budget.must_have()
        watching = asyncio.create_task(pulse.watch(self.client), name="discord pulse")
        try:
            await self.client.connect()
        finally:
            watching.cancel()

    def _use(self, client: discord.Client) -> None:
        self.client = client
        self.port.use(client)

    def _fresh_client(self) -> discord.Client:
        return fresh_client(self._settings, self._wire, self, self._shards)

    @property
    def up(self) -> bool:
        """Whether a session is up just now."""
        return self._connected.is_set() and self._giving_up is None

    # --- what the client hears ---

    async def connected(self, client: discord.Client) -> None:
        """A new session: make sure Discord's list of commands is ours."""
        try:
            if await commands.sync(client, self._app.cogs.values(), self._app.languages):
                log.info("told Discord the commands")
        except NO_ANSWER as error:
            log.warning("could not tell Discord the commands", error=str(error))
        self._connected.set()

    def _before_session(self) -> float:
        """Seconds to wait before a socket is opened on which a session has to begin; which of several shards is opening one isn't said."""
        client = self.client
        if isinstance(client, discord.AutoShardedClient) or (client.ws and client.ws.session_id):
            return 0.0
        return self._budget.turn(first=not client.ws)

    async def before_identify(self, *, first: bool) -> None:
        """Wait for a new session's turn. Raises OutOfIdentifies."""
        await self._budget.spend(first=first)

    def here(self, *, now: bool) -> None:
        """Whether a session is up. One that is neither begun nor taken up while hearts beat on is given up after `AWAY`."""
        if self._giving_up:
            self._giving_up.cancel()
        self._giving_up = None if now else asyncio.get_running_loop().call_later(AWAY, self._give_up)

    def _give_up(self) -> None:
        log.warning("Discord took the connection but not the session")
        for socket in pulse.sockets(self.client):
            pulse.break_off(socket)
        self.here(now=False)

    async def joined(self, guild: discord.Guild) -> None:
        """The bot was added to a server: say how to set it up."""
        await greet(self.port, guild)

    async def met(self, member: discord.Member) -> None:
        """Somebody joined a server. Nothing is answered: whatever there is to say goes through the outbox."""
        if not member.bot:
            await self._app.handle(parse.arrived_of(member))

    # --- the server's list of events ---

    async def interested(self, told: Told, event_id: str, *, yes: bool) -> None:
        """Somebody marked an event, or no longer. One after the other: on and off again must not change places."""
        self._begin()
        person, entry = listing.interested(told)
        async with self._interests:
            await self._app.handle(Interested(id=f"interest:{event_id}", person=person, place=entry.place, message=entry, yes=yes))

    async def listed_anew(self, before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> None:
        """An event was changed. Our own doing comes back this way too, and that of other processes that share the work."""
        self._begin()
        if self._ours(after) and self.port.events.by_hand(before, after):
            entry, gone = listing.ref_of(after.guild_id, after.id), after.status is discord.EventStatus.cancelled
            if gone or not self.port.events.is_right(after, await self._app.occasion(entry)):
                await self._app.altered(Altered(entry, gone=gone))

    async def unlisted(self, event: discord.ScheduledEvent) -> None:
        """An event was deleted."""
        self._begin()
        if self._ours(event) and self.port.events.taken_off_by_hand(event.id):
            entry = listing.ref_of(event.guild_id, event.id)
            if not ((standing := await self._app.occasion(entry)) and standing.off):
                await self._app.altered(Altered(entry, gone=True))

    def _ours(self, event: discord.ScheduledEvent) -> bool:
        return self.client.user is not None and event.creator_id == self.client.user.id

    # --- what people do ---

    async def heard(self, interaction: parse.Interaction) -> None:
        """The one door for everything people do."""
        self._begin()
        if interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(interaction)
        elif event := parse.event_of(interaction):
            answer = await self._app.promptly(event)
            if isinstance(answer, Late):
                await answers.acknowledge(interaction)
                await answers.show_late(interaction, await asyncio.shield(answer.rest))
            else:
                await answers.show(interaction, answer)

    def _begin(self) -> None:
        """What is under way when the bot stops is let finish."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  the library runs every event as a task
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _suggest(self, interaction: parse.Interaction) -> None:
        options = await self._app.suggest(parse.suggesting_of(interaction))
        choices = [discord.app_commands.Choice(name=shortened(option.label, 100), value=option.value[:100]) for option in options[:25]]
        try:
            await interaction.response.autocomplete(choices)
        except NO_ANSWER as error:
            log.info("a suggestion came too late", error=str(error))
