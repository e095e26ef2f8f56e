"""Tables for the store's own tests: an event with seats, and who has one."""

from sqlalchemy import CheckConstraint, Column, Connection, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint, func, select

from bot.schema import Instant, Json, insert_or_ignore, lock_row, metadata

practice = MetaData(naming_convention=metadata.naming_convention)

event = Table(
    "event",
    practice,
    Column("id", Integer, primary_key=True),
    Column("seats", Integer, CheckConstraint("seats >= 0", name="seats"), nullable=False),
)
seat = Table(
    "seat",
    practice,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer, ForeignKey("event.id", ondelete="CASCADE"), nullable=False),
    Column("person", Text, nullable=False),
    UniqueConstraint("event_id", "person"),
)
note = Table(
    "note",
    practice,
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("what", Json),
)


def announce(conn: Connection, seats: int) -> int:
    """A new event; its id."""
    (key,) = conn.execute(event.insert().values(seats=seats)).inserted_primary_key or (0,)
    return int(key)


def take_seat(conn: Connection, event_id: int, person: str) -> bool:
    """A seat for `person`, if one is left: lock, then count, then decide."""
    lock_row(conn, event, event_id)
    seats = conn.execute(select(event.c.seats).where(event.c.id == event_id)).scalar_one()
    if len(seated(conn, event_id)) >= seats:
        return False
    return insert_or_ignore(conn, seat, event_id=event_id, person=person)


def seated(conn: Connection, event_id: int) -> list[str]:
    """Who has a seat, first come first."""
    return list(conn.execute(select(seat.c.person).where(seat.c.event_id == event_id).order_by(seat.c.id)).scalars())


def count(conn: Connection, table: Table) -> int:
    """How many rows `table` has."""
    return conn.execute(select(func.count()).select_from(table)).scalar_one()
