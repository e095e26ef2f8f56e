"""The loop's own statements on the outbox: taking what is due, and writing down what became of it. All cost what is due, not what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, case, exists, func, literal, or_, select, update

from bot.outbox import EDIT_EVERY, KINDS, outbox
from bot.schema import Instant

LEASE: Final = timedelta(seconds=60)
"""How long a row is one process's own. Longer than any single call of a port may take."""

_AT_ONCE: Final = 10
_BACK_OFF: Final = (timedelta(seconds=2), timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has been taken: this process alone handles it until the lease ends.

    `look`: an earlier attempt's outcome is unknown, so look before sending.
    """

    id: str
    mode: str
    kind: str
    ref: str
    subject: str
    line: str
    group_id: int
    place_id: int | None
    member_id: int | None
    under: str | None
    due_at: datetime
    useful_until: datetime | None
    wanted: int
    attempts: int
    tried_at: datetime | None
    message: str | None
    look: bool = False


_COLUMNS = [outbox.c[name] for name in Row.__dataclass_fields__ if name != "look"]
_OPEN = outbox.c.state.in_(("waiting", "unknown"))


def take(conn: Connection, now: datetime, lease: str, *, busy: Collection[str], most: int = 200) -> list[Row]:
    """Take what is due, most urgent first, leaving alone the lines that are busy and rows that must wait for an earlier one."""
    due = select(*_COLUMNS, outbox.c.state).where(_OPEN, outbox.c.ready_at <= now, ~_held_back(now))
    if busy:
        due = due.where(outbox.c.line.not_in(list(busy)))
    due = due.order_by(outbox.c.urgency, outbox.c.due_at, outbox.c.id).limit(most)
    if conn.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True, of=outbox)
    rows = _few_a_line([Row(*found[: len(_COLUMNS)], look=found.state == "unknown") for found in conn.execute(due)])
    if rows:
        mine = {"state": "sending", "lease": lease, "lease_until": now + LEASE, "tried_at": now}
        conn.execute(update(outbox).where(outbox.c.id.in_([row.id for row in rows])).values(**mine))
    return rows


def _few_a_line(rows: list[Row]) -> list[Row]:
    """No more of one line than can be sent within a lease."""
    seen: Counter[str] = Counter()
    chosen: list[Row] = []
    for row in rows:
        seen[row.line] += 1
        if seen[row.line] <= _AT_ONCE:
            chosen.append(row)
    return chosen


def _held_back(now: datetime):  # noqa: ANN202  a SQL expression
    """An earlier row about the same thing for the same place backs off, or its outcome is not known yet: what came after must wait for it."""
    earlier = outbox.alias()
    unsettled = or_(earlier.c.state == "sending", and_(earlier.c.state.in_(("waiting", "unknown")), earlier.c.ready_at > now))
    return exists().where(
        earlier.c.subject == outbox.c.subject,
        earlier.c.line == outbox.c.line,
        earlier.c.due_at < outbox.c.due_at,
        earlier.c.due_at <= now,
        unsettled,
    )


def recover(conn: Connection, now: datetime, lease: str | None = None) -> int:
    """Rows somebody was sending when they died: their outcome is unknown. With `lease`, everybody else's; without, those run out."""
    dead = outbox.c.lease_until <= now if lease is None else or_(outbox.c.lease != lease, outbox.c.lease_until <= now)
    unknown = update(outbox).where(outbox.c.state == "sending", dead)
    return conn.execute(unknown.values(state="unknown", ready_at=now, lease=None, lease_until=None)).rowcount


def next_due(conn: Connection) -> datetime | None:
    """When the next row is ready."""
    return conn.execute(select(func.min(outbox.c.ready_at)).where(_OPEN)).scalar()


def place_of_message(conn: Connection, row_id: str) -> tuple[str, str | None]:
    """The state and the message of another row: where a thread hangs."""
    row = conn.execute(select(outbox.c.state, outbox.c.message).where(outbox.c.id == row_id)).one()
    return row.state, row.message


# --- what became of it ----------------------------------------------------------------------------------------------------------


def sent(conn: Connection, now: datetime, row: Row, message: str, lease: str) -> None:
    """It has arrived as of version `row.wanted`. A kept card touched meanwhile waits for its next edit. Runs the kind's `delivered`."""
    stale = outbox.c.wanted > row.wanted
    again = literal(now + EDIT_EVERY, Instant)
    values = {
        "state": case((stale, "waiting"), else_="sent"),
        "ready_at": case((stale, again), else_=outbox.c.ready_at),
        "shown": row.wanted,
        "message": message,
        "sent_at": func.coalesce(outbox.c.sent_at, literal(now, Instant)),
        "attempts": 0,
    }
    if _mine(conn, row, lease, values) and (hook := KINDS[row.kind].delivered):
        hook(conn, now, row.ref)


def dropped(conn: Connection, row: Row, why: str, lease: str) -> None:
    """It no longer applies."""
    _mine(conn, row, lease, {"state": "dropped", "why": why})


def again(conn: Connection, now: datetime, row: Row, *, wait: timedelta, why: str, lease: str, look: bool, tried: bool) -> None:
    """It could not be done just now. `look`: it may have been, now or earlier; `tried`: something may have left just now."""
    values = {"state": "unknown" if look else "waiting", "ready_at": now + wait, "attempts": row.attempts + 1, "why": why}
    _mine(conn, row, lease, values if tried else {**values, "tried_at": row.tried_at})


def put_back(conn: Connection, now: datetime, rows: list[Row], lease: str) -> None:
    """Taken, but not begun: as it was."""
    for row in rows:
        _mine(conn, row, lease, {"state": "unknown" if row.look else "waiting", "ready_at": now, "tried_at": row.tried_at})


def parked(conn: Connection, now: datetime, row: Row, why: str, lease: str) -> bool:
    """It can never be done. Runs the kind's `failed`. Returns whether this call parked it."""
    parked_now = _mine(conn, row, lease, {"state": "parked", "why": why})
    if parked_now and (hook := KINDS[row.kind].failed):
        hook(conn, now, row.ref)
    return parked_now


def _mine(conn: Connection, row: Row, lease: str, values: dict[str, object]) -> bool:
    """Write what became of a row, if the lease is still ours: another process may have taken it over."""
    held = and_(outbox.c.id == row.id, outbox.c.state == "sending", outbox.c.lease == lease)
    return conn.execute(update(outbox).where(held).values(**values, lease=None, lease_until=None)).rowcount == 1


def back_off(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many attempts: 2 s doubling to 10 minutes, of which between half and all (`jitter` in [0, 1])."""
    shortest, longest = _BACK_OFF
    return min(shortest * 2 ** min(attempts, 20), longest) * (0.5 + jitter / 2)
