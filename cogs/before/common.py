"""What the parts of preparing share."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import meetups
from bot.community.before import reading
from bot.community.before.reading import Preparation
from bot.community.meetups import Meetup
from bot.schema import Connection


def group_of_meetup(conn: Connection, payload: str) -> int | None:
    """Whose meetup a button is about."""
    found = meetups.find(conn, read_id(payload) or 0)
    return found.group_id if found else None


async def looked_up(call: Call) -> tuple[Meetup, Preparation]:
    """What a button is about, and how far it is prepared. Raises Refusal when it is another group's."""
    meetup = await call.read(meetups.find, call.number())
    if meetup is None or meetup.group_id != call.group.id:
        raise Refusal("I can't find that meetup in this group. /meetup manage shows what can be changed.")
    return meetup, await call.read(reading.of, meetup)
