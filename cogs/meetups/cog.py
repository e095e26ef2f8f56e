"""Meetups: announce one, see what is coming up, take a seat, give it back."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Awaited, Button, Card, Cog
from bot.chat.limits import shortened
from bot.community import guests, near, outlook, seats
from bot.community.meetups import Meetup
from bot.community.seats import Seat
from cogs.meetups import desk, lists
from cogs.meetups.announcing import Announcing
from cogs.meetups.looking import Looking
from cogs.meetups.managing import Managing
from cogs.meetups.news import News


class MeetupCog(Cog, Looking, News, Announcing, Managing, name="meetup", about="See what is coming up, take a seat, announce a meetup"):
    async def home(self, call: Call) -> list[Card]:
        return [(await self.my_page(call)).card]

    async def awaited(self, call: Call) -> list[Awaited]:
        mine = await call.read(guests.of_member, call.member.id, call.group.id, call.now, most=10)
        open_ = [(meetup, seat) for meetup, seat in mine if seat.state in {seats.OFFERED, seats.WAITING} or seat.asked is not None]
        return [await self._awaited(call, meetup, seat) for meetup, seat in open_]

    async def _awaited(self, call: Call, meetup: Meetup, seat: Seat) -> Awaited:
        asked = self.still(meetup) if seat.asked is not None else ()
        answers = self.take(meetup) if seat.state == seats.OFFERED else asked
        return Awaited(shortened(meetup.title, 75), await call.read(lists.standing, meetup, seat), bool(answers), answers)

    async def desk(self, call: Call) -> list[Card]:
        """This week and what was put off, what has no place yet, dates people are asked about, and where nobody has met for a year."""
        soon = await call.read(lists.this_week, call.group.id, call.now)
        shown = [Card(shortened(meetup.title, 75), desk.in_one_line(meetup, tally, call.now)) for meetup, tally in soon]
        placeless = await call.read(outlook.without_place, call.group.id, call.now)
        asked = [desk.wants_a_place(each, Button(f"Say where: {shortened(each.title, 50)}", self.move, each.id)) for each in placeless]
        return [*shown, *asked, *await self.dates_on_desk(call), *desk.where(await call.read(near.fairness, call.group.id, call.now))]
