"""CPD lines: what somebody took from a day, in their own words, ready to be copied into a log of professional development."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, delete, insert, select

from bot.community.act import Act
from bot.schema import Instant, holds, metadata, personal

cpd_lines = Table(
    "cpd_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("about", String(60), nullable=False),
    Column("words", Text, nullable=False, info=personal("What you wrote")),
    Column("on_day", Instant, nullable=False, info=personal("Of")),
    info=holds("Your CPD lines"),
)
LATEST: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody took from something (`"visit:3"`, `"meetup:12"`), and when that was."""

    about: str
    words: str
    on_day: datetime


def keep(act: Act, about: str, on_day: datetime, words: str) -> None:
    """Keep my line about something (`"visit:3"`), in place of an earlier one about the same."""
    mine = cpd_lines.c
    act.conn.execute(delete(cpd_lines).where(mine.member_id == act.member, mine.about == about))
    row = {"group_id": act.group, "member_id": act.member, "about": about, "words": words, "on_day": on_day}
    act.conn.execute(insert(cpd_lines).values(row))


def about(conn: Connection, member_id: int, what: str) -> str:
    """Somebody's line about something, or ""."""
    return conn.execute(select(cpd_lines.c.words).filter_by(member_id=member_id, about=what)).scalar() or ""


def lines(conn: Connection, member_id: int, *, skip: int = 0, most: int = LATEST) -> list[Line]:
    """Somebody's lines, newest first."""
    mine = select(cpd_lines.c.about, cpd_lines.c.words, cpd_lines.c.on_day).where(cpd_lines.c.member_id == member_id)
    rows = conn.execute(mine.order_by(cpd_lines.c.on_day.desc(), cpd_lines.c.id.desc()).offset(skip).limit(most))
    return [Line(*row) for row in rows]


def of_member(conn: Connection, member_id: int) -> list[str]:
    """The words of somebody's latest lines, newest first."""
    return [each.words for each in lines(conn, member_id)]
