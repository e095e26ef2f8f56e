"""After an older copy of the database was put back: what it believes is still to be sent may have been sent since.

Nothing is sent again on its word. What was due by now becomes *unknown*: the loop looks where it would be before it sends, and asks a
person where it can't look. Rules that were due are run first, so that what they would say is looked for too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from bot.outbox.kinds import KINDS
from bot.outbox.table import is_open, outbox
from bot.schema import Instant

_NOW: Final = bindparam("now", type_=Instant)
_DUE_RULES: Final = (
    select(outbox.c.id, outbox.c.kind, outbox.c.ref)
    .where(is_open(outbox), outbox.c.mode == "do", outbox.c.due_at <= _NOW)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(1)
)
_MAY_HAVE_LEFT: Final = (
    update(outbox)
    .where(is_open(outbox), outbox.c.mode != "do", outbox.c.message.is_(None), outbox.c.due_at <= _NOW)
    .values(state="unknown", tried_at=outbox.c.due_at, ready_at=_NOW, attempts=0)
)
_MOST: Final = 100_000


def doubt_what_was_due(conn: Connection, now: datetime) -> int:
    """Look before anything that was due is sent. Returns how many deliveries that concerns. Every feature's kinds must be known."""
    _run_rules(conn, now)
    return conn.execute(_MAY_HAVE_LEFT, {"now": now}).rowcount


def _run_rules(conn: Connection, now: datetime) -> None:
    for _ in range(_MOST):
        row = conn.execute(_DUE_RULES, {"now": now}).first()
        if row is None:
            return
        conn.execute(update(outbox).where(outbox.c.id == row.id).values(state="sent", sent_at=now))
        if run := KINDS[row.kind].run:
            run(conn, now, row.ref)
