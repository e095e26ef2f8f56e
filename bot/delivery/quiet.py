"""People's own quiet hours: what is for them alone waits until these are over, unless it would be of no use by then."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat.errors import NotNow
from bot.community import my_settings
from bot.outbox.overview import ASLEEP
from bot.outbox.rows import Row
from bot.schema import Connection


class Asleep(NotNow):
    """They asked not to be written to just now. It holds up nothing else: what can't wait goes past it."""

    def __init__(self, wakes_in: timedelta) -> None:
        super().__init__(ASLEEP, wakes_in)


def let_sleep(conn: Connection, row: Row, now: datetime) -> None:
    """Raises Asleep while whom the row is for wants to be left in peace, and it can wait."""
    if row.member_id is None or row.message is not None:
        return
    wakes = my_settings.after_their_quiet(conn, row.member_id, now)
    if wakes > now and not row.too_late(wakes):
        raise Asleep(wakes - now)


def awaited_from(conn: Connection, row: Row) -> datetime:
    """When a row should have arrived, quiet hours allowed for."""
    return row.due_at if row.member_id is None else my_settings.after_their_quiet(conn, row.member_id, row.due_at)
