"""What leaves by itself: the card, offers of seats, reminders."""

from __future__ import annotations

from bot.chat import Button, Card, Fact, Mention, Text, When, delivers, elsewhere
from bot.chat.limits import shortened
from bot.community import changing, guests, meetups, members, reminders, seats, taking_back, waiting_list
from bot.community.meetups import ROOM, Meetup
from cogs.meetups import cards, letters
from cogs.meetups.answering import Answering


class News(Answering):
    """Each kind of message, as it is true at the moment of sending."""

    report_buddy = elsewhere("buddy.report_this")

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
        return letters.offer(meetup, seat, to, self.take(meetup))

    @delivers(waiting_list.ASKED_AGAIN)
    async def asked_again(self, ref: str) -> Card | None:
        found = await self.read(changing.told, ref)
        if found is None:
            return None
        meetup, seat = found
        _, _, to = await self.read(letters.offered_to, f"{seat.id}.{seat.turn}")
        leave = (Button("Leave the line", self.cannot, meetup.id),)
        return letters.asked_again(meetup, seat, to, self.still(meetup) if seat.state == seats.GOING else leave)

    @delivers(changing.IN_THREAD)
    async def changed(self, ref: str) -> Card | None:
        meetup = await self.read(changing.changed, ref)
        return letters.changed(meetup) if meetup else None

    @delivers(waiting_list.PASSED_OVER)
    async def passed_over(self, ref: str) -> Card | None:
        meetup, seat, to = await self.read(letters.offered_to, ref)
        if seat is None or seat.state != seats.WAITING or not seat.brings:
            return None
        return letters.passed_over(meetup, to, (Button("I'd come alone", self.alone, meetup.id),))

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
        opening = await self.read(reminders.opening_of, step, [meetup])
        return letters.reminder(meetup, opening, to, self._on_reminder(meetup))

    @delivers(reminders.ALONE)
    async def own_reminder(self, ref: str) -> Card | None:
        meetup, step = await self.read(reminders.read_ref, ref)
        if not await self.read(reminders.still_coming, ref):
            return None
        opening, pair = await self.read(reminders.opening_of, step, [meetup]), await self.read(letters.buddy_of, ref)
        if pair is None:
            return letters.reminder(meetup, opening, (), self._on_reminder(meetup))
        facts, quiet = await self.read(letters.buddy, ref, pair), Button("Report or mute", self.report_buddy, pair.id)
        return letters.reminder(meetup, opening, (), (*self._on_reminder(meetup), quiet), facts)

    @delivers(reminders.SEVERAL)
    async def several_reminders(self, ref: str) -> Card | None:
        step, coming = await self.read(reminders.several, ref)
        if not coming:
            return None
        cannot = [Button(f"I can't make {shortened(meetup.title, 50)}", self.cannot, meetup.id) for meetup in coming]
        join = [Button("How to join", self.how_to_join, meetup.id) for meetup in coming if meetup.how != ROOM]
        found, quiet = list[Fact](), list[Button]()
        for own in [f"{meetup.id}.{step.name}.{ref.split('.')[1]}" for meetup in coming]:
            if pair := await self.read(letters.buddy_of, own):
                found += await self.read(letters.buddy, own, pair)
                quiet.append(Button("Report or mute", self.report_buddy, pair.id))
        opening = await self.read(reminders.opening_of, step, coming)
        return letters.several(coming, opening, (*join, *cannot, *quiet), tuple(found))

    def _on_reminder(self, meetup: Meetup) -> tuple[Button, ...]:
        """The way to join is for those with a seat: in the thread, only whoever presses sees it."""
        join = () if meetup.how == ROOM else (Button("How to join", self.how_to_join, meetup.id),)
        return (*join, Button("I can't make it", self.cannot, meetup.id))
