"""Who comes: every answer to every meetup, and how a meetup stands. `rsvp` and `waiting_list` hold the rules."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict, TypeVar, Unpack

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from bot.community.meetups import Side
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
    Column("party", Integer, nullable=False, server_default="1", info=personal("Seats you take")),
    Column("guest", String(60), info=personal("Your guest")),
    Column("absent", Boolean, nullable=False, server_default=text("false"), info=personal("Only your guest comes")),
    Column("online", Boolean, nullable=False, server_default=text("false"), info=personal("You join online")),
    Column("comes_at", String(5), info=personal("You come at")),
    Column("leaves_at", String(5), info=personal("You leave at")),
    Column("asked", Integer),
    UniqueConstraint("meetup_id", "member_id"),
    info=holds("Your answers to meetups", kept=timedelta(days=730), since="changed_at"),
)
# With all that counting seats asks for, so that it never looks at the rows.
Index("ix_seats_line", seats.c.meetup_id, seats.c.state, seats.c.turn, seats.c.online, seats.c.party)

GOING, MAYBE, NO, WAITING, OFFERED, LAPSED = "going", "maybe", "no", "waiting", "offered", "lapsed"
HELD = (GOING, OFFERED)
"""The states of an answer; going and offered hold a seat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's answer to one meetup. `turn` orders the waiting list, and tells one offer from the next.

    `party`: the seats it takes, theirs and their guest's; `absent`: only the guest comes. `comes_at` and `leaves_at`: wall times at the
    meetup ("19:00"), for who comes for a part. `asked`: which move of the meetup they have been asked about and not answered.
    """

    id: int
    meetup_id: int
    member_id: int
    state: str
    turn: int
    offer_ends_at: datetime | None
    party: int = 1
    guest: str | None = None
    absent: bool = False
    online: bool = False
    comes_at: str | None = None
    leaves_at: str | None = None
    asked: int | None = None

    @property
    def brings(self) -> bool:
        """Whether a guest comes with this."""
        return self.party > 1 or self.absent


class Changes(TypedDict, total=False):
    """What may become different about an answer."""

    state: str
    turn: int
    offer_ends_at: datetime | None
    party: int
    guest: str | None
    absent: bool
    online: bool
    comes_at: str | None
    leaves_at: str | None
    asked: int | None


ANEW: Final[Changes] = {"party": 1, "guest": None, "absent": False, "comes_at": None, "leaves_at": None, "asked": None}
"""Nobody else, for all of it: how every first answer is, and every one that takes no seat."""

COLUMNS = tuple(seats.c[field.name] for field in fields(Seat))

# Made once: SQLAlchemy takes longer to build a statement than a database to run it.
_BY_ID: Final = select(*COLUMNS).where(seats.c.id == bindparam("seat"))
_HERE: Final = seats.c.meetup_id == bindparam("meetup")
_THERE: Final = seats.c.online == bindparam("online", type_=Boolean)
_OF_STATES: Final = seats.c.state.in_(bindparam("states", expanding=True))
_HOLDS: Final = or_(*[seats.c.state == state for state in HELD])
_WAITS: Final = seats.c.state == WAITING
_MINE: Final = select(*COLUMNS).where(_HERE, seats.c.member_id == bindparam("member"))
_OF_MEMBER: Final = select(*COLUMNS).where(seats.c.member_id == bindparam("member")).order_by(seats.c.id)
_IN_ORDER: Final = select(*COLUMNS).where(_HERE, _OF_STATES).order_by(seats.c.turn, seats.c.id).limit(bindparam("most"))
_LAST_TURN: Final = select(func.max(seats.c.turn)).where(_HERE)
_INSERT: Final = insert(seats).returning(*COLUMNS)
_CHANGE: Final = update(seats).where(seats.c.id == bindparam("seat")).returning(*COLUMNS)
EVERYBODY: Final = 1_000_000

_Statement = TypeVar("_Statement", bound=Select[Any])


def _by_side(statement: _Statement) -> dict[bool, _Statement]:
    """A statement about all the seats of a meetup (False), and about those of one side (True)."""
    return {False: statement, True: statement.where(_THERE)}


_AHEAD: Final = _by_side(select(func.count()).where(_HERE, _WAITS, seats.c.turn < bindparam("turn")))
_HELD: Final = _by_side(select(func.sum(seats.c.party)).where(_HERE, _HOLDS))
_LINE: Final = _by_side(
    select(*COLUMNS)
    .where(_HERE, _WAITS, seats.c.party <= bindparam("fits"), seats.c.turn < bindparam("before"))
    .order_by(seats.c.turn, seats.c.id)
    .limit(bindparam("most"))
)


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


def waiting(
    conn: Connection, meetup_id: int, side: Side = None, *, fits: int = EVERYBODY, before: int = EVERYBODY, most: int = EVERYBODY
) -> list[Seat]:
    """The waiting list for the seats of this side, in order: parties of at most `fits`, with a turn before `before`."""
    about = {"meetup": meetup_id, "online": side, "fits": fits, "before": before, "most": most}
    return [Seat(*row) for row in conn.execute(_LINE[side is not None], about)]


def position(conn: Connection, mine: Seat, side: Side = None) -> int:
    """Where a waiting member stands in line, from 1."""
    return conn.execute(_AHEAD[side is not None], {"meetup": mine.meetup_id, "online": side, "turn": mine.turn}).scalar_one() + 1


def next_turn(conn: Connection, meetup_id: int) -> int:
    """The end of the waiting list."""
    return (conn.execute(_LAST_TURN, {"meetup": meetup_id}).scalar() or 0) + 1


def held(conn: Connection, meetup_id: int, side: Side = None) -> int:
    """How many seats are somebody's, or theirs to take."""
    return conn.execute(_HELD[side is not None], {"meetup": meetup_id, "online": side}).scalar() or 0


def add(conn: Connection, now: datetime, meetup_id: int, member_id: int, **given: Unpack[Changes]) -> Seat:
    """A first answer."""
    values = {"meetup_id": meetup_id, "member_id": member_id, "turn": 0, "changed_at": now, **given}
    return Seat(*conn.execute(_INSERT, values).one())


def change(conn: Connection, now: datetime, seat: Seat, **changes: Unpack[Changes]) -> Seat:
    """The same answer with something different about it. With a new state an offer ends, unless its end is given."""
    answered = {"offer_ends_at": None, "changed_at": now} if "state" in changes else {}
    return Seat(*conn.execute(_CHANGE, {"seat": seat.id, **answered, **changes}).one())


def remove(conn: Connection, seat: Seat) -> None:
    """An answer goes; whoever removes it has freed what it held."""
    conn.execute(delete(seats).where(seats.c.id == seat.id))
