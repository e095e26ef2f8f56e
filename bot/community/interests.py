"""Who marked a meetup as of interest on a platform's list of events, and has not answered otherwise since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, and_, bindparam, delete

from bot.schema import Instant, holds, insert_or_ignore, metadata, personal

interests = Table(
    "interests",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("since", Instant, nullable=False, info=personal("Since")),
    info=holds("Meetups you marked on a list of events", kept=timedelta(days=730), since="since"),
)

_MINE: Final = delete(interests).where(and_(interests.c.meetup_id == bindparam("meetup"), interests.c.member_id == bindparam("member")))


def remember(conn: Connection, now: datetime, meetup_id: int, member_id: int) -> None:
    """Their maybe came that way."""
    insert_or_ignore(conn, interests, meetup_id=meetup_id, member_id=member_id, since=now)


def forget(conn: Connection, meetup_id: int, member_id: int) -> bool:
    """It did not, or no longer counts. True when it had come that way."""
    return conn.execute(_MINE, {"meetup": meetup_id, "member": member_id}).rowcount == 1
