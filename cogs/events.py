"""Meetups on the platform's own list of events: how they read there, and what being interested there means."""

from __future__ import annotations

from bot.app import Call
from bot.chat import Card, Cog, Occasion, Reply, delivers, interest
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import groups, maybes, meetups, occasions
from bot.community.meetups import Meetup
from bot.community.occasions import OCCASION
from bot.schema import Connection

SHOWN = 3


def _group_of(conn: Connection, ref: str) -> int | None:
    """Whose meetup it is."""
    meetup_id = read_id(ref)
    found = meetups.find(conn, meetup_id) if meetup_id is not None else None
    return found.group_id if found else None


class EventsCog(Cog, name="event", about="Meetups on the server's list of events"):
    @delivers(OCCASION)
    async def entry(self, ref: str) -> Occasion | None:
        meetup, wanted = await self.read(_as_listed, int(ref))
        off = meetup.state != meetups.ANNOUNCED or not wanted
        return Occasion(meetup.title, meetup.details, meetup.starts_at, meetup.ends_at, meetup.venue, off=off)

    @interest(about_what=_group_of)
    async def interested(self, call: Call) -> Reply:
        await call.write(maybes.be_interested if call.chosen == "yes" else maybes.lose_interest, call.number())
        return None

    async def desk(self, call: Call) -> list[Card]:
        failing = await call.read(occasions.unlisted, call.group.id, call.now)
        if not failing:
            return []
        titles = [shortened((await call.read(meetups.get, each.meetup_id)).title, 60) for each in failing[:SHOWN]]
        others = f" and {len(failing) - SHOWN} more" if len(failing) > SHOWN else ""
        words = f"Not there yet: {', '.join(titles)}{others}. {failing[0].why} I keep trying; all else works."
        return [Card("List of events", words)]


def _as_listed(conn: Connection, meetup_id: int) -> tuple[Meetup, bool]:
    meetup = meetups.get(conn, meetup_id)
    return meetup, groups.habits(conn, meetup.group_id).listed
