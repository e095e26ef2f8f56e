"""What is kept of questions to the group, and a question as it is read from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, String, Table, Text, func, select, text

from bot.chat.typed import read_id
from bot.schema import Instant, holds, metadata, personal

A_YEAR: Final = timedelta(days=365)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("asker_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("topic", String(75), nullable=False, info=personal("About")),
    Column("words", Text, nullable=False, info=personal("What you asked")),
    Column("state", String(8), nullable=False, info=personal("How it stands")),
    Column("draft_id", String(32), unique=True),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    info=holds("Your questions to the group", kept=A_YEAR, since="asked_at"),
)

helpers = Table(
    "question_helpers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question_id", Integer, ForeignKey("questions.id"), nullable=False, index=True),
    Column("helper_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("declined", Boolean, nullable=False, server_default=text("false"), info=personal("Whether you said not this time")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    info=holds("Questions you were asked", kept=A_YEAR, since="asked_at"),
)

answers = Table(
    "question_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question_id", Integer, ForeignKey("questions.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("words", Text, nullable=False, info=personal("What you answered")),
    Column("given_at", Instant, nullable=False, info=personal("When")),
    info=holds("Your answers to questions", kept=timedelta(days=90), since="given_at"),
)

OPEN, ANSWERED, DOWN, CLOSED = "open", "answered", "down", "closed"
"""How a question stands: open, answered says its asker, taken down, or a month old."""
PLACE: Final = "questions"
"""What a place is for where questions go; without one they go to the announcements."""
ANSWER_WITHIN: Final = timedelta(hours=72)
GONE: Final = "That question isn't open any more. /ask asks a new one."


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked the group."""

    id: int
    group: int
    asker: int
    topic: str
    words: str
    state: str
    asked_at: datetime

    @property
    def due_at(self) -> datetime:
        """When it comes back to a person, unless somebody has answered."""
        return self.asked_at + ANSWER_WITHIN

    @property
    def subject(self) -> str:
        """What its deliveries are about."""
        return f"question:{self.id}"


_Q: Final = questions.c
QUESTIONS: Final = select(_Q.id, _Q.group_id, _Q.asker_id, _Q.topic, _Q.words, _Q.state, _Q.asked_at)


def get(conn: Connection, id_: int | None) -> Question | None:
    """One question."""
    row = conn.execute(QUESTIONS.where(_Q.id == id_)).first()
    return Question(*row) if row else None


def answered_by(conn: Connection, question_id: int) -> int:
    """How many answers were carried."""
    return conn.execute(select(func.count()).select_from(answers).where(answers.c.question_id == question_id)).scalar_one()


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose question it is."""
    return conn.execute(select(_Q.group_id).where(_Q.id == read_id(payload))).scalar()
