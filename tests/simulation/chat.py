"""Two chat platforms in memory, each with its own rules. They outlive the bot, and what stands in them is what arrived.

The rules are those `docs/discord.md` and `docs/slack.md` name: how often a place may be posted in, what is remembered of a delivery, how
direct messages can be closed, channels deleted, sockets cut; and the replies that are lost after the message was made.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Card, MessageRef, Occasion, Person, Place, Unreachable
from bot.chat.errors import Gone, Never, NotNow, Unreadable, Unsure
from bot.chat.plain import card_text
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Rules:
    """`remembers`: for so long a delivery posted again is answered with the first. `often`: messages in a place within `within`."""

    platform: str
    remembers: timedelta
    often: int
    within: timedelta
    budget: Mapping[timedelta, int]


DISCORD: Final = Rules("discord", timedelta(minutes=2), 5, timedelta(seconds=5), {timedelta(hours=1): 10, timedelta(days=1): 50})
SLACK: Final = Rules("slack", timedelta(), 1, timedelta(seconds=1), {})


@dataclass(slots=True)
class Message:
    """One message as it stands. `to`: whom alone it was sent to, if anybody; `about`: who could read it then, in a private place."""

    number: int
    place: Place
    delivery: str
    card: Card
    at: datetime
    to: Person | None = None
    about: frozenset[Person] = frozenset()

    @property
    def words(self) -> str:
        """All there is to read."""
        return card_text(self.card)


@dataclass(slots=True)
class Platform:
    """One platform. `trouble`: how often a call goes wrong, 0 to 1. `down`: nothing gets through until then."""

    rules: Rules
    clock: Clock
    dice: random.Random
    trouble: float = 0.0
    down: datetime | None = None
    messages: list[Message] = field(default_factory=list[Message])
    gone: set[str] = field(default_factory=set[str])
    closed: set[Person] = field(default_factory=set[Person])
    private: dict[str, frozenset[Person]] = field(default_factory=dict[str, frozenset[Person]])
    sent: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    refused: int = 0
    listed: dict[str, str] = field(default_factory=dict[str, str])

    def seen_by(self, person: Person, channels: set[str]) -> list[Message]:
        """What somebody can read here: their channels, what was sent to them alone, and their private places."""
        return [
            one
            for one in self.messages
            if (one.to == person if one.to else person in one.about if one.about else one.place.channel in channels)
        ]


class Port:
    """A `Port` onto a platform."""

    def __init__(self, there: Platform) -> None:
        self.there = there
        self.platform = there.rules.platform
        self.remembers = there.rules.remembers
        self.direct_budget = there.rules.budget

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        there, now = self.there, self.there.clock.now()
        self._get_through()
        place, alone = self._where(to)
        known = next((one for one in there.messages if one.delivery == delivery and now - one.at < self.remembers), None)
        if known is None:
            self._within_limits(str(to))
            known = Message(len(there.messages) + 1, place, delivery, card, now, alone, there.private.get(place.channel, frozenset()))
            there.messages.append(known)
        self._reply()
        return MessageRef(known.place, str(known.number))

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`."""
        self._get_through()
        message = next((one for one in self.there.messages if one.number == int(ref.id)), None)
        if message is None or ref.place.channel in self.there.gone:
            raise Never("That message was deleted.")
        message.card = card
        self._reply()

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`."""
        if self._is_down() or self.there.dice.random() < self.there.trouble:
            raise Unreadable("history can't be read just now")
        found = next((one for one in self.there.messages if one.delivery == delivery and self._is_in(one, to)), None)
        return MessageRef(found.place, str(found.number)) if found else None

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """As `Port.gather`: the same people have the same place."""
        self._get_through()
        them = frozenset(people)
        there = next((name for name, who in self.there.private.items() if who == them), f"private{len(self.there.private) + 1}")
        self.there.private[there] = them
        return Place(self.platform, people[0].workspace or "G1", there)

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """As `Port.stage`: Discord has a list of events, Slack has none. An entry is known by the message it is about."""
        if self.platform != "discord":
            return None
        self._get_through()
        standing = self.there.listed.get(under.thread)
        if there is not None and standing is None:
            raise Gone("Somebody took it off the list.")
        if occasion.off:
            self.there.listed.pop(under.thread, None)
            return None
        self.there.listed[under.thread] = occasion.title
        self._reply()
        return MessageRef(Place(self.platform, under.workspace, "events"), under.thread)

    # --- rules ------------------------------------------------------------------------------------------------------------------

    def _is_in(self, message: Message, to: Place | Person) -> bool:
        return message.to == to if isinstance(to, Person) else message.to is None and message.place == to

    def _where(self, to: Place | Person) -> tuple[Place, Person | None]:
        if isinstance(to, Place):
            if to.channel in self.there.gone:
                raise Never("That channel is gone, or I may not write there.")
            return to, None
        if to in self.there.closed:
            raise Unreachable("Their direct messages are closed to me.")
        return Place(self.platform, to.workspace, f"D-{to.user}", direct=True), to

    def _is_down(self) -> bool:
        return self.there.down is not None and self.there.clock.now() < self.there.down

    def _get_through(self) -> None:
        if self._is_down():
            raise NotNow("no connection")
        if self.there.dice.random() < self.there.trouble / 2:
            raise NotNow("server error 503")

    def _within_limits(self, place: str) -> None:
        rules, now = self.there.rules, self.there.clock.now()
        lately = [at for at in self.there.sent[place] if now - at < rules.within]
        if len(lately) >= rules.often:
            self.there.refused += 1
            raise NotNow("too fast", rules.within - (now - lately[0]))
        self.there.sent[place] = [*lately, now]

    def _reply(self) -> None:
        if self.there.dice.random() < self.there.trouble:
            raise Unsure("the reply was lost")
