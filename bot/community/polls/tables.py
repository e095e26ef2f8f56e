"""What is kept of dates put to a group.

The ids of these tables are never given again (`sqlite_autoincrement`): cards already posted lead to them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.schema import Instant, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

polls = Table(
    "date_polls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("title", String(150), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("hours", Boolean, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("state", String(9), nullable=False),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    Column("closed_at", Instant),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), index=True),
    Column("organiser_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Yours")),
    Column("draft_id", String(32), unique=True),
    info=holds("Dates you asked a group about", erase="stub"),
    sqlite_autoincrement=True,
)
Index("ix_date_polls_in_hand", polls.c.group_id, polls.c.closes_at)

dates = Table(
    "poll_dates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("poll_id", Integer, ForeignKey("date_polls.id"), nullable=False),
    Column("wall_at", String(16), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("starts_at", Instant, nullable=False),
    UniqueConstraint("poll_id", "starts_at"),
    sqlite_autoincrement=True,
)

answers = Table(
    "poll_answers",
    metadata,
    Column("date_id", Integer, ForeignKey("poll_dates.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("answer", String(4), nullable=False, info=personal("Whether you can")),
    Column("changed_at", Instant, nullable=False, info=personal("When")),
    info=holds("Dates you said whether you can", kept=TWO_YEARS, since="changed_at"),
)
