"""A chat platform in memory. It outlives the bot, and what stands in its channels is all the checkers believe."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.chat import Card, MessageRef, Occasion, Person, Place, Unreachable
from bot.chat.errors import Gone, Never, PortError, Unreadable, Unsure
from bot.chat.plain import card_text as in_words
from bot.clock import Clock


@dataclass(slots=True)
class Posted:
    """One message as people see it. `place`: a channel, `channel/message` for a thread, `@user` for a direct message."""

    number: int
    place: str
    delivery: str
    title: str
    words: str
    at: datetime
    edits: int = 0


@dataclass(slots=True)
class Platform:
    """`refuse`: what the next calls meet instead of an answer. `lose`: how many replies are lost once the message is made.

    `called` and `made`: somebody has called, a message was made.
    """

    clock: Clock
    posted: list[Posted] = field(default_factory=list[Posted])
    refuse: list[PortError | Exception] = field(default_factory=list[PortError | Exception])
    lose: int = 0
    unreadable: bool = False
    hangs: asyncio.Event | None = None
    closed: set[str] = field(default_factory=set[str])
    gone: set[str] = field(default_factory=set[str])
    looks: int = 0
    events: dict[str, Occasion] = field(default_factory=dict[str, Occasion])
    puts: int = 0
    called: asyncio.Event = field(default_factory=asyncio.Event)
    made: asyncio.Event = field(default_factory=asyncio.Event)

    def at(self, place: str) -> list[Posted]:
        """Everything that arrived there."""
        return [message for message in self.posted if message.place == place]

    def titles(self, place: str) -> list[str]:
        """What arrived there, by title."""
        return [message.title for message in self.at(place)]


class PlatformPort:
    """A `Port`. `remembers` as given: for that long the platform itself refuses to post the same delivery twice."""

    def __init__(self, platform: Platform, name: str = "chat", remembers: timedelta = timedelta()) -> None:
        self.there = platform
        self.platform = name
        self.remembers = remembers
        self.direct_budget: Mapping[timedelta, int] = {}

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        await self._arrive()
        where = self._where(to)
        known = next((each for each in self.there.posted if each.delivery == delivery and self._recent(each)), None)
        if known is None:
            known = Posted(len(self.there.posted) + 1, where, delivery, card.title, in_words(card), self.there.clock.now())
            self.there.posted.append(known)
            self.there.made.set()
        self._reply()
        return self._ref(to, known)

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`."""
        await self._arrive()
        message = next((each for each in self.there.posted if each.number == int(ref.id)), None)
        if message is None:
            raise Never("That message was deleted.")
        message.title, message.words, message.edits = card.title, in_words(card), message.edits + 1
        self._reply()

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`."""
        self.there.looks += 1
        if self.there.unreadable:
            raise Unreadable("history can't be read")
        found = [each for each in self.there.at(self._name(to)) if each.delivery == delivery]
        return self._ref(to, found[0]) if found else None

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """Not asked for here."""
        raise NotImplementedError

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """As `Port.stage`: an entry is known by the message it is about."""
        await self._arrive()
        standing = self.there.events.get(under.thread)
        if there and standing is None:
            raise Gone("Somebody took it off the list.")
        if occasion.off:
            self.there.events.pop(under.thread, None)
        elif standing != occasion:
            self.there.events[under.thread] = occasion
            self.there.puts += 1
        self._reply()
        return None if occasion.off else MessageRef(replace(under, channel="events", thread=""), under.thread)

    async def _arrive(self) -> None:
        self.there.called.set()
        if self.there.hangs:
            await self.there.hangs.wait()
        if self.there.refuse:
            raise self.there.refuse.pop(0)

    def _reply(self) -> None:
        if self.there.lose:
            self.there.lose -= 1
            raise Unsure("the reply was lost")

    def _recent(self, message: Posted) -> bool:
        return self.there.clock.now() - message.at < self.remembers

    def _where(self, to: Place | Person) -> str:
        name = self._name(to)
        if name in self.there.gone:
            raise Never("I am missing a permission there.")
        if name in self.there.closed:
            raise Unreachable("Their direct messages are closed to me.")
        return name

    def _name(self, to: Place | Person) -> str:
        if isinstance(to, Person):
            return f"@{to.user}"
        return f"{to.channel}/{to.thread}" if to.thread else to.channel

    def _ref(self, to: Place | Person, message: Posted) -> MessageRef:
        place = to if isinstance(to, Place) else Place(self.platform, to.workspace, f"@{to.user}", direct=True)
        return MessageRef(place, str(message.number))
