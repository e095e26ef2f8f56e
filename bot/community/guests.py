"""How a meetup stands: how many come, who they are, and a member's own meetups. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, func, select

from bot.community import meetups
from bot.community.meetups import ANNOUNCED, Meetup
from bot.community.members import first_name, members, memberships
from bot.community.seats import COLUMNS, GOING, MAYBE, NO, OFFERED, WAITING, Seat, seats


@dataclass(frozen=True, slots=True)
class Tally:
    """How a meetup stands. `going` counts people with a seat; `held` adds seats on offer; `names` are those who agreed to be named."""

    going: int
    offered: int
    waiting: int
    maybe: int
    names: tuple[str, ...]

    @property
    def held(self) -> int:
        """Seats that are somebody's, or theirs to take."""
        return self.going + self.offered

    def left(self, meetup: Meetup) -> int | None:
        """Free seats; None when there is no limit."""
        return None if meetup.seats is None else max(meetup.seats - self.held, 0)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a seat. `named`: their first name may be shown."""

    member_id: int
    name: str
    named: bool


NAMES: Final = 4
"""First names on a card."""

_PERSON: Final = members.c.id == seats.c.member_id
_CONSENT: Final = and_(memberships.c.member_id == seats.c.member_id, memberships.c.group_id == bindparam("group"))
_GUESTS: Final = (
    select(seats.c.member_id, members.c.name, memberships.c.named)
    .join_from(seats, members, _PERSON)
    .join(memberships, _CONSENT)
    .where(seats.c.meetup_id == bindparam("meetup"), seats.c.state == GOING)
    .order_by(seats.c.changed_at, seats.c.id)
)
_NAMED: Final = _GUESTS.where(memberships.c.named).limit(NAMES)
_TALLY: Final = select(seats.c.state, func.count()).where(seats.c.meetup_id == bindparam("meetup")).group_by(seats.c.state)


def tally(conn: Connection, meetup: Meetup) -> Tally:
    """How a meetup stands, with the first names of some who agreed to be named, in the order they said yes."""
    states = {state: number for state, number in conn.execute(_TALLY, {"meetup": meetup.id})}  # noqa: C416  dict() loses the types
    named = conn.execute(_NAMED, {"meetup": meetup.id, "group": meetup.group_id})
    names = tuple(first_name(row.name) for row in named)
    return Tally(states.get(GOING, 0), states.get(OFFERED, 0), states.get(WAITING, 0), states.get(MAYBE, 0), names)


def guests(conn: Connection, meetup: Meetup) -> list[Guest]:
    """Everybody with a seat, in the order they said yes."""
    return [Guest(*row) for row in conn.execute(_GUESTS, {"meetup": meetup.id, "group": meetup.group_id})]


def of_member(conn: Connection, member_id: int, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> list[tuple[Meetup, Seat]]:
    """A member's answers to meetups that are not over, soonest first; a plain no is left out."""
    table = meetups.meetups
    mine = (
        select(table, *COLUMNS)
        .join_from(seats, table, table.c.id == seats.c.meetup_id)
        .where(seats.c.member_id == member_id, table.c.group_id == group_id, seats.c.state != NO)
        .where(table.c.state == ANNOUNCED, ~meetups.OVER)
        .order_by(table.c.starts_at, table.c.id)
        .offset(skip)
        .limit(most)
    )
    width = len(table.columns)
    return [(Meetup(*row[:width]), Seat(*row[width:])) for row in conn.execute(mine, {"now": now})]
