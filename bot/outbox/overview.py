"""How the outbox as a whole stands: for whoever looks after the machine, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.outbox.table import is_open, is_parked, is_sending, outbox


@dataclass(frozen=True, slots=True)
class Overview:
    """`due`: ready now and not taken; `since`: when the oldest of them was. `sending`: in somebody's hands. `parked`: a person decides."""

    due: int
    sending: int
    parked: int
    since: datetime | None


def overview(conn: Connection, now: datetime) -> Overview:
    """Costs what is due, not what is stored."""
    counted = select(func.count(), func.min(outbox.c.ready_at)).select_from(outbox)
    due, since = conn.execute(counted.where(is_open(outbox), outbox.c.ready_at <= now)).one()
    sending, parked = (conn.execute(counted.where(which(outbox))).one()[0] for which in (is_sending, is_parked))
    return Overview(due, sending, parked, since)
