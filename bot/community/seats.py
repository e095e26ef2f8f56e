"""Who comes: every answer to every meetup, and how a meetup stands. `rsvp` and `waiting_list` hold the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.schema import Instant, holds, metadata, personal

seats = Table(
    "seats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Meetups you answered")),
    Column("state", String(8), nullable=False, info=personal("Your answer")),
    Column("turn", Integer, nullable=False),
    Column("offer_ends_at", Instant, info=personal("A seat was yours to take until")),
    Column("changed_at", Instant, nullable=False, info=personal("Answered at")),
    UniqueConstraint("meetup_id", "member_id"),
    info=holds("Your answers to meetups", kept=timedelta(days=730), since="changed_at"),
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


COLUMNS = (seats.c.id, seats.c.meetup_id, seats.c.member_id, seats.c.state, seats.c.turn, seats.c.offer_ends_at)

# Made once: SQLAlchemy takes longer to build a statement than a database to run it.
_BY_ID: Final = select(*COLUMNS).where(seats.c.id == bindparam("seat"))
_HERE: Final = seats.c.meetup_id == bindparam("meetup")
_OF_STATES: Final = seats.c.state.in_(bindparam("states", expanding=True))
_HOLDS: Final = or_(*[seats.c.state == state for state in HELD])
_MINE: Final = select(*COLUMNS).where(_HERE, seats.c.member_id == bindparam("member"))
_OF_MEMBER: Final = select(*COLUMNS).where(seats.c.member_id == bindparam("member")).order_by(seats.c.id)
_IN_ORDER: Final = select(*COLUMNS).where(_HERE, _OF_STATES).order_by(seats.c.turn, seats.c.id).limit(bindparam("most"))
_AHEAD: Final = select(func.count()).where(_HERE, seats.c.state == WAITING, seats.c.turn < bindparam("turn"))
_LAST_TURN: Final = select(func.max(seats.c.turn)).where(_HERE)
_HELD: Final = select(func.count()).where(_HERE, _HOLDS)
_FIRST_WAITING: Final = select(seats.c.id).where(_HERE, seats.c.state == WAITING).limit(1)
_INSERT: Final = insert(seats).returning(*COLUMNS)
_CHANGE: Final = update(seats).where(seats.c.id == bindparam("seat")).returning(*COLUMNS)
EVERYBODY: Final = 1_000_000


def get(conn: Connection, seat_id: int) -> Seat:
    """One answer. Raises NoResultFound."""
    return Seat(*conn.execute(_BY_ID, {"seat": seat_id}).one())


def mine_at(conn: Connection, meetup_id: int, member_id: int) -> Seat | None:
    """A member's answer to a meetup."""
    row = conn.execute(_MINE, {"meetup": meetup_id, "member": member_id}).first()
    return Seat(*row) if row else None


def of_member(conn: Connection, member_id: int) -> list[Seat]:
    """All of a member's answers."""
    return [Seat(*row) for row in conn.execute(_OF_MEMBER, {"member": member_id})]


def of_states(conn: Connection, meetup_id: int, states: tuple[str, ...], most: int = EVERYBODY) -> list[Seat]:
    """Answers of these states, in the order of their turns."""
    rows = conn.execute(_IN_ORDER, {"meetup": meetup_id, "states": states, "most": most})
    return [Seat(*row) for row in rows]


def waiting(conn: Connection, meetup_id: int, most: int = EVERYBODY) -> list[Seat]:
    """The waiting list, in order."""
    return of_states(conn, meetup_id, (WAITING,), most)


def position(conn: Connection, mine: Seat) -> int:
    """Where a waiting member stands in line, from 1."""
    return conn.execute(_AHEAD, {"meetup": mine.meetup_id, "turn": mine.turn}).scalar_one() + 1


def next_turn(conn: Connection, meetup_id: int) -> int:
    """The end of the waiting list."""
    return (conn.execute(_LAST_TURN, {"meetup": meetup_id}).scalar() or 0) + 1


def held(conn: Connection, meetup_id: int) -> int:
    """How many seats are somebody's, or theirs to take."""
    return conn.execute(_HELD, {"meetup": meetup_id}).scalar_one()


def has_line(conn: Connection, meetup_id: int) -> bool:
    """Whether anybody waits."""
    return conn.execute(_FIRST_WAITING, {"meetup": meetup_id}).first() is not None


def add(conn: Connection, now: datetime, meetup_id: int, member_id: int, state: str, turn: int) -> Seat:
    """A first answer."""
    values = {"meetup_id": meetup_id, "member_id": member_id, "state": state, "turn": turn, "changed_at": now}
    return Seat(*conn.execute(_INSERT, values).one())


def change(conn: Connection, now: datetime, seat: Seat, state: str, *, turn: int | None = None, offer_ends: datetime | None = None) -> Seat:
    """Another answer; `turn` None keeps theirs."""
    values = {"state": state, "turn": seat.turn if turn is None else turn, "offer_ends_at": offer_ends, "changed_at": now}
    return Seat(*conn.execute(_CHANGE, {"seat": seat.id, **values}).one())


def remove(conn: Connection, seat: Seat) -> None:
    """An answer goes; whoever removes it has freed what it held."""
    conn.execute(delete(seats).where(seats.c.id == seat.id))
