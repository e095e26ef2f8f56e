"""How somebody stands: their next round, and what became of their last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from bot.community import members, safety
from bot.community.coffee import people, rounds
from bot.community.coffee.people import ALONE, Habit
from bot.community.coffee.tables import DRAWN, TOLD, coffee_rounds, coffee_seats, coffee_tables


@dataclass(frozen=True, slots=True)
class Last:
    """Somebody's last round: with whom (first names), or why with nobody (a reason of `people`); both empty while it is on its way."""

    day: date
    others: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member takes part, if they do, and when and how it was."""

    habit: Habit | None
    weekday: str
    next_day: date | None
    last: Last | None


def of_member(conn: Connection, now: datetime, member: int, group: int) -> Standing:
    """In one group."""
    next_day = people.next_day(conn, now, member, group)
    return Standing(people.habit(conn, member, group), people.day_of(conn, group), next_day, _last(conn, member, group))


def _last(conn: Connection, member: int, group: int) -> Last | None:
    """A true answer that says nothing of anybody else: whoever dropped out, and why, is theirs alone."""
    mine = (
        select(coffee_rounds.c.id, coffee_rounds.c.day, coffee_seats.c.table_id, coffee_seats.c.why, coffee_tables.c.state)
        .join_from(coffee_seats, coffee_rounds)
        .outerjoin(coffee_tables, coffee_tables.c.id == coffee_seats.c.table_id)
        .where(coffee_seats.c.member_id == member, coffee_rounds.c.group_id == group, coffee_rounds.c.state != DRAWN)
        .order_by(coffee_rounds.c.day.desc())
    )
    row = conn.execute(mine).first()
    if row is None:
        return None
    if row.table_id is None:
        return Last(date.fromisoformat(row.day), (), row.why or ALONE)
    sitting = rounds.tables_of(conn, row.id).get(row.table_id, ()) if row.state == TOLD else ()
    barred = safety.barred(conn, sitting)
    others = [each for each in sitting if each != member and (min(each, member), max(each, member)) not in barred]
    return Last(date.fromisoformat(row.day), tuple(members.first_name(members.name_of(conn, each)) for each in others), "")
