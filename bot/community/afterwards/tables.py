"""What is kept of a meetup after it. Ids are never given again (`sqlite_autoincrement`): messages and cards already sent lead to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

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

recaps = Table(
    "recaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False, unique=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("author_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Write-ups you posted")),
    Column("words", Text, nullable=False),
    Column("quotes", Boolean, nullable=False),
    Column("state", String(4), nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    info=holds("Write-ups you posted", erase="stub"),
    sqlite_autoincrement=True,
)
Index("ix_recaps_news", recaps.c.group_id, recaps.c.posted_at)

recap_links = Table(
    "recap_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("url", Text, nullable=False, info=personal("The address")),
    Column("title", String(100), nullable=False, info=personal("What you called it")),
    Column("credit", String(100), nullable=False, info=personal("Whose work you said it is")),
    Column("state", String(8), nullable=False, info=personal("How it stands")),
    Column("added_at", Instant, nullable=False, info=personal("When")),
    info=holds("Links you added after meetups"),
    sqlite_autoincrement=True,
)

recap_replies = Table(
    "recap_replies",
    metadata,
    Column("recap_id", Integer, ForeignKey("recaps.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("asked", Boolean, nullable=False, info=personal("You were asked for a first word")),
    Column("said", String(8), info=personal("What you pressed")),
    Column("at", Instant, nullable=False, info=personal("When")),
    info=holds("Write-ups you answered", kept=TWO_YEARS, since="at"),
)
