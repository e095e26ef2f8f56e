"""Writing down what became of a row that was taken.

Each says whether it could: if the lease has run out, another process may have taken the row over, and what it finds out counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, case, exists, func, literal, select, update

from bot.outbox.kinds import KINDS, Hook
from bot.outbox.rows import COLUMNS, Row
from bot.outbox.table import EDIT_EVERY, is_parked, is_sending, outbox
from bot.schema import Instant

OFF: Final = "not on a list of events"
_BACK_OFF: Final = (timedelta(seconds=2), timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Again:
    """To be tried again at `ready`, after so many `attempts`.

    `since`: the earliest moment at which something may have left that nobody has ruled out; None if nothing can have.
    """

    ready: datetime
    attempts: int
    since: datetime | None
    why: str


def done(conn: Connection, now: datetime, row: Row, lease: str, prepared: Hook | None = None) -> bool:
    """A `do` row is run: it is marked first, so that the lease is known to be ours when its rule runs in the same transaction.

    `prepared` is the rule its kind's `prepare` gave, where it has one.
    """
    ours = _write(conn, row, lease, {"state": "sent", "sent_at": now, "attempts": 0})
    if ours and (hook := prepared or KINDS[row.kind].run):
        hook(conn, now, row.ref)
    return ours


def sent(conn: Connection, now: datetime, row: Row, message: str, lease: str, *, found: bool = False) -> bool:
    """It has arrived, as of version `row.wanted`. A kept card touched meanwhile waits for its next edit.

    `found`: an earlier attempt had arrived after all. What a kept card shows is then anybody's guess: it is edited once more.
    """
    shown = 0 if found and row.mode == "keep" else row.wanted
    at = row.tried_at if found and row.tried_at else now
    stale = outbox.c.wanted > shown
    values = {
        "state": case((stale, "waiting"), else_="sent"),
        "ready_at": case((stale, literal(now + EDIT_EVERY, Instant)), else_=outbox.c.ready_at),
        "shown": shown,
        "message": message,
        "sent_at": func.coalesce(outbox.c.sent_at, literal(at, Instant)),
        "attempts": 0,
        "why": None,
    }
    ours = _write(conn, row, lease, values)
    if ours and row.message is None and (hook := KINDS[row.kind].delivered):
        hook(conn, now, row.ref)
    return ours


def dropped(conn: Connection, now: datetime, row: Row, why: str, lease: str) -> bool:
    """It no longer applies. Runs the kind's `dropped`."""
    ours = _write(conn, row, lease, {"state": "dropped", "why": why})
    kind = KINDS.get(row.kind)
    if ours and row.message is None and kind and kind.dropped:
        kind.dropped(conn, now, row.ref)
    return ours


def taken_off(conn: Connection, row: Row, lease: str) -> bool:
    """An entry does not stand on any list of events (any more). Asked for again meanwhile, it is put there anew."""
    again = outbox.c.wanted > row.wanted
    values = {"state": case((again, "waiting"), else_="dropped"), "message": None, "tried_at": None, "attempts": 0, "why": OFF}
    return _write(conn, row, lease, values)


def again(conn: Connection, row: Row, trial: Again, lease: str) -> bool:
    """It could not be done just now. An edit is simply made again; a first posting that may have left is looked for."""
    values = {"state": "waiting", "ready_at": trial.ready, "attempts": trial.attempts, "why": trial.why}
    if row.message is None:
        values |= {"state": "unknown" if trial.since else "waiting", "tried_at": trial.since}
    return _write(conn, row, lease, values)


def put_back(conn: Connection, rows: Sequence[Row], lease: str) -> None:
    """Taken, but not begun: as it was, and ready since it was due.

    Were it ready from now on, what comes after it would be due first to another process that asked a moment ago or whose clock is behind.
    """
    for row in rows:
        _write(conn, row, lease, {"state": "unknown" if row.look else "waiting", "ready_at": row.due_at, "tried_at": row.tried_at})


def parked(conn: Connection, now: datetime, row: Row, why: str, lease: str, *, since: datetime | None = None, gone: bool = False) -> bool:
    """It can never be done, or nobody can tell (`since` as in `Again`): a person decides. Runs the kind's `failed`.

    `gone`: what stood there was taken away, so that trying again puts it there anew.
    """
    ours = _write(conn, row, lease, {"state": "parked", "why": why, "tried_at": since} | ({"message": None} if gone else {}))
    kind = KINDS.get(row.kind)
    if ours and kind and kind.failed:
        kind.failed(conn, now, row.ref)
    return ours


def altered(conn: Connection, message: str, why: str, *, gone: bool) -> Row | None:
    """Somebody changed a standing entry by hand: a person decides whether it is put right. The row, if it is one of ours at rest."""
    values = {"state": "parked", "why": why} | ({"message": None} if gone else {})
    mine = update(outbox).where(outbox.c.mode == "show", outbox.c.message == message, outbox.c.state.in_(("sent", "waiting")))
    found = conn.execute(mine.values(**values).returning(*COLUMNS)).first()
    return Row(*found) if found else None


def others_parked(conn: Connection, row: Row, why: str) -> bool:
    """Whether something else of the group, about the same, waits for a person for the same reason."""
    alike = and_(outbox.c.group_id == row.group_id, outbox.c.subject == row.subject, outbox.c.why == why, outbox.c.id != row.id)
    return conn.execute(select(exists().where(is_parked(outbox), alike))).scalar_one()


def _write(conn: Connection, row: Row, lease: str, values: Mapping[str, object]) -> bool:
    held = and_(outbox.c.id == row.id, is_sending(outbox), outbox.c.lease == lease)
    return conn.execute(update(outbox).where(held).values(**values, lease=None, lease_until=None)).rowcount == 1


def back_off(attempts: int, jitter: float, longest: timedelta = _BACK_OFF[1]) -> timedelta:
    """How long to wait after so many attempts: 2 s doubling to 10 minutes, of which between half and all (`jitter` in [0, 1])."""
    return min(_BACK_OFF[0] * 2 ** min(attempts, 20), longest) * (0.5 + jitter / 2)
