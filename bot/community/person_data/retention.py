"""Forgetting what has been kept as long as its table says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, or_

from bot.community.person_data.held import held
from bot.community.person_data.rows import delete_rows


def forget_old(conn: Connection, now: datetime) -> int:
    """Delete rows about people that are older than they are kept. Returns how many. Safe to run at any time, and as often as one likes."""
    forgotten = 0
    for each in held():
        kept, since = each.holding.kept, each.holding.since
        if kept is not None:
            of_somebody = or_(*(ref.is_not(None) for ref in (*each.owners, *each.others)))
            forgotten += delete_rows(conn, each.table, and_(each.table.c[since] < now - kept, of_somebody))
    return forgotten
