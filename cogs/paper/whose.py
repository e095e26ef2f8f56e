"""To which group a button leads."""

from __future__ import annotations

from bot.chat.typed import read_id
from bot.community import meetups
from bot.schema import Connection


def own_group(_: Connection, payload: str) -> int | None:
    """The group a button was shown for."""
    return read_id(payload)


def group_of_meetup(conn: Connection, payload: str) -> int | None:
    """Whose meetup a button is about."""
    found = meetups.find(conn, read_id(payload) or 0)
    return found.group_id if found else None
