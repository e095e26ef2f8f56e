"""The unit of work the store is measured with: someone says yes to a meetup."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.schema import lock_row, metadata

EVENTS: Final = 100
SEATS: Final = 40


@dataclass(frozen=True, slots=True)
class Workload:
    """What to measure: `prepare` an empty database once, then `write` and `read`, given the number of the call from 0."""

    name: str
    prepare: Callable[[Connection], object]
    write: Callable[[Connection, int], object]
    read: Callable[[Connection, int], object]


_practice: Final = MetaData(naming_convention=metadata.naming_convention)
_event: Final = Table("event", _practice, Column("id", Integer, primary_key=True), Column("seats", Integer, nullable=False))
_answer: Final = Table(
    "answer",
    _practice,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer, ForeignKey("event.id"), nullable=False),
    Column("person", Text, nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("event_id", "person"),
)


def _prepare(conn: Connection) -> None:
    _practice.create_all(conn)
    conn.execute(_event.insert(), [{"seats": SEATS} for _ in range(EVENTS)])


# Made once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_seats: Final = select(_event.c.seats).where(_event.c.id == bindparam("event_id"))
_own: Final = select(_answer.c.state).where(_answer.c.event_id == bindparam("event_id"), _answer.c.person == bindparam("person"))
_taken: Final = select(func.count()).where(_answer.c.event_id == bindparam("event_id"), _answer.c.state == "seated")
_insert: Final = insert(_answer)
_upsert: Final = _insert.on_conflict_do_update(index_elements=["event_id", "person"], set_={"state": _insert.excluded.state})


def _rsvp(conn: Connection, number: int) -> str:
    """Read the event, one's own answer and the count; decide; write it down."""
    event_id, person = number % EVENTS + 1, f"person {number // EVENTS}"
    lock_row(conn, _event, event_id)
    seats = conn.execute(_seats, {"event_id": event_id}).scalar_one()
    before = conn.execute(_own, {"event_id": event_id, "person": person}).scalar()
    taken = conn.execute(_taken, {"event_id": event_id}).scalar_one()
    state = before or ("seated" if taken < seats else "waiting")
    conn.execute(_upsert, {"event_id": event_id, "person": person, "state": state})
    return state


def _look(conn: Connection, number: int) -> tuple[int, int]:
    """What a card shows: how many seats, how many taken."""
    event = {"event_id": number % EVENTS + 1}
    return conn.execute(_seats, event).scalar_one(), conn.execute(_taken, event).scalar_one()


RSVP: Final = Workload("RSVPs", _prepare, _rsvp, _look)
