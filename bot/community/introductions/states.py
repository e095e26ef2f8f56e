"""What organisers see of introductions: how many stand how, and until when. Never who, never a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from bot.community.introductions.tables import ASKING, OVER, TOGETHER_NOW, searches, twos

LATELY: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class States:
    """Introductions of a group in the last thirty days; `last_day`: when the last answer still awaited is due."""

    waiting: int
    together: int
    nobody: int
    last_day: datetime | None


def states(conn: Connection, group_id: int, now: datetime) -> States:
    """How they stand. What was declined counts as waiting until its day: an organiser learns of it no sooner than whoever asked."""
    counts: dict[str, int] = {}
    last: list[datetime] = []
    for table, since in ((searches, searches.c.opened_at), (twos, twos.c.asked_at)):
        mine = (table.c.group_id == group_id, since > now - LATELY)
        for state, count in conn.execute(select(table.c.state, func.count()).where(*mine).group_by(table.c.state)):
            counts[state] = counts.get(state, 0) + count
        due = conn.execute(select(func.max(table.c.due_at)).where(*mine, table.c.state == ASKING)).scalar()
        last += [due] if due else []
    return States(counts.get(ASKING, 0), counts.get(TOGETHER_NOW, 0), counts.get(OVER, 0), max(last, default=None))
