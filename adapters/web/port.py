"""What the core asks of the town, and how the town answers when it is having a bad day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from adapters.web.people import Channel, direct_with, place_of
from adapters.web.render import addressed, card_json
from adapters.web.town import Town
from bot.chat import Card, MessageRef, Occasion, Person, Place, Unreachable
from bot.chat.errors import Never


class TownPort:
    """The `Port` of the town. Retries nothing; `town.faults` decides what goes wrong."""

    platform = "web"
    remembers = timedelta()  # sent twice, it stands there twice
    direct_budget: Mapping[timedelta, int] = {}

    def __init__(self, town: Town) -> None:
        self.town = town

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """Post the card. Raises NotNow, Unsure, Never or Unreachable."""
        await self.town.faults.before()
        place = await self._where(to)
        body = {"card": card_json(card)}
        message = await self.town.post(place.channel, body, thread=place.thread, pings=addressed(card), delivery=delivery)
        self.town.faults.after()
        return MessageRef(place, str(message.id))

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """Make the message read as this card. Raises NotNow, Unsure or Never."""
        await self.town.faults.before()
        changed = await self.town.change(int(ref.id), {"card": card_json(card)}) if ref.id.isdecimal() else None
        if changed is None:
            raise Never("That message is gone.")
        self.town.faults.after()

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """Look for the delivery where it was to go. Raises Unreadable."""
        self.town.faults.looking()
        place = place_of(direct_with(to.user)) if isinstance(to, Person) else to
        message = await self.town.delivered(place.channel, place.thread, delivery)
        return MessageRef(place, str(message.id)) if message else None

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """A private place for these people; the same people get the same place. Raises Unreachable for a stranger."""
        await self.town.faults.before()
        users = sorted({self._citizen(person) for person in people})
        names = ", ".join(self.town.people[user].name.split()[0] for user in users)
        channel = await self.town.make(Channel("with-" + "-".join(users), topic or names, tuple(users), direct=True))
        self.town.faults.after()
        return place_of(channel.id)

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> None:
        """The town keeps no list of events."""

    async def _where(self, to: Place | Person) -> Place:
        if isinstance(to, Person):
            self.town.faults.writing_to(self._citizen(to), self.town.people[to.user].name)
            return place_of(direct_with(to.user))
        if to.channel not in self.town.channels:
            raise Never(f"There is no place called {to.channel} here.")
        if to.thread and not (to.thread.isdecimal() and await self.town.message(int(to.thread))):
            raise Never("The message this thread stands under is gone.")
        return to

    def _citizen(self, person: Person) -> str:
        if person.platform != self.platform or person.user not in self.town.people:
            raise Unreachable(f"{person.name or person.user} doesn't live here.")
        return person.user
