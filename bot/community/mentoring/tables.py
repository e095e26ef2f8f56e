"""What is kept of mentoring: who offers it, who would like it, who asked whom, who is together, how it goes.

Whom somebody must be kept apart from is not kept here: their line manager and employer stand in `profiles`, their blocks in `safety`, and
`people.barred` reads both.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.community import profiles
from bot.schema import Instant, Json, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

FLASH, THREE, SIX = "flash", "three", "six"
MODES: Final = {FLASH: "one question", THREE: "three meetings", SIX: "six months"}
LENGTHS: Final = {FLASH: timedelta(days=14), THREE: timedelta(days=91), SIX: timedelta(days=182)}
"""How long each lasts, unless both agree to go on."""
WAYS: Final = profiles.FORMATS

offers = Table(
    "mentor_offers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("topics", Json, nullable=False, info=personal("What you can help with")),
    Column("capacity", Integer, nullable=False, info=personal("How many people at a time")),
    Column("modes", Json, nullable=False, info=personal("For how long")),
    Column("ways", Json, nullable=False, info=personal("How you meet")),
    Column("wont", Text, nullable=False, info=personal("What you won't do")),
    Column("until", Instant, info=personal("Until")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("confirmed_at", Instant, nullable=False, info=personal("You last said that it holds")),
    Column("since", Instant, nullable=False, info=personal("Since")),
    UniqueConstraint("group_id", "member_id"),
    info=holds("What you offer as a mentor"),
)
OPEN, RESTING, STOPPED = "open", "resting", "stopped"
"""An offer: open; resting until its owner says that it holds; taken back."""

wishes = Table(
    "mentor_wishes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("topics", Json, nullable=False, info=personal("What you would like help with")),
    Column("purpose", Text, nullable=False, info=personal("What for, in your words")),
    Column("mode", String(10), nullable=False, info=personal("For how long")),
    Column("ways", Json, nullable=False, info=personal("How you would meet")),
    Column("kind", String(100), nullable=False, info=personal("Somebody from which kind of place")),
    Column("own_employer", Boolean, nullable=False, info=personal("Whether from your own employer too")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("asked", Integer, nullable=False, info=personal("How many you asked")),
    Column("waited", Integer, nullable=False, info=personal("Rounds you were not matched in")),
    Column("due_at", Instant, info=personal("You hear by")),
    Column("opened_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Mentors you looked for", kept=TWO_YEARS, since="opened_at"),
)
CHOOSING, ASKING, ROUND, MATCHED, OVER = "choosing", "asking", "round", "matched", "over"
"""A wish: its owner chooses whom to ask; waits for an answer; waits for the round; has a mentor; nothing came of it."""

# Whoever was only suggested is never told: unmarked, so no copy of theirs shows the row.
candidates = Table(
    "mentor_candidates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wish_id", Integer, ForeignKey("mentor_wishes.id"), nullable=False),
    Column("mentor_id", Integer, ForeignKey("members.id"), nullable=False, index=True),
    Column("shown_at", Instant, nullable=False),
    UniqueConstraint("wish_id", "mentor_id"),
    info=holds("Whom you were suggested to as a mentor", kept=TWO_YEARS, since="shown_at"),
)

requests = Table(
    "mentor_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wish_id", Integer, ForeignKey("mentor_wishes.id"), nullable=False, index=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("mentee_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You asked")),
    Column("mentor_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("answer", String(5), info=personal("Your answer", of="mentor_id")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    Column("due_at", Instant, nullable=False, info=personal("Answer by")),
    info=holds("Mentors asked", kept=TWO_YEARS, since="asked_at"),
)
YES, NO = "yes", "no"

matches = Table(
    "mentor_matches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("mentee_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were mentored")),
    Column("mentor_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were the mentor")),
    Column("wish_id", Integer, ForeignKey("mentor_wishes.id")),
    Column("circle_id", Integer, ForeignKey("circles.id")),
    Column("round", Integer),
    Column("mode", String(10), nullable=False, info=personal("For how long")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("why", String(10), nullable=False, info=personal("How it ended")),
    Column("began_at", Instant, nullable=False, info=personal("Since")),
    Column("ends_at", Instant, nullable=False, info=personal("Until")),
    Column("met_at", Instant, info=personal("You first met")),
    Column("friend", Boolean, nullable=False, info=personal("Whether a friend comes to the first meeting")),
    Column("quiet_at", Instant),
    Column("mentee_on", String(5), info=personal("Whether you would go on", of="mentee_id")),
    Column("mentor_on", String(5), info=personal("Whether you would go on, as a mentor", of="mentor_id")),
    info=holds("Your mentoring", kept=TWO_YEARS, since="ends_at"),
)
ON, ENDED = "on", "ended"
"""A match: going on; ended, at `ends_at`, for a reason of `WHYS`."""
WHYS: Final = ("planned", "asked", "silent", "apart", "left", "no place", "answered")

check_ins = Table(
    "mentor_check_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("match_id", Integer, ForeignKey("mentor_matches.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("number", Integer, nullable=False, info=personal("Which one")),
    Column("asked_at", Instant, nullable=False, info=personal("Asked")),
    Column("answer", String(5), info=personal("Your answer")),
    UniqueConstraint("match_id", "member_id", "number"),
    info=holds("How your mentoring was going", kept=TWO_YEARS, since="asked_at"),
)
WELL, SLOW, STUCK, END = "well", "slow", "stuck", "end"

helps = Table(
    "mentor_helps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("match_id", Integer, ForeignKey("mentor_matches.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    Column("due_at", Instant, nullable=False, info=personal("Somebody writes by")),
    Column("taken_by_id", Integer, ForeignKey("members.id")),
    info=holds("Help you asked an organiser for", kept=TWO_YEARS, since="asked_at"),
)

feedback = Table(
    "mentor_feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("match_id", Integer, ForeignKey("mentor_matches.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("helped", String(10), nullable=False, info=personal("Did it help?")),
    Column("fitted", String(10), nullable=False, info=personal("Was it a good match?")),
    Column("again", String(10), nullable=False, info=personal("Would you do it again?")),
    Column("given_at", Instant, nullable=False, info=personal("When")),
    UniqueConstraint("match_id", "member_id"),
    info=holds("What you said of your mentoring afterwards", kept=TWO_YEARS, since="given_at"),
)
