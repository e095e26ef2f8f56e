"""Two records become one: one seat in a round, whichever account joined it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from bot.community.circles import circle_members
from bot.community.coffee.tables import SENT, coffee_seats, coffee_tables


def one_seat(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Of two seats in the same round the earlier record's stays, if it is at a table; who was to sit with the other is told as usual.

    If the two sat with each other, that table comes to nothing when it is to be told: nobody meets themselves.
    """
    one, other = coffee_seats.alias("one"), coffee_seats.alias("other")
    both = select(one.c.round_id, one.c.table_id, other.c.table_id).join_from(
        one, other, and_(one.c.round_id == other.c.round_id, one.c.member_id == kept, other.c.member_id == gone)
    )
    for round_id, mine, theirs in conn.execute(both).all():
        loser, table = (kept, mine) if mine is None and theirs is not None else (gone, theirs)
        conn.execute(delete(coffee_seats).where(coffee_seats.c.round_id == round_id, coffee_seats.c.member_id == loser))
        circle = select(coffee_tables.c.circle_id).where(coffee_tables.c.id == table, coffee_tables.c.state == SENT)
        still = circle_members.c.circle_id.in_(circle.scalar_subquery())
        conn.execute(delete(circle_members).where(still, circle_members.c.member_id == loser))
