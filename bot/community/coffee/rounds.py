"""A round as it is written down: its figures, its tables, and why somebody is at none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from bot.chat.typed import read_id
from bot.community.coffee.people import ALONE, BY_HAND, Taker
from bot.community.coffee.tables import DRAWN, coffee_rounds, coffee_seats, coffee_tables
from bot.matching.seating import Seating

Sitting = tuple[int, ...]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CoffeeRound:
    """One round. `due_at`: when it goes out; `by_hand`: an organiser changed it. The figures are those of `Seating`."""

    id: int
    group: int
    day: date
    due_at: datetime
    state: str
    by_hand: bool
    repeats: int
    fewest: int
    total: int
    bound: int


_ROUND: Final = select(coffee_rounds)
_ONE: Final = _ROUND.where(coffee_rounds.c.id == bindparam("round"))
_COMING: Final = _ROUND.where(coffee_rounds.c.group_id == bindparam("group"), coffee_rounds.c.state == DRAWN).order_by(coffee_rounds.c.day)
_PAST: Final = (
    _ROUND.where(coffee_rounds.c.group_id == bindparam("group"), coffee_rounds.c.state != DRAWN)
    .order_by(coffee_rounds.c.day.desc())
    .limit(8)
)
_SEATED: Final = (
    select(coffee_seats.c.table_id, coffee_seats.c.member_id)
    .where(coffee_seats.c.round_id == bindparam("round"), coffee_seats.c.table_id.is_not(None))
    .order_by(coffee_seats.c.table_id, coffee_seats.c.member_id)
)
_WHY: Final = select(coffee_seats.c.member_id, coffee_seats.c.why).where(
    coffee_seats.c.round_id == bindparam("round"), coffee_seats.c.table_id.is_(None)
)


def _read(row: RowMapping | None) -> CoffeeRound | None:
    if row is None:
        return None
    values = {str(name): value for name, value in row.items()}
    return CoffeeRound(group=values.pop("group_id"), day=date.fromisoformat(values.pop("day")), **values)


def get(conn: Connection, round_id: int | None) -> CoffeeRound | None:
    """One round."""
    return _read(conn.execute(_ONE, {"round": round_id}).mappings().first())


def of_day(conn: Connection, group_id: int, day: date) -> CoffeeRound | None:
    """The round of a group on that day."""
    mine = _ROUND.where(coffee_rounds.c.group_id == group_id, coffee_rounds.c.day == day.isoformat())
    return _read(conn.execute(mine).mappings().first())


def coming(conn: Connection, group_id: int) -> CoffeeRound | None:
    """The round of a group that is drawn and has not gone out."""
    return _read(conn.execute(_COMING, {"group": group_id}).mappings().first())


def past(conn: Connection, group_id: int) -> list[CoffeeRound]:
    """The latest that went out or were called off, newest first."""
    rows = conn.execute(_PAST, {"group": group_id}).mappings()
    return [found for row in rows if (found := _read(row))]


def tables_of(conn: Connection, round_id: int) -> dict[int, Sitting]:
    """Who sits together, by table."""
    found: dict[int, list[int]] = {}
    for table, member in conn.execute(_SEATED, {"round": round_id}):
        found.setdefault(table, []).append(member)
    return {table: tuple(ids) for table, ids in found.items()}


def at_none(conn: Connection, round_id: int) -> dict[int, str]:
    """Who is at no table, and why."""
    return {member: why or ALONE for member, why in conn.execute(_WHY, {"round": round_id})}


def taken_out(conn: Connection, round_id: int) -> set[int]:
    """Whom an organiser took out."""
    return {member for member, why in at_none(conn, round_id).items() if why == BY_HAND}


def begin(conn: Connection, group_id: int, day: date, due: datetime) -> int:
    """A new round. Returns its id."""
    row = {"group_id": group_id, "day": day.isoformat(), "due_at": due, "state": DRAWN, "by_hand": False}
    figures = {"repeats": 0, "fewest": 0, "total": 0, "bound": 0}
    return conn.execute(insert(coffee_rounds).values(**row, **figures).returning(coffee_rounds.c.id)).scalar_one()


def change(conn: Connection, round_id: int, **values: object) -> None:
    """Any of its columns."""
    conn.execute(update(coffee_rounds).where(coffee_rounds.c.id == round_id).values(**values))


def lay(conn: Connection, found: CoffeeRound, takers: Iterable[Taker], seating: Seating) -> list[int]:
    """Write down who sits where, instead of what was there: everybody who joined has a line. Returns the tables' ids, in order.

    Whoever was taken out by hand stays out.
    """
    out = taken_out(conn, found.id)
    conn.execute(delete(coffee_seats).where(coffee_seats.c.round_id == found.id))
    conn.execute(delete(coffee_tables).where(coffee_tables.c.round_id == found.id))
    change(conn, found.id, repeats=seating.repeats, fewest=seating.fewest, total=seating.total, bound=seating.bound)
    ids = [_table(conn, found.id) for _ in seating.tables]
    table_of = {member: table for table, sitting in zip(ids, seating.tables, strict=True) for member in sitting}
    rows = [
        {
            "round_id": found.id,
            "member_id": each.member,
            "table_id": table_of.get(each.member),
            "at": found.due_at,
            "why": None if each.member in table_of else BY_HAND if each.member in out else each.why or ALONE,
        }
        for each in takers
    ]
    if rows:
        conn.execute(insert(coffee_seats), rows)
    return ids


def _table(conn: Connection, round_id: int) -> int:
    return conn.execute(insert(coffee_tables).values(round_id=round_id, state=DRAWN).returning(coffee_tables.c.id)).scalar_one()


def holds(sitting: Sequence[int], present: Collection[int], barred: Collection[Pair]) -> bool:
    """Whether all of a table are in, and may meet."""
    return len(sitting) > 1 and all(each in present for each in sitting) and not any(pair in barred for pair in pairs(sitting))


def largest(sitting: Sequence[int], present: Collection[int], barred: Collection[Pair]) -> Sitting:
    """As many of a table as may sit together still: of three perhaps two; nobody when that leaves one."""
    sizes = range(len(sitting), 1, -1)
    return next((some for size in sizes for some in combinations(sorted(sitting), size) if holds(some, present, barred)), ())


def pairs(sitting: Iterable[int]) -> list[Pair]:
    """Every two of a table, the lower id first."""
    return [(min(pair), max(pair)) for pair in combinations(sitting, 2)]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose round it is."""
    return conn.execute(select(coffee_rounds.c.group_id).where(coffee_rounds.c.id == read_id(payload))).scalar()


def group_of_table(conn: Connection, payload: str) -> int | None:
    """Whose table it is; the payload may name one of those at it (`"table.member"`)."""
    mine = select(coffee_rounds.c.group_id).join(coffee_tables, coffee_tables.c.round_id == coffee_rounds.c.id)
    return conn.execute(mine.where(coffee_tables.c.id == read_id(payload.partition(".")[0]))).scalar()


def unfinished(found: CoffeeRound | None) -> bool:
    """Whether it has yet to go out."""
    return found is not None and found.state == DRAWN
