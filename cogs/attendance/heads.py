"""An organiser at the door and afterwards: the code, how many came, who checked in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import Button, Card, Form, Page, Part, Refusal, Reply, Text, Update, button, delivers, line, prefill
from bot.community import meetups
from bot.community.act import Act
from bot.community.attendance import checking_in, counting, day, door
from bot.community.attendance.counting import Turnout
from bot.community.meetups import Meetup
from bot.matching import in_worker
from bot.printed import print_door
from bot.schema import Connection
from cogs.attendance import cards

A_LIST = 20


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


def group_of_page(conn: Connection, cursor: str) -> int | None:
    """Whose meetup a list is about: `meetup.skip`."""
    return meetups.group_of(conn, cursor.partition(".")[0])


class Heads(Part):
    """Counting."""

    @button(only="organiser", about_what=meetups.group_of)
    async def at_door(self, call: Call) -> Reply:
        there = await call.write(door.set_up, call.number())
        meetup, here = await call.read(meetups.get, there.meetup), await call.read(checking_in.how_many, there.meetup)
        controls = (
            Button("A sheet for the door", self.door_sheet, meetup.id),
            Button("Who checked in", self.roll, meetup.id),
            Button("Write down how many came", self.count, meetup.id),
        )
        return cards.at_the_door(meetup, there, here, controls)

    @button(only="organiser", about_what=meetups.group_of)
    async def door_sheet(self, call: Call) -> Reply:
        there, meetup = await call.read(door.find, call.number()), await call.read(meetups.get, call.number())
        if there is None:
            raise Refusal("There is no code for it. /meetup manage, At the door, makes one.")
        return cards.door_sheet(await in_worker(print_door, call.now, cards.door_sign(meetup, there)))

    # --- how many ---------------------------------------------------------------------------------------------------------------

    @delivers(day.HOW_MANY)
    async def how_many(self, ref: str) -> Card | None:
        meetup = await self.read(day.still_open, ref)
        if meetup is None:
            return None
        here = sum(await self.read(checking_in.how_many, meetup.id))
        said = f" {cards.people(here)} checked in themselves." if here else ""
        body = Text("How many came to ", cards.strong(meetup), f"? A rough number will do.{said}")
        return Card("How many came?", body, controls=self._answers(meetup, here), note="I ask this once. Only organisers see it.")

    def _answers(self, meetup: Meetup, here: int) -> tuple[Button, ...]:
        same = (Button(f"Just those {here}" if here > 1 else "Just the one", self.as_checked_in, meetup.id),) if here else ()
        return (*same, Button("Type the number", self.count, meetup.id), Button("I didn't count", self.uncounted, meetup.id))

    @button(only="organiser", about_what=meetups.group_of)
    async def as_checked_in(self, call: Call) -> Reply:
        return Update(Card(body=await self._written(call, await call.write(_as_checked_in, call.number()))))

    @button(only="organiser", about_what=meetups.group_of)
    async def count(self, call: Call, ask: HeadCount) -> Reply:
        return await self._written(call, await call.write(counting.count, call.number(), ask.room, ask.online))

    @prefill(count)
    async def so_far(self, call: Call) -> Mapping[str, str]:
        """What was counted before, else how many checked in."""
        found = await call.read(counting.head_count, call.number())
        room, online = await call.read(checking_in.how_many, call.number())
        if found and found.came is not None:
            room, online = found.came_room or 0, found.came_online or 0
        return {"room": str(room or ""), "online": str(online or "")}

    async def _written(self, call: Call, found: Turnout) -> Text:
        return cards.written(await call.read(meetups.get, found.meetup), found)

    @button(only="organiser", about_what=meetups.group_of)
    async def uncounted(self, call: Call) -> Reply:
        await call.write(counting.leave_uncounted, call.number())
        return Update(Card(body="That's fine. I don't ask again."))

    # --- who -------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=group_of_page)
    async def roll(self, call: Call) -> Page:
        meetup, skip = await call.read(meetups.get, cards.id_of(call.payload) or 0), cards.skip_of(call.payload)
        found = await call.read(checking_in.attended, meetup.id, skip=skip, most=A_LIST + 1)
        return Page(cards.roll(meetup, found[:A_LIST]), *cards.cursors(meetup.id, skip, len(found), A_LIST))

    @button(only="organiser", about_what=meetups.group_of)
    async def numbers(self, call: Call) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        here, counted = await call.read(checking_in.how_many, meetup.id), await call.read(counting.head_count, meetup.id)
        controls = (Button("Type the number", self.count, meetup.id), Button("Who checked in", self.roll, meetup.id))
        return cards.in_numbers(meetup, counted, here, controls)


def _as_checked_in(act: Act, meetup_id: int) -> Turnout:
    return counting.count(act, meetup_id, *checking_in.how_many(act.conn, meetup_id))
