"""Two meetups at one time: asked before somebody says yes to both, and said to whoever picks a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, select

from bot.clock import Wall
from bot.community import groups, seats
from bot.community.meetups import ANNOUNCED, ENDS, Meetup, meetups
from bot.community.members import memberships
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
    return at(conn, member, meetup.starts_at, meetup.ends_at, but=meetup.id)


def at(conn: Connection, member: int, starts: datetime, ends: datetime, *, but: int = 0) -> Meetup | None:
    """The first meetup in these hours where they have a seat, as `other`."""
    for row in conn.execute(_AT_THE_TIME, {"member": member, "meetup": but, "starts": starts, "ends": ends}):
        found, seat = Meetup(*row[:_WIDTH]), Seat(*row[_WIDTH:])
        comes, leaves = _there(found, seat)
        if comes < ends and starts < leaves:
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


# --- for whoever picks a date ---------------------------------------------------------------------------------------------------

_THEN: Final = (
    meetups.c.state == ANNOUNCED,
    meetups.c.id != bindparam("meetup"),
    # The longest there can be is 31 days: with this, the index is read from there on, not from the first meetup ever.
    meetups.c.starts_at > bindparam("earliest", type_=Instant),
    meetups.c.starts_at < bindparam("ends", type_=Instant),
    bindparam("starts", type_=Instant) < ENDS,
)
_ours, _theirs = memberships.alias(), memberships.alias()
_SHARED: Final = (
    select(groups.groups.c.id)
    .where(groups.groups.c.id != bindparam("group"))
    .where(
        exists(
            select(1)
            .where(_ours.c.group_id == bindparam("group"), _theirs.c.member_id == _ours.c.member_id)
            .where(_theirs.c.group_id == groups.groups.c.id)
        )
    )
)
_OURS: Final = select(meetups.c.title).where(meetups.c.group_id == bindparam("group"), *_THEN).order_by(meetups.c.starts_at, meetups.c.id)
_NEXT_DOOR: Final = select(func.count()).select_from(meetups).where(meetups.c.group_id.in_(_SHARED), *_THEN)
_SEATED: Final = (
    select(func.count(seats.seats.c.member_id.distinct()))
    .join_from(meetups, seats.seats, seats.seats.c.meetup_id == meetups.c.id)
    .join(memberships, memberships.c.member_id == seats.seats.c.member_id)
    .where(memberships.c.group_id == bindparam("group"), seats.seats.c.state == GOING)
    .where(meetups.c.group_id.in_(_SHARED), *_THEN)
)
_LONGEST: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Busy:
    """What is on at a time: the group's own meetups by name; how many of groups it shares members with, and how many members go there."""

    ours: tuple[str, ...]
    elsewhere: int
    seated: int


def busy(conn: Connection, group: int, starts: datetime, ends: datetime, *, but: int = 0) -> Busy:
    """What a meetup of this group would be at the same time as, leaving out the meetup `but`."""
    about = {"group": group, "meetup": but, "starts": starts, "ends": ends, "earliest": starts - _LONGEST}
    ours = tuple(conn.execute(_OURS, about).scalars())
    elsewhere = conn.execute(_NEXT_DOOR, about).scalar_one()
    return Busy(ours, elsewhere, conn.execute(_SEATED, about).scalar_one() if elsewhere else 0)
