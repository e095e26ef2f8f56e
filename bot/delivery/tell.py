"""Telling organisers, once, of what can never be delivered."""

from __future__ import annotations

from datetime import datetime

from bot import outbox
from bot.community import members
from bot.outbox import KINDS, Kind, To, settle
from bot.outbox.rows import Row
from bot.schema import Connection

PARKED = Kind("delivery.parked", urgency=2)
"""Its reference is the id of the row that was parked."""


def organisers(conn: Connection, now: datetime, row: Row, why: str) -> None:
    """Tell each organiser of the group, once for all that is stuck about the same for the same reason: the desk lists each.

    Where somebody waits for it (its kind has a `failed`), of each by itself. Never about this message itself.
    """
    kind = KINDS.get(row.kind)
    waited_for = kind is not None and kind.failed is not None
    if row.kind == PARKED.name or (not waited_for and settle.others_parked(conn, row, why)):
        return
    for organiser in members.organisers(conn, row.group_id):
        outbox.say(conn, PARKED, row.id, To(member=organiser), group=row.group_id, subject=f"parked:{row.id}", due=now)
