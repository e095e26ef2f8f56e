"""What the core asks of a platform. Every adapter has one, in `port.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.chat.card import Card
from bot.chat.occasion import Occasion
from bot.chat.people import MessageRef, Person, Place


class Port(Protocol):
    """All that is ever sent goes through here, and only the delivery loop calls it.

    Every method raises `NotNow` (nothing happened), `Unsure` (something may have), `Never` or `Unreachable`.
    None retries by itself: retries belong to the loop.
    """

    platform: str
    remembers: timedelta
    """For how long the platform itself refuses to post the same delivery twice; nothing where it doesn't."""
    direct_budget: Mapping[timedelta, int]
    """How many direct messages may be sent in each span of time; empty where as many as need be."""

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """Post the card. `delivery` (at most 25 characters) travels with the message so that `find` finds it.

        To a Person: a direct message. To a Place with a thread: in the thread under that message, opened if need be.
        """
        ...

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """Make the message read as this card. Doing it twice does no harm."""
        ...

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """Look for the delivery in recent history. None: it was not sent. Raises Unreadable when nobody can tell, NotNow when not yet."""
        ...

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """A private place for these people (2 to 8). Asking again for the same people may give the same place."""
        ...

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """Have the platform's own list of events say this, once: what is announced by the message that `under` is the thread of.

        `there` is where it stands already; without, it is looked for first, so that doing it twice puts it there once. Gives where it
        stands, or None when nothing stands there: it was to be taken `off`, or the platform keeps no such list. Raises `Gone` besides
        when what stood there was taken away by somebody else.
        """
        ...
