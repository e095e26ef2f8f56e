"""Who comes: every answer to every meetup, and how a meetup stands. `rsvp` and `waiting_list` hold the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, UniqueConstraint, func, select

from bot.community import meetups, members
from bot.community.meetups import Meetup
from bot.schema import Instant, metadata, personal

seats = Table(
    "seats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", ForeignKey("meetups.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False, index=True, info=personal("Meetups you answered")),
    Column("state", String(8), nullable=False, info=personal("Your answer")),
    Column("turn", Integer, nullable=False),
    Column("offer_ends_at", Instant, info=personal("A seat was yours to take until")),
    Column("changed_at", Instant, nullable=False, info=personal("Answered at")),
    UniqueConstraint("meetup_id", "member_id"),
)
Index("ix_seats_line", seats.c.meetup_id, seats.c.state, seats.c.turn)

GOING, MAYBE, NO, WAITING, OFFERED, LAPSED = "going", "maybe", "no", "waiting", "offered", "lapsed"
HELD = (GOING, OFFERED)
"""The states of an answer; going and offered hold a seat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's answer to one meetup. `turn` orders the waiting list, and tells one offer from the next."""

    id: int
    meetup_id: int
    member_id: int
    state: str
    turn: int
    offer_ends_at: datetime | None


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
        return self.going + self.offered

    def left(self, meetup: Meetup) -> int | None:
        """Free seats; None when there is no limit."""
        return None if meetup.seats is None else max(meetup.seats - self.held, 0)


COLUMNS = (seats.c.id, seats.c.meetup_id, seats.c.member_id, seats.c.state, seats.c.turn, seats.c.offer_ends_at)


def mine_at(conn: Connection, meetup_id: int, member_id: int) -> Seat | None:
    """A member's answer to a meetup."""
    row = conn.execute(select(*COLUMNS).where(seats.c.meetup_id == meetup_id, seats.c.member_id == member_id)).first()
    return Seat(*row) if row else None


def waiting(conn: Connection, meetup_id: int, most: int | None = None) -> list[Seat]:
    """The waiting list, in order."""
    line = select(*COLUMNS).where(seats.c.meetup_id == meetup_id, seats.c.state == WAITING).order_by(seats.c.turn).limit(most)
    return [Seat(*row) for row in conn.execute(line)]


def position(conn: Connection, mine: Seat) -> int:
    """Where a waiting member stands in line, from 1."""
    ahead = select(func.count()).where(seats.c.meetup_id == mine.meetup_id, seats.c.state == WAITING, seats.c.turn < mine.turn)
    return conn.execute(ahead).scalar_one() + 1


def next_turn(conn: Connection, meetup_id: int) -> int:
    """The end of the waiting list."""
    return (conn.execute(select(func.max(seats.c.turn)).where(seats.c.meetup_id == meetup_id)).scalar() or 0) + 1


def get(conn: Connection, seat_id: int) -> Seat:
    """One answer. Raises NoResultFound."""
    return Seat(*conn.execute(select(*COLUMNS).where(seats.c.id == seat_id)).one())


def count(conn: Connection, meetup_id: int, states: tuple[str, ...]) -> int:
    """How many answers of these states a meetup has."""
    return conn.execute(select(func.count()).where(seats.c.meetup_id == meetup_id, seats.c.state.in_(states))).scalar_one()


def tally(conn: Connection, meetup: Meetup) -> Tally:
    """How a meetup stands, with the first names of those who agreed to be named, in the order they said yes."""
    rows = conn.execute(select(seats.c.state, func.count()).where(seats.c.meetup_id == meetup.id).group_by(seats.c.state))
    by_state = {state: number for state, number in rows}
    names = tuple(members.first_name(name) for name, in conn.execute(_named(meetup)))
    return Tally(by_state.get(GOING, 0), by_state.get(OFFERED, 0), by_state.get(WAITING, 0), by_state.get(MAYBE, 0), names)


def _named(meetup: Meetup):  # noqa: ANN202  SQLAlchemy's Select
    consent = members.memberships
    return (
        select(members.members.c.name)
        .join_from(seats, members.members, members.members.c.id == seats.c.member_id)
        .join(consent, (consent.c.member_id == seats.c.member_id) & (consent.c.group_id == meetup.group_id))
        .where(seats.c.meetup_id == meetup.id, seats.c.state == GOING, consent.c.named)
        .order_by(seats.c.changed_at, seats.c.id)
        .limit(4)
    )


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a seat. `named`: their first name may be shown."""

    member_id: int
    name: str
    named: bool


def guests(conn: Connection, meetup: Meetup) -> list[Guest]:
    """Everybody with a seat."""
    consent = members.memberships
    rows = conn.execute(
        select(seats.c.member_id, members.members.c.name, consent.c.named)
        .join_from(seats, members.members, members.members.c.id == seats.c.member_id)
        .join(consent, (consent.c.member_id == seats.c.member_id) & (consent.c.group_id == meetup.group_id))
        .where(seats.c.meetup_id == meetup.id, seats.c.state == GOING)
        .order_by(seats.c.changed_at, seats.c.id),
    )
    return [Guest(*row) for row in rows]


def of_member(conn: Connection, member_id: int, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> list[tuple[Meetup, Seat]]:
    """A member's answers to meetups that are not over, soonest first; a plain no is left out."""
    table = meetups.meetups
    rows = conn.execute(
        select(table, *COLUMNS)
        .join_from(seats, table, table.c.id == seats.c.meetup_id)
        .where(seats.c.member_id == member_id, table.c.group_id == group_id, seats.c.state != NO)
        .where(table.c.starts_at > now - timedelta(minutes=meetups.USUAL_MINUTES), table.c.state == meetups.ANNOUNCED)
        .order_by(table.c.starts_at, table.c.id)
        .offset(skip)
        .limit(most),
    )
    width = len(table.columns)
    return [(Meetup(*row[:width]), Seat(*row[width:])) for row in rows]
