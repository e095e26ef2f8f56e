"""What took place lately."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.community.meetups import ANNOUNCED, OVER, Meetup, meetups
from bot.schema import Instant

LATELY: Final = timedelta(days=92)
_PAST: Final = (
    select(meetups)
    .where(meetups.c.group_id == bindparam("group"), meetups.c.state == ANNOUNCED, OVER)
    .where(meetups.c.starts_at > bindparam("since", type_=Instant), meetups.c.starts_at <= bindparam("now", type_=Instant))
    .order_by(meetups.c.starts_at.desc(), meetups.c.id.desc())
    .limit(bindparam("most"))
)


def latest(conn: Connection, group_id: int, now: datetime, most: int) -> list[Meetup]:
    """A group's meetups of the last three months, the latest first."""
    return [Meetup(*row) for row in conn.execute(_PAST, {"group": group_id, "now": now, "since": now - LATELY, "most": most})]


def took_place(meetup: Meetup, now: datetime) -> bool:
    """Whether it is over, and was not called off."""
    return meetup.state == ANNOUNCED and now >= meetup.ends_at
