"""What is asked of one person as a kindness, and can't reach them, is nobody else's trouble: it never lies on an organiser's desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from bot.outbox import Hook, outbox
from bot.outbox.table import is_parked


def let_be(kind: str) -> Hook:
    """What a kind of this name does where it can't be delivered."""

    def dropped(conn: Connection, _now: datetime, ref: str) -> None:
        stuck = update(outbox).where(is_parked(outbox), outbox.c.kind == kind, outbox.c.ref == ref)
        conn.execute(stuck.values(state="dropped", why="their messages are closed"))

    return dropped
