"""What is kept of a meetup that was prepared. One that was not has no row here, and nothing looks for any (`meetups.prepared`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, text

from bot.schema import Instant, Json, holds, metadata, personal

preparations: Final = Table(
    "preparations",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("days", Integer),
    Column("prompts", Json, nullable=False, server_default=text("'[]'")),
    Column("said", Integer, nullable=False, server_default="0"),
    Column("woken", Integer),
    Column("meeting_point", String(100), nullable=False, server_default=text("''")),
    Column("brings", Boolean, nullable=False, server_default=text("false")),
    Column("edition", Integer, nullable=False, server_default="0"),
    Column("agenda", Json, nullable=False, server_default=text("'[]'")),
    Column("agenda_said", Boolean, nullable=False, server_default=text("false")),
    Column("speaks", Boolean, nullable=False, server_default=text("false")),
)

welcomes: Final = Table(
    "welcomes",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("at", Instant, nullable=False, info=personal("When")),
    info=holds("Meetups before which you wanted to be welcomed by name", kept=timedelta(days=365), since="at"),
)

wanted_things: Final = Table(
    "wanted_things",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False, index=True),
    Column("words", String(60), nullable=False),
    sqlite_autoincrement=True,
)

things: Final = Table(
    "things",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("words", String(60), nullable=False, info=personal("What")),
    Column("wanted_id", Integer, ForeignKey("wanted_things.id"), index=True),
    Column("said_at", Instant, nullable=False, info=personal("When")),
    info=holds("What you bring to meetups", kept=timedelta(days=365), since="said_at"),
    sqlite_autoincrement=True,
)

speakers: Final = Table(
    "speakers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("about", String(200), nullable=False),
    Column("link", String(300), nullable=False),
    Column("thanked_at", Instant),
    sqlite_autoincrement=True,
)
