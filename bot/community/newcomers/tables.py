"""What is kept of newcomers and of those who greet them.

The ids of these tables are never given again (`sqlite_autoincrement`): cards already posted and messages planned lead to them, and must
not come to show what is another's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.schema import Instant, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

greeters = Table(
    "greeters",
    metadata,
    Column("group_id", Integer, ForeignKey("groups.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, info=personal("Yours")),
    Column("since", Instant, nullable=False, info=personal("Since")),
    info=holds("Groups whose newcomers you welcome"),
)

hellos = Table(
    "hellos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("words", Text, nullable=False, info=personal("What you said")),
    Column("topics", String(100), nullable=False, info=personal("What you would like to talk about")),
    Column("place", String(100), nullable=False, info=personal("Where you said you work")),
    Column("area", String(100), nullable=False, info=personal("Where you said you are")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("posted_at", Instant, nullable=False, info=personal("When")),
    Column("answered_at", Instant, info=personal("First hello at")),
    Column("day3", String(10), info=personal("How it went, after three days")),
    Column("day14", String(10), info=personal("How it went, after two weeks")),
    Column("draft_id", String(32), unique=True),
    info=holds("Your hello to the group"),
    sqlite_autoincrement=True,
)

greetings = Table(
    "greetings",
    metadata,
    Column("hello_id", Integer, ForeignKey("hellos.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("at", Instant, nullable=False, info=personal("When")),
    info=holds("Newcomers you said hello to", kept=TWO_YEARS, since="at"),
)

greeter_asks = Table(
    "greeter_asks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hello_id", Integer, ForeignKey("hellos.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("answer", String(5), info=personal("Your answer")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    info=holds("Newcomers you were asked to greet", kept=TWO_YEARS, since="asked_at"),
    sqlite_autoincrement=True,
)

buddy_requests = Table(
    "buddy_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    UniqueConstraint("meetup_id", "member_id"),
    info=holds("Meetups you wanted a buddy for", kept=TWO_YEARS, since="asked_at"),
    sqlite_autoincrement=True,
)

buddy_asks = Table(
    "buddy_asks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", Integer, ForeignKey("buddy_requests.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("answer", String(5), info=personal("Your answer")),
    Column("sign", String(100), info=personal("How you are found")),
    Column("point", String(100), info=personal("Where you meet")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    info=holds("Meetups you were asked to be a buddy at", kept=TWO_YEARS, since="asked_at"),
    sqlite_autoincrement=True,
)
Index("ix_greeter_asks_asked", greeter_asks.c.member_id, greeter_asks.c.asked_at)

YES, NO, OVER = "yes", "no", "over"
"""Answers of those who were asked; OVER: it came to nothing without them."""
