"""Reminders of several meetups that fall together: whoever comes to more than one has them in one message, to them alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from bot.community import guests, meetups
from bot.community.meetups import ANNOUNCED, Meetup
from bot.outbox import outbox
from bot.schema import Instant

WITHIN: Final = timedelta(hours=3)
"""Reminders of one sort that are due in this time are one message."""
SAID: Final = "said with another"

_PENDING: Final = (
    select(outbox.c.ref)
    .where(outbox.c.kind == bindparam("kind"), outbox.c.group_id == bindparam("group"))
    .where(or_(*[outbox.c.state == state for state in ("waiting", "sending", "unknown")]))
    .where(outbox.c.due_at <= bindparam("until", type_=Instant))
    .order_by(outbox.c.due_at, outbox.c.id)
)
_TOLD: Final = select(outbox.c.member_id).where(
    outbox.c.subject == bindparam("about"), outbox.c.kind == bindparam("kind"), outbox.c.state == "dropped", outbox.c.why == SAID
)


def together(conn: Connection, meetup: Meetup, step: str, kinds: tuple[str, str], now: datetime) -> dict[int, list[Meetup]]:
    """Who comes to this and to others whose reminder of this step is due soon and not said yet; and to which others.

    `kinds`: of the rows that plan a reminder, and of those that are one to somebody alone.
    """
    pending = conn.execute(_PENDING, {"kind": kinds[0], "group": meetup.group_id, "until": now + WITHIN}).scalars()
    ids = [int(ref.split(".")[0]) for ref in pending if ref.split(".")[1] == step]
    others = [meetups.get(conn, each) for each in ids if each != meetup.id]
    soon = [each for each in others if each.state == ANNOUNCED]
    mine = {guest.member_id for guest in guests.guests(conn, meetup)} if soon else set[int]()
    found: defaultdict[int, list[Meetup]] = defaultdict(list)
    for other in soon:
        already = told(conn, other, step, kinds[1])
        for guest in guests.guests(conn, other):
            if guest.member_id in mine - already:
                found[guest.member_id].append(other)
    return found


def told(conn: Connection, meetup: Meetup, step: str, kind: str) -> set[int]:
    """Who has been reminded of this together with another: their own rows (`kind`) were struck out then, for the date it has."""
    prefix = f"{meetup.id}.{step}."
    rows = conn.execute(_TOLD.add_columns(outbox.c.ref), {"about": meetup.subject, "kind": kind})
    return {member for member, ref in rows if ref.startswith(prefix)}
