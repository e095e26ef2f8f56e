"""What is kept of coffee rounds: who is in, each round, its tables, and who sat where."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from bot.schema import Instant, holds, metadata, personal

coffee_people = Table(
    "coffee_people",
    metadata,
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, info=personal("Yours")),
    Column("group_id", Integer, ForeignKey("groups.id"), primary_key=True, index=True),
    Column("often", String(11), nullable=False, info=personal("How often")),
    Column("threes", Boolean, nullable=False, info=personal("Whether a three is fine too")),
    Column("first", Boolean, nullable=False, info=personal("Whether you come first next time")),
    Column("unanswered", Integer, nullable=False, info=personal("Rounds in a row you said nothing of")),
    Column("resting_since", Instant, info=personal("Resting since")),
    Column("joined_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Coffee rounds you joined"),
)

coffee_rounds = Table(
    "coffee_rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("fewest", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("bound", Integer, nullable=False),
    UniqueConstraint("group_id", "day"),
)

coffee_tables = Table(
    "coffee_tables",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("coffee_rounds.id"), nullable=False, index=True),
    Column("circle_id", Integer, ForeignKey("circles.id")),
    Column("state", String(8), nullable=False),
)

# One seat in a round for a person, however many accounts they have: the key says so.
coffee_seats = Table(
    "coffee_seats",
    metadata,
    Column("round_id", Integer, ForeignKey("coffee_rounds.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("table_id", Integer, ForeignKey("coffee_tables.id"), index=True),
    Column("at", Instant, nullable=False, info=personal("When")),
    Column("why", String(8), info=personal("Why you were with nobody")),
    Column("met", String(3), info=personal("Whether you met, you said")),
    info=holds("Your seats in coffee rounds"),
)

# A round.
DRAWN: Final = "drawn"
SENT: Final = "sent"
DROPPED: Final = "dropped"
# A table: drawn, on its way, told, or come to nothing.
TOLD: Final = "told"
OVER: Final = "over"
