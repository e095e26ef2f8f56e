"""What is kept of introductions, and how many there may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.schema import Instant, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

searches = Table(
    "searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("how", String(10), nullable=False, info=personal("Whom you looked for")),
    Column("topic", String(100), nullable=False, info=personal("Who knows about")),
    Column("purpose", Text, nullable=False, info=personal("What for, in your words")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("asked", Integer, nullable=False, info=personal("How many you asked")),
    Column("due_at", Instant, info=personal("Answer by")),
    Column("opened_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Whom you looked for", kept=TWO_YEARS, since="opened_at"),
)

# Whoever was only suggested is never told: unmarked, so no copy of theirs shows the row.
candidates = Table(
    "candidates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False),
    Column("candidate_id", Integer, ForeignKey("members.id"), nullable=False, index=True),
    Column("shown_at", Instant, nullable=False),
    UniqueConstraint("search_id", "candidate_id"),
    info=holds("Whom you were suggested to", kept=TWO_YEARS, since="shown_at"),
)

introductions = Table(
    "introductions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False, index=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("asker_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You asked")),
    Column("candidate_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("answer", String(5), info=personal("Your answer", of="candidate_id")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    Column("due_at", Instant, nullable=False, info=personal("Answer by")),
    Column("asker_met", String(5), info=personal("Whether you met, you said", of="asker_id")),
    Column("candidate_met", String(5), info=personal("Whether you met, you say", of="candidate_id")),
    info=holds("Introductions", kept=TWO_YEARS, since="asked_at"),
)

# Whom somebody would introduce is not told until they are asked (and between two who must not meet nobody is): unmarked, as above.
twos = Table(
    "twos",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("introducer_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("one_id", Integer, ForeignKey("members.id"), nullable=False, index=True),
    Column("other_id", Integer, ForeignKey("members.id"), nullable=False, index=True),
    Column("purpose", Text, nullable=False, info=personal("What for, in your words", of="introducer_id")),
    Column("joins", Boolean, nullable=False, info=personal("Whether you would join them", of="introducer_id")),
    Column("state", String(10), nullable=False, info=personal("How it stands", of="introducer_id")),
    Column("asked_at", Instant, nullable=False, info=personal("When", of="introducer_id")),
    Column("due_at", Instant, nullable=False, info=personal("Answer by", of="introducer_id")),
    info=holds("Others you introduced", kept=TWO_YEARS, since="asked_at"),
    sqlite_autoincrement=True,
)

two_asks = Table(
    "two_asks",
    metadata,
    Column("two_id", Integer, ForeignKey("twos.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("You were asked")),
    Column("answer", String(5), info=personal("Your answer")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    info=holds("Introductions somebody else thought of", kept=TWO_YEARS, since="asked_at"),
)

CHOOSING, ASKING, TOGETHER_NOW, OVER = "choosing", "asking", "together", "over"
YES, NO = "yes", "no"
ANSWER_WITHIN: Final = timedelta(days=7)
MEET_WITHIN: Final = timedelta(days=7)
AGAIN_AFTER: Final = timedelta(days=30)
MOST_OPEN, MOST_A_WEEK, MOST_ASKED = 3, 5, 3
GONE: Final = "That isn't there any more. /introduce me looks for somebody new."
NOT_JUST_NOW: Final = "They aren't available just now."
