"""How a meetup stands: how many come, who they are, and a member's own meetups. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, case, func, select

from bot.community import meetups
from bot.community.meetups import Meetup, Side
from bot.community.members import first_name, members, memberships
from bot.community.seats import COLUMNS, GOING, MAYBE, NO, OFFERED, WAITING, Seat, seats


@dataclass(frozen=True, slots=True)
class Tally:
    """How a meetup stands. `going` counts seats taken, guests' too, and `offered` those on offer; `waiting` and `maybe` are answers.

    `names` are those who agreed to be named. `going_online` and `offered_online` are a part of the two.
    """

    going: int
    offered: int
    waiting: int
    maybe: int
    names: tuple[str, ...]
    going_online: int = 0
    offered_online: int = 0

    @property
    def held(self) -> int:
        """Seats that are somebody's, or theirs to take."""
        return self.going + self.offered

    def of(self, side: Side) -> Tally:
        """The same of one kind of seats alone."""
        if side is None:
            return self
        there = (self.going_online, self.offered_online)
        going, offered = there if side else (self.going - there[0], self.offered - there[1])
        return Tally(going, offered, self.waiting, self.maybe, self.names)

    def left(self, meetup: Meetup, side: Side = None) -> int | None:
        """Free seats of a kind; None when there is no limit."""
        total = meetup.total(side)
        return None if total is None else max(total - self.of(side).held, 0)


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
_NAMED: Final = _GUESTS.where(memberships.c.named, ~seats.c.absent).limit(NAMES)
_NONE: Final = (0, 0, 0)
_TALLY: Final = (
    select(seats.c.state, func.count(), func.sum(seats.c.party), func.sum(case((seats.c.online, seats.c.party), else_=0)))
    .where(seats.c.meetup_id == bindparam("meetup"))
    .group_by(seats.c.state)
)
"""Answer by answer: how many, the seats they take, and those of them online."""


def tally(conn: Connection, meetup: Meetup) -> Tally:
    """How a meetup stands, with the first names of some who agreed to be named, in the order they said yes."""
    said = {state: counts for state, *counts in conn.execute(_TALLY, {"meetup": meetup.id})}
    _, going, going_online = said.get(GOING, _NONE)
    _, offered, offered_online = said.get(OFFERED, _NONE)
    waiting, maybe = said.get(WAITING, _NONE)[0], said.get(MAYBE, _NONE)[0]
    named = conn.execute(_NAMED, {"meetup": meetup.id, "group": meetup.group_id})
    names = tuple(first_name(row.name) for row in named)
    return Tally(going, offered, waiting, maybe, names, going_online, offered_online)


def guests(conn: Connection, meetup: Meetup) -> list[Guest]:
    """Everybody with a seat, in the order they said yes."""
    return [Guest(*row) for row in conn.execute(_GUESTS, {"meetup": meetup.id, "group": meetup.group_id})]


def answers(conn: Connection, meetup: Meetup, *, skip: int = 0, most: int = 1_000_000) -> list[tuple[str, Seat]]:
    """Everybody who comes, is offered a seat or waits, in this order, with their whole names: for organisers alone."""
    rank = case((seats.c.state == GOING, 0), (seats.c.state == OFFERED, 1), else_=2)
    wanted = select(members.c.name, *COLUMNS).join_from(seats, members, _PERSON).where(seats.c.meetup_id == meetup.id)
    shown = wanted.where(seats.c.state.in_([GOING, OFFERED, WAITING])).order_by(rank, seats.c.turn, seats.c.changed_at, seats.c.id)
    rows = conn.execute(shown.offset(skip).limit(most))
    return [(name, Seat(*seat)) for name, *seat in rows]


def of_member(conn: Connection, member_id: int, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> list[tuple[Meetup, Seat]]:
    """A member's answers to meetups that are not over, soonest first; a plain no is left out."""
    table = meetups.meetups
    mine = (
        select(table, *COLUMNS)
        .join_from(seats, table, table.c.id == seats.c.meetup_id)
        .where(seats.c.member_id == member_id, table.c.group_id == group_id, seats.c.state != NO)
        .where(meetups.OPEN)
        .order_by(table.c.starts_at, table.c.id)
        .offset(skip)
        .limit(most)
    )
    width = len(table.columns)
    return [(Meetup(*row[:width]), Seat(*row[width:])) for row in conn.execute(mine, {"now": now})]
