"""Telling organisers, once, of what can never be delivered."""

from __future__ import annotations

from datetime import datetime

from bot.schema import Connection

from bot import outbox
from bot.community import members
from bot.outbox.rows import Row
from bot.outbox import KINDS, Kind, To

PARKED = Kind("delivery.parked", urgency=2)
"""Its reference is the id of the row that was parked."""


def organisers(conn: Connection, now: datetime, row: Row, *, closed: bool) -> None:
    """Tell each organiser of the group; not about this message itself, nor where the kind has another way (a thread for closed messages)."""
    if row.kind == PARKED.name or (closed and KINDS[row.kind].failed):
        return
    for organiser in members.organisers(conn, row.group_id):
        outbox.say(conn, PARKED, row.id, To(member=organiser), group=row.group_id, subject=f"parked:{row.id}", due=now)
