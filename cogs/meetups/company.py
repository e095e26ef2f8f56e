"""Coming with a guest, for a part of it, or from elsewhere."""

from __future__ import annotations

from abc import abstractmethod

from bot.app import Call
from bot.chat import Button, Card, Control, Form, FormError, Part, Refusal, Reply, Text, button, line
from bot.clock import Wall
from bot.community import meetups, parties, seats
from bot.community.before import agenda
from bot.community.meetups import ROOM, Meetup
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from bot.community.seats import GOING, Seat
from cogs.meetups import cards, letters


class Guest(Form, title="Bring somebody", send="Bring them"):
    guest: str = line("What shall I call them?", hint="Only you and organisers see it; may be empty", required=False, longest=60)


class Hours(Form, title="I come for a part", send="Keep it"):
    comes: str = line("From when?", hint="For example: 7pm; empty for the beginning", required=False, longest=20)
    leaves: str = line("Until when?", hint="For example: 8pm; empty for the end", required=False, longest=20)


class Company(Part):
    """What somebody with a seat can add to it."""

    @abstractmethod
    def seated(self, call: Call, outcome: Outcome, ahead: list[Step]) -> Card:
        """What somebody with a seat reads."""

    @abstractmethod
    def waits(self, call: Call, outcome: Outcome) -> Card:
        """What somebody in line reads."""

    def with_whom(self, meetup: Meetup, seat: Seat | None) -> list[Control]:
        """What somebody with a seat can press."""
        if seat is None:
            return []
        part = Button("I come for a part of it", self.part, meetup.id)
        if seat.absent:
            return [Button("My guest can't come either", self.alone, meetup.id)]
        if seat.brings:
            return [Button("My guest can't come", self.alone, meetup.id), Button("Only my guest comes", self.only_guest, meetup.id), part]
        return [Button("Bring somebody", self.guest, meetup.id), part]

    @button(about_what=cards.group_of_meetup)
    async def guest(self, call: Call, ask: Guest) -> Reply:
        return self._now(call, await call.write(parties.bring, call.number(), ask.guest))

    @button(about_what=cards.group_of_meetup)
    async def alone(self, call: Call) -> Reply:
        return self._now(call, await call.write(parties.come_alone, call.number()))

    @button(about_what=cards.group_of_meetup)
    async def only_guest(self, call: Call) -> Reply:
        return self._now(call, await call.write(parties.send_guest, call.number()))

    @button(about_what=cards.group_of_meetup)
    async def part(self, call: Call, ask: Hours) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        comes, leaves = _at("comes", ask.comes, meetup), _at("leaves", ask.leaves, meetup)
        return self._now(call, await call.write(parties.come_for_a_part, meetup.id, comes, leaves))

    @button(about_what=cards.group_of_meetup)
    async def how_to_join(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        mine = await call.read(seats.mine_at, meetup.id, call.member.id)
        if mine is None or mine.state != GOING or meetup.how == ROOM:
            raise Refusal("The way to join comes with a seat online. /meetup list shows what is coming up.")
        return letters.joining(meetup)

    def _now(self, call: Call, outcome: Outcome) -> Reply:
        if outcome.state == GOING:
            return self.seated(call, outcome, [])
        if outcome.state == seats.WAITING:
            return self.waits(call, outcome)
        return Text("Noted for ", cards.strong(outcome.meetup.title), ". /meetup mine shows how you stand.")


def _at(field: str, words: str, meetup: Meetup) -> Wall | None:
    """As `agenda.within`; None for no words. Raises FormError."""
    if not words:
        return None
    try:
        return agenda.within(words, meetup)
    except ValueError as unclear:
        raise FormError(field, str(unclear)) from unclear
