"""Everything that is ever sent to Discord. One try each: a lost answer is `Unsure`, and `find` looks for it in history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import discord

from adapters.discord import listing
from adapters.discord.errors import THREAD_EXISTS, UNKNOWN_CHANNEL, in_our_words, looking
from adapters.discord.marks import Mark, mark_of, mark_on
from adapters.discord.render import files_of, shown
from adapters.discord.rooms import room_for
from bot.chat.card import Card
from bot.chat.errors import Never, NotNow, Unreadable, Unsure
from bot.chat.limits import shortened
from bot.chat.occasion import Occasion
from bot.chat.people import MessageRef, Person, Place

PATIENCE = 10.0
"""Seconds a call may take, waiting for its turn included."""
HORIZON = timedelta(days=2)
"""How far back from the newest message `find` looks: twice the longest outage the promises are tested with."""
MOST_READ = 500
WEEK_OF_MINUTES = 10080


class DiscordPort:
    """`bot.chat.port.Port` for Discord."""

    platform = "discord"
    remembers = timedelta(minutes=2)
    direct_budget: Mapping[timedelta, int] = {timedelta(hours=1): 10, timedelta(days=1): 50}  # honest bots were quarantined after 25 to 40
    """Discord checks a nonce against "the past few minutes" (https://docs.discord.com/developers/resources/message#create-message)."""

    def __init__(self, client: discord.Client, wait: Callable[[str, str], float] = lambda _method, _path: 0.0) -> None:
        """`wait`: seconds until a request of this method to this path may be made; the library would sleep on it with a turn in hand."""
        self._client = client
        self._wait = wait
        self.events = listing.EventList()

    def use(self, client: discord.Client) -> None:
        """Send through this client from now on: the supervisor began anew."""
        self._client = client

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """Post the card, with the delivery as nonce (Discord de-duplicates for a few minutes) and as mark (history keeps it)."""
        place = await self._place(to)
        try:
            return await self._post(place, card, delivery)
        except _NoSuchChannel:
            if not place.thread:
                raise
        await self._open_thread(place, card)
        return await self._post(place, card, delivery)

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """Make the message read as this card."""
        view, pings = shown(card)
        async with self._patiently():
            await self._channel(ref.place).get_partial_message(int(ref.id)).edit(view=view, allowed_mentions=pings)

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """Look for the delivery among our own messages of two days. Raises Unreadable when nobody can tell, NotNow when not yet."""
        self._must_be_connected()
        try:
            place = await self._place(to)
        except Never:
            return None
        with looking():
            async with asyncio.timeout(PATIENCE):
                try:
                    return await self._look(place, mark_of(delivery))
                except discord.NotFound:
                    return None  # the thread was never opened, so nothing was sent in it

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """A private thread: bots can't open group conversations. In the first server all of them share with the bot."""
        async with self._patiently():
            return await room_for(self._client, people, topic)

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """Have the server's list of events say this. Without the permission it is tried again in a few hours; all else works."""
        try:
            async with self._patiently():
                return await self.events.stage(self._client, under, occasion, there)
        except Never as no:
            raise listing.mended_by_people(no) from no

    async def _look(self, place: Place, mark: Mark) -> MessageRef | None:
        horizon: datetime | None = None
        read = 0
        async for message in self._channel(place).history(limit=MOST_READ):
            read += 1
            horizon = horizon or message.created_at - HORIZON
            if message.created_at < horizon:
                return None
            if self._is(message, mark):
                return MessageRef(place, str(message.id))
        if read == MOST_READ:
            raise Unreadable(f"more than {MOST_READ} messages there in two days")
        return None

    def _is(self, message: discord.Message, mark: Mark) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id and mark_on(message.components) == mark

    def _channel(self, place: Place) -> discord.PartialMessageable:
        guild = int(place.workspace) if place.workspace else None
        return self._client.get_partial_messageable(int(place.thread or place.channel), guild_id=guild)

    async def _place(self, to: Place | Person) -> Place:
        """Where to write: a person's direct conversation is opened, which sends nothing and may be done again."""
        if isinstance(to, Place):
            return to
        try:
            async with self._patiently():
                channel = await self._client.create_dm(discord.Object(int(to.user)))
        except Unsure as error:
            raise NotNow(str(error)) from error
        return Place("discord", "", str(channel.id), direct=True)

    async def _post(self, place: Place, card: Card, delivery: str) -> MessageRef:
        view, pings = shown(card, mark_of(delivery))
        if wait := self._wait("POST", f"channels/{place.thread or place.channel}/messages"):
            raise NotNow("Discord takes no more there just now", timedelta(seconds=wait))
        try:
            async with self._patiently():
                message = await self._channel(place).send(view=view, allowed_mentions=pings, nonce=delivery, files=files_of(card))
        except Never as error:
            if isinstance(error.__cause__, discord.HTTPException) and error.__cause__.code == UNKNOWN_CHANNEL:
                raise _NoSuchChannel(error.words) from error
            raise
        return MessageRef(place, str(message.id))

    async def _open_thread(self, place: Place, card: Card) -> None:
        """The thread under a message. Whoever comes second finds it open, which is as good."""
        name = shortened(card.title or "Talk about it here", 100)
        try:
            async with self._patiently():
                await self._client.http.start_thread_with_message(
                    int(place.channel), int(place.thread), name=name, auto_archive_duration=WEEK_OF_MINUTES
                )
        except Never as error:
            if not (isinstance(error.__cause__, discord.HTTPException) and error.__cause__.code == THREAD_EXISTS):
                raise
        except Unsure as error:
            raise NotNow(str(error)) from error

    @asynccontextmanager
    async def _patiently(self) -> AsyncGenerator[None]:
        self._must_be_connected()
        with in_our_words():
            async with asyncio.timeout(PATIENCE):
                yield

    def _must_be_connected(self) -> None:
        if self._client.user is None or self._client.is_closed():
            raise NotNow("not connected to Discord just now", timedelta(seconds=2))


class _NoSuchChannel(Never):
    """The channel is gone, or is a thread nobody has opened yet."""
