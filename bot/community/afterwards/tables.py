"""What is kept of a meetup after it. Ids are never given again (`sqlite_autoincrement`): messages and cards already sent lead to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint, text

from bot.schema import Instant, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

feedback = Table(
    "meetup_feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("day", String(10), nullable=False, info=personal("On")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    Column("how", String(8), info=personal("How it was for you")),
    Column("again", String(8), info=personal("Whether you would come again")),
    Column("next", String(200), info=personal("What you would like next")),
    Column("words", Text, info=personal("Your sentence")),
    Column("quoted", String(8), info=personal("Who may read it")),
    Column("aside", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("meetup_id", "member_id"),
    info=holds("How meetups were for you", kept=TWO_YEARS, since="asked_at"),
    sqlite_autoincrement=True,
)
