"""The unit of work the store is measured with: someone says yes to a meetup."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint, func, select, update

from bot.schema import insert_or_ignore, lock_row, metadata

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


def _rsvp(conn: Connection, number: int) -> str:
    """Read the event, one's own answer and the count; decide; write it down."""
    event_id, person = number % EVENTS + 1, f"person {number // EVENTS}"
    lock_row(conn, _event, event_id)
    seats = conn.execute(select(_event.c.seats).where(_event.c.id == event_id)).scalar_one()
    own = (_answer.c.event_id == event_id) & (_answer.c.person == person)
    before = conn.execute(select(_answer.c.state).where(own)).scalar()
    state = before or ("seated" if _taken(conn, event_id) < seats else "waiting")
    if not insert_or_ignore(conn, _answer, event_id=event_id, person=person, state=state):
        conn.execute(update(_answer).where(own).values(state=state))
    return state


def _taken(conn: Connection, event_id: int) -> int:
    seated = (_answer.c.event_id == event_id) & (_answer.c.state == "seated")
    return conn.execute(select(func.count()).select_from(_answer).where(seated)).scalar_one()


def _look(conn: Connection, number: int) -> tuple[int, int]:
    """What a card shows: how many seats, how many taken."""
    event_id = number % EVENTS + 1
    return conn.execute(select(_event.c.seats).where(_event.c.id == event_id)).scalar_one(), _taken(conn, event_id)


RSVP: Final = Workload("RSVPs", _prepare, _rsvp, _look)
