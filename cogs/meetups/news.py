"""What leaves by itself: the card, offers of seats, reminders."""

from __future__ import annotations

from bot.chat import Button, Card, Mention, Text, When, delivers
from bot.community import guests, meetups, members, reminders, seats, taking_back, waiting_list
from cogs.meetups import cards, letters
from cogs.meetups.answering import Answering


class News(Answering):
    """Each kind of message, as it is true at the moment of sending."""

    @delivers(meetups.CARD)
    async def announcement(self, ref: str) -> Card | None:
        meetup = await self.read(meetups.get, int(ref))
        return await self.card_of(meetup, await self.read(guests.tally, meetup))

    @delivers(taking_back.TAKEN_BACK)
    async def taken_back(self, ref: str) -> Card | None:
        return letters.taken_back(await self.read(meetups.get, int(ref)))

    @delivers(waiting_list.OFFER_MADE)
    async def offered(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(letters.offered_to, ref)
        if seat is None or seat.state != seats.OFFERED:
            return None
        return letters.offer(meetup, to, self.take(meetup))

    @delivers(waiting_list.OFFER_LAPSED)
    async def lapsed(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(letters.offered_to, ref)
        if seat is None or seat.state != seats.LAPSED:
            return None
        words = Text(
            "The seat at ",
            cards.strong(meetup.title),
            " has gone to the next in line, as nobody took it in time. Still want to come? Join the line again.",
        )
        return Card(body=words, controls=(Button("Join the line", self.going, meetup.id),), to=(to,))

    @delivers(waiting_list.SEAT_FREE)
    async def seat_free(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(letters.offered_to, ref)
        if seat is None or seat.state != seats.WAITING:
            return None
        words = Text(
            "A seat is free at ",
            cards.strong(meetup.title),
            ", ",
            When(meetup.starts_at, meetup.zone),
            ". It starts soon, so the first to tap has it.",
        )
        return Card(body=words, controls=(Button("Take the seat", self.going, meetup.id, look="go"),), to=(to,))

    @delivers(reminders.IN_THREAD)
    async def reminder(self, ref: str) -> Card | None:
        meetup, step = await self.read(reminders.read_ref, ref)
        coming = await self.read(reminders.named_in, ref)
        if not coming:
            return None
        to = tuple(Mention(members.first_name(guest.name), guest.member_id) for guest in coming)
        return letters.reminder(meetup, step, to, (Button("I can't make it", self.cannot, meetup.id),))

    @delivers(reminders.ALONE)
    async def own_reminder(self, ref: str) -> Card | None:
        meetup, step = await self.read(reminders.read_ref, ref)
        if not await self.read(reminders.still_coming, ref):
            return None
        return letters.reminder(meetup, step, (), (Button("I can't make it", self.cannot, meetup.id),))
