"""Taking what is due. Every statement costs what is due, not what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.outbox.alive import gone
from bot.outbox.table import is_first, is_open, is_sending, is_unknown, outbox
from bot.schema import Instant

LEASE: Final = timedelta(seconds=60)
"""How long a row is one process's own: longer than a process may take over one, looking and sending.

Between machines that is counted by the database's clock: theirs may differ by more.
"""
LOOK_AFTER: Final = timedelta(seconds=2)
"""A message whose reply was lost may take a moment to show in history."""

_AT_ONCE: Final = 10
_TAKING: Final = 0x77616C6D  # any number that is not the store's


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has been taken: this process alone handles it until the lease ends.

    `tried_at` is as it was before. `look`: something may have left that nobody has ruled out, so look before sending.
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
    circle_id: int | None
    due_at: datetime
    useful_until: datetime | None
    wanted: int
    attempts: int
    tried_at: datetime | None
    sent_at: datetime | None
    message: str | None
    look: bool = False

    def too_late(self, now: datetime) -> bool:
        """Whether it is of no use any more."""
        return self.useful_until is not None and now > self.useful_until


COLUMNS: Final = [outbox.c[field.name] for field in fields(Row) if field.name != "look"]
_MAY_HAVE_LEFT: Final = and_(outbox.c.state == "unknown", outbox.c.message.is_(None), outbox.c.tried_at.is_not(None))


def take(conn: Connection, now: datetime, lease: str, *, busy: Collection[str], held: Collection[str] = (), most: int = 200) -> list[Row]:
    """Take what is due, most urgent first, leaving alone rows that must wait for an earlier one.

    `busy`: the lines this process is serving; a row of ours that is `sending` on any other was given up and becomes unknown. `held`:
    lines that may not be served now.
    """
    if conn.dialect.name == "postgresql":
        # One process at a time: otherwise two could take rows of one line in the same moment.
        conn.execute(select(func.pg_advisory_xact_lock(_TAKING)))
        give_up(conn, now, outbox.c.lease.in_(gone(conn, _others(conn, lease))))
    here = _counted_from(conn, now)
    give_up(conn, now, or_(outbox.c.lease == lease, outbox.c.lease_until <= here), but=busy)
    due = select(*COLUMNS, _MAY_HAVE_LEFT).where(
        is_open(outbox), outbox.c.ready_at <= now, outbox.c.line.not_in({*busy, *held}), ~_held_back(now)
    )
    due = due.order_by(outbox.c.urgency, outbox.c.due_at, outbox.c.id).limit(most)
    if conn.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True, of=outbox)
    rows = _few_a_line([Row(*found) for found in conn.execute(due)])
    if rows:
        tried = case((_MAY_HAVE_LEFT, outbox.c.tried_at), else_=literal(now, Instant))
        mine = {"state": "sending", "lease": lease, "lease_until": here + LEASE, "tried_at": tried}
        conn.execute(update(outbox).where(outbox.c.id.in_([row.id for row in rows])).values(**mine))
    return rows


def _counted_from(conn: Connection, now: datetime) -> datetime:
    """The moment by which leases begin and end."""
    if conn.dialect.name != "postgresql":
        return now
    return conn.execute(select(func.clock_timestamp(type_=DateTime(timezone=True)))).scalar_one()


def _others(conn: Connection, lease: str) -> list[str]:
    """The other processes that are sending something."""
    theirs = select(outbox.c.lease).distinct().where(is_sending(outbox), outbox.c.lease != lease)
    return [name for name in conn.execute(theirs).scalars() if name]


def _few_a_line(rows: list[Row]) -> list[Row]:
    """No more of one line than can be sent within a lease."""
    seen: Counter[str] = Counter()
    chosen: list[Row] = []
    for row in rows:
        seen[row.line] += 1
        if seen[row.line] <= _AT_ONCE:
            chosen.append(row)
    return chosen


def _held_back(now: datetime) -> ColumnElement[bool]:
    """Somebody is sending on this line, or something earlier about the same backs off or is unknown: what came after must wait for it.

    What somebody was sending when they died holds up all of its line, until it has been looked for once. An edit of a kept card that waits
    for its turn holds nobody up.
    """
    sending, earlier, doubtful = outbox.alias("sending"), outbox.alias("earlier"), outbox.alias("doubtful")
    in_line = exists().where(is_sending(sending), sending.c.line == outbox.c.line)
    same = and_(earlier.c.line == outbox.c.line, earlier.c.subject == outbox.c.subject, earlier.c.due_at < outbox.c.due_at)
    in_doubt = and_(doubtful.c.line == outbox.c.line, doubtful.c.attempts == 0, doubtful.c.due_at < outbox.c.due_at)
    return or_(
        in_line,
        exists().where(is_first(earlier), same, earlier.c.ready_at > now),
        exists().where(is_unknown(doubtful), in_doubt, doubtful.c.ready_at > now),
    )


def give_up(conn: Connection, now: datetime, whose: ColumnElement[bool], but: Collection[str] = ()) -> int:
    """Rows that were being sent, and nobody is sending any more: whether they left is unknown. `but`: lines to leave alone."""
    left = update(outbox).where(is_sending(outbox), whose, outbox.c.line.not_in(but))
    return conn.execute(left.values(state="unknown", ready_at=now + LOOK_AFTER, lease=None, lease_until=None)).rowcount


def recover(conn: Connection, now: datetime, lease: str | None = None) -> int:
    """What somebody was sending when they died. With `lease`, everybody's but ours; without, where the lease has run out."""
    return give_up(conn, now, outbox.c.lease_until <= _counted_from(conn, now) if lease is None else outbox.c.lease != lease)


def next_due(conn: Connection) -> datetime | None:
    """When the next row is ready."""
    return conn.execute(select(func.min(outbox.c.ready_at)).where(is_open(outbox))).scalar()


_SHOWN: Final = select(outbox.c.kind, outbox.c.ref).where(
    outbox.c.mode == literal_column("'show'"), outbox.c.message == bindparam("message")
)


def shown_as(conn: Connection, message: str) -> tuple[str, str] | None:
    """The kind and the reference of what stands there on a platform's list of events, if it is ours."""
    row = conn.execute(_SHOWN, {"message": message}).first()
    return (row.kind, row.ref) if row else None


def place_of_message(conn: Connection, row_id: str) -> tuple[str, str | None]:
    """The state and the message of another row: where a thread hangs."""
    row = conn.execute(select(outbox.c.state, outbox.c.message).where(outbox.c.id == row_id)).one()
    return row.state, row.message


def direct(conn: Connection, platform: str, since: datetime) -> list[datetime]:
    """When each direct message of a platform left, since then, in order."""
    mine = (outbox.c.member_id.is_not(None), outbox.c.sent_at > since, outbox.c.message.startswith(f"{platform}:"))
    return list(conn.execute(select(outbox.c.sent_at).where(*mine).order_by(outbox.c.sent_at)).scalars())
