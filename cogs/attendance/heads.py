"""An organiser at the door and afterwards: the code, how many came, who checked in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Fact,
    Form,
    Menu,
    Option,
    Page,
    Pages,
    Part,
    Refusal,
    Reply,
    Text,
    Update,
    button,
    delivers,
    line,
    menu,
    prefill,
)
from bot.chat.limits import shortened
from bot.community import meetups
from bot.community.act import Act
from bot.community.attendance import checking_in, counting, day, door
from bot.community.attendance.counting import Turnout
from bot.community.meetups import Meetup
from bot.schema import Connection
from cogs.attendance import cards

A_PAGE = 5
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


def group_of_list(_: Connection, cursor: str) -> int | None:
    """Which group a list is about."""
    return cards.id_of(cursor)


class Heads(Part):
    """Counting."""

    @button(only="organiser", about_what=counting.group_of)
    async def at_door(self, call: Call) -> Reply:
        there = await call.write(door.set_up, call.number())
        meetup, here = await call.read(meetups.get, there.meetup), await call.read(checking_in.how_many, there.meetup)
        controls = (Button("Who checked in", self.roll, meetup.id), Button("Write down how many came", self.count, meetup.id))
        return cards.at_the_door(meetup, there, here, controls)

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
        same = (Button(f"Just those {here}", self.as_checked_in, meetup.id),) if here else ()
        return (*same, Button("Type the number", self.count, meetup.id), Button("I didn't count", self.uncounted, meetup.id))

    @button(only="organiser", about_what=counting.group_of)
    async def as_checked_in(self, call: Call) -> Reply:
        return Update(Card(body=await self._written(call, await call.write(_as_checked_in, call.number()))))

    @button(only="organiser", about_what=counting.group_of)
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

    @button(only="organiser", about_what=counting.group_of)
    async def uncounted(self, call: Call) -> Reply:
        await call.write(counting.leave_uncounted, call.number())
        return Update(Card(body="That's fine. I don't ask again."))

    # --- who, and what was before -------------------------------------------------------------------------------------------------

    @button(only="organiser", about_what=counting.group_of)
    async def roll(self, call: Call) -> Page:
        meetup, skip = await call.read(meetups.get, cards.id_of(call.payload) or 0), cards.skip_of(call.payload)
        found = await call.read(checking_in.attended, meetup.id, skip=skip, most=A_LIST + 1)
        return Page(cards.roll(meetup, found[:A_LIST]), *cards.cursors(meetup.id, skip, len(found), A_LIST))

    @button(only="organiser", about_what=group_of_list)
    async def past(self, call: Call) -> Reply:
        return Pages(self.more_past, str(call.group.id))

    @button(only="organiser", about_what=group_of_list)
    async def more_past(self, call: Call) -> Page:
        skip = cards.skip_of(call.payload)
        found = await call.read(counting.past, call.group.id, call.now, skip=skip, most=A_PAGE + 1)
        if not found:
            return Page(Card("No meetup has taken place so far", "Once one has, it is here, with how many came."))
        shown = found[:A_PAGE]
        facts = tuple(Fact(shortened(meetup.title, 75), cards.in_one_line(meetup, numbers)) for meetup, numbers in shown)
        options = tuple(
            Option(str(meetup.id), shortened(meetup.title, 75), f"{meetup.when.at.day} {meetup.when.at:%b %Y}") for meetup, _ in shown
        )
        choose = Menu("Choose one to see or correct its numbers", self.past_one, options)
        return Page(Card("Past meetups", facts=facts, controls=(choose,)), *cards.cursors(call.group.id, skip, len(found), A_PAGE))

    @menu(only="organiser", about_what=counting.group_of)
    async def past_one(self, call: Call) -> Reply:
        meetup = await call.read(meetups.find, cards.id_of(call.chosen) or 0)
        if meetup is None:
            raise Refusal("I can't find that meetup any more. /meetup manage shows the others.")
        here, numbers = await call.read(checking_in.how_many, meetup.id), await call.read(counting.head_count, meetup.id)
        controls = (Button("Type the number", self.count, meetup.id), Button("Who checked in", self.roll, meetup.id))
        return cards.in_numbers(meetup, numbers, here, controls)


def _as_checked_in(act: Act, meetup_id: int) -> Turnout:
    return counting.count(act, meetup_id, *checking_in.how_many(act.conn, meetup_id))
