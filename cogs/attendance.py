"""Who came: asked of an organiser once, in two taps."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Button, Card, Cog, Form, Reply, Strong, Text, Update, button, delivers, line
from bot.chat.limits import shortened
from bot.community import meetups
from bot.community.act import Act
from bot.community.attendance import checking_in, counting, day
from bot.community.attendance.counting import Turnout
from bot.community.meetups import HYBRID, Meetup


def heads(words: str) -> int:
    """`"12"`, or nothing for none. Raises ValueError for anything else."""
    if not words:
        return 0
    if words.isascii() and words.isdigit() and int(words) <= counting.MOST:
        return int(words)
    raise ValueError("Type a number, such as 12; 0 is fine too.")


class HeadCount(Form, title="How many came", send="Write it down"):
    room: int = line("How many were in the room?", hint="Whoever was there, guests and helpers too", read=heads, required=False)
    online: int = line("How many were online?", hint="Leave empty for nobody", read=heads, required=False)


class AttendanceCog(Cog, name="came", about="Who came to a meetup"):
    @delivers(day.HOW_MANY)
    async def how_many(self, ref: str) -> Card | None:
        meetup = await self.read(day.still_open, ref)
        if meetup is None:
            return None
        room, online = await self.read(checking_in.how_many, meetup.id)
        said = f" {_people(room + online)} checked in themselves." if room + online else ""
        body = Text("How many came to ", Strong(shortened(meetup.title, 100)), f"? A rough number will do.{said}")
        return Card("How many came?", body, controls=self._answers(meetup, room + online), note="I ask this once. Only organisers see it.")

    def _answers(self, meetup: Meetup, checked_in: int) -> tuple[Button, ...]:
        same = (Button(f"Just those {checked_in}", self.as_checked_in, meetup.id),) if checked_in else ()
        return (*same, Button("Type the number", self.count, meetup.id), Button("I didn't count", self.uncounted, meetup.id))

    @button(only="organiser", about_what=counting.group_of)
    async def as_checked_in(self, call: Call) -> Reply:
        return Update(Card(body=await self._written(call, await call.write(_as_checked_in, call.number()))))

    @button(only="organiser", about_what=counting.group_of)
    async def count(self, call: Call, ask: HeadCount) -> Reply:
        return await self._written(call, await call.write(counting.count, call.number(), ask.room, ask.online))

    async def _written(self, call: Call, found: Turnout) -> Text:
        meetup = await call.read(meetups.get, found.meetup)
        split = f" ({found.came_room} in the room, {found.came_online} online)" if meetup.how == HYBRID else ""
        return Text(f"Written down: {_people(found.came or 0)}{split} came to ", Strong(shortened(meetup.title, 100)), ". Thank you.")

    @button(only="organiser", about_what=counting.group_of)
    async def uncounted(self, call: Call) -> Reply:
        await call.write(counting.leave_uncounted, call.number())
        return Update(Card(body="That's fine. I don't ask again."))


def _as_checked_in(act: Act, meetup_id: int) -> Turnout:
    return counting.count(act, meetup_id, *checking_in.how_many(act.conn, meetup_id))


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"
