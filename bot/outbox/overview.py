"""How the outbox as a whole stands: for whoever looks after the machine, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from bot.outbox.table import is_open, is_parked, is_sending, outbox

ASLEEP: Final = "their quiet hours"
"""Why a row waits with nothing amiss."""
AGAIN: Final = timedelta(minutes=11)
"""All that backs off is tried again within this time."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`due`: ready now and not taken; `since`: when the oldest of them was. `sending`: in somebody's hands. `parked`: a person decides.

    `trying`: what was refused and is to be tried again within minutes; `tried_since`: when the oldest of them was due.
    """

    due: int
    sending: int
    parked: int
    since: datetime | None
    trying: int = 0
    tried_since: datetime | None = None


def overview(conn: Connection, now: datetime) -> Overview:
    """Costs what is due, not what is stored."""
    counted = select(func.count(), func.min(outbox.c.ready_at)).select_from(outbox)
    due, since = conn.execute(counted.where(is_open(outbox), outbox.c.ready_at <= now)).one()
    sending, parked = (conn.execute(counted.where(which(outbox))).one()[0] for which in (is_sending, is_parked))
    again = counted.with_only_columns(func.count(), func.min(outbox.c.due_at)).where(
        is_open(outbox), outbox.c.ready_at.between(now, now + AGAIN), outbox.c.why.is_not(None), outbox.c.why != ASLEEP
    )
    return Overview(due, sending, parked, since, *conn.execute(again).one())
