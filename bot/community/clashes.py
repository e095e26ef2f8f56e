"""Two meetups at one time: asked before somebody says yes to both."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.community import parties, seats
from bot.community.act import Act
from bot.community.meetups import ANNOUNCED, ENDS, Meetup, find, meetups
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


def before_yes(act: Act, meetup_id: int) -> Meetup | None:
    """The first meetup at the same time where they have a seat, when they have none at this one yet.

    Who comes to the other for a part of it is free before and after.
    """
    meetup = find(act.conn, meetup_id)
    if meetup is None or meetup.group_id != act.group:
        return None
    mine = seats.mine_at(act.conn, meetup_id, act.member)
    return None if mine and mine.state == GOING else _clash(act.conn, meetup, act.member)


def _clash(conn: Connection, meetup: Meetup, member: int) -> Meetup | None:
    about = {"member": member, "meetup": meetup.id, "starts": meetup.starts_at, "ends": meetup.ends_at}
    for row in conn.execute(_AT_THE_TIME, about):
        other, seat = Meetup(*row[:_WIDTH]), Seat(*row[_WIDTH:])
        comes, leaves = _there(other, seat)
        if comes < meetup.ends_at and meetup.starts_at < leaves:
            return other
    return None


def _there(meetup: Meetup, seat: Seat) -> tuple[datetime, datetime]:
    """From when until when somebody is there."""
    comes, leaves = parties.hours(meetup, seat.comes_at), parties.hours(meetup, seat.leaves_at)
    return comes.instant if comes else meetup.starts_at, leaves.instant if leaves else meetup.ends_at
