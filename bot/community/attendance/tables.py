"""What is kept of a meetup's day: the code at its door, who checked in themselves, and how many heads were counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.schema import Instant, holds, metadata, personal

# The code is kept as it is said, not hashed: organisers show it again at the door, and it opens nothing before or after.
doors = Table(
    "doors",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True),
    Column("code", String(8), nullable=False),
    Column("open", Boolean, nullable=False),
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("online", Boolean, nullable=False, info=personal("You joined online")),
    Column("at", Instant, nullable=False, info=personal("When")),
    UniqueConstraint("meetup_id", "member_id"),
    info=holds("Meetups you checked in at", kept=timedelta(days=730), since="at"),
    sqlite_autoincrement=True,
)

code_tries = Table(
    "code_tries",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("tries", Integer, nullable=False, info=personal("Codes that were not the one")),
    Column("since", Instant, nullable=False, info=personal("Since")),
    info=holds("Codes you tried at a door", kept=timedelta(days=2), since="since"),
)

# Numbers of a meetup, and of nobody. `said_*`: seats held as it began, guests' too; `came_*`: heads counted, None until somebody has.
turnouts = Table(
    "turnouts",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("said_room", Integer, nullable=False),
    Column("said_online", Integer, nullable=False),
    Column("came_room", Integer),
    Column("came_online", Integer),
    Column("settled", Boolean, nullable=False),
)
Index("ix_turnouts_lately", turnouts.c.group_id, turnouts.c.began_at)

OPENS: Final = timedelta(minutes=30)
"""So long before a meetup begins its door opens."""
CLOSES: Final = timedelta(hours=3)
"""So long after its end one can still check in: on the way home."""
