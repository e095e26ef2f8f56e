"""Two meetups at one time: asked before somebody says yes to both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.clock import Wall
from bot.community import seats
from bot.community.meetups import ANNOUNCED, ENDS, Meetup, meetups
from bot.community.seats import GOING, Seat
from bot.schema import Instant

_AT_THE_TIME: Final = (
    select(*meetups.columns, *seats.COLUMNS)
    .join_from(seats.seats, meetups, meetups.c.id == seats.seats.c.meetup_id)
    .where(seats.seats.c.member_id == bindparam("member"), seats.seats.c.state == GOING)
    .where(meetups.c.state == ANNOUNCED, meetups.c.id != bindparam("meetup"))
    .where(meetups.c.starts_at < bindparam("ends", type_=Instant), bindparam("starts", type_=Instant) < ENDS)
    .order_by(meetups.c.starts_at, meetups.c.id)
)
_WIDTH: Final = len(meetups.columns)


def other(conn: Connection, meetup: Meetup, member: int) -> Meetup | None:
    """The first other meetup at this time where they have a seat. Who comes to it for a part of it is free before and after."""
    about = {"member": member, "meetup": meetup.id, "starts": meetup.starts_at, "ends": meetup.ends_at}
    for row in conn.execute(_AT_THE_TIME, about):
        found, seat = Meetup(*row[:_WIDTH]), Seat(*row[_WIDTH:])
        comes, leaves = _there(found, seat)
        if comes < meetup.ends_at and meetup.starts_at < leaves:
            return found
    return None


def _there(meetup: Meetup, seat: Seat) -> tuple[datetime, datetime]:
    """From when until when somebody is there."""
    comes, leaves = hours(meetup, seat.comes_at), hours(meetup, seat.leaves_at)
    return comes.instant if comes else meetup.starts_at, leaves.instant if leaves else meetup.ends_at


def hours(meetup: Meetup, words: str | None) -> Wall | None:
    """`"19:00"` on the meetup's own day, or the next where it goes past midnight; None for no words."""
    if not words:
        return None
    at = Wall(datetime.combine(meetup.when.at.date(), datetime.strptime(words, "%H:%M").time()), meetup.zone)  # noqa: DTZ007 - a time of day
    return at if at.instant >= meetup.starts_at else Wall(at.at + timedelta(days=1), meetup.zone)
