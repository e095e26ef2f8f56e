"""Half-answers and what has come in already: what makes a form outlive a restart, and an event that arrives twice take effect once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, delete, insert, select, update

from bot.schema import Instant, Json, holds, insert_or_ignore, metadata, personal

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Forms you have begun")),
    Column("group_id", Integer, ForeignKey("groups.id")),
    Column("route", String(70), nullable=False, info=personal("Which form")),
    Column("payload", String(60), nullable=False),
    Column("form", String(60), nullable=False),
    Column("answers", Json, nullable=False, info=personal("What you had typed")),
    Column("made_at", Instant, nullable=False, info=personal("Begun at")),
    info=holds("Forms you have begun", kept=timedelta(hours=24), since="made_at"),
)
Index("ix_drafts_made_at", drafts.c.made_at)

inbound = Table(
    "inbound",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("at", Instant, nullable=False),
)
Index("ix_inbound_at", inbound.c.at)

KEPT: Final = timedelta(hours=24)
"""How long a half-answer, and the id of an event that came in, are remembered."""


DONE: Final = "done"
"""In the place of the form's name, once a half-answer has had its effect."""
WIPED: Final = "wiped"
"""The same, where what was typed is not to be kept any longer than that."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored half-answer: whose, of which handler (`route`, with its button's `payload`), which form was open, and what was typed."""

    id: str
    member: int
    group: int | None
    route: str
    payload: str
    form: str
    values: Mapping[str, str]

    @property
    def done(self) -> bool:
        """Whether it has had its effect: changing it begins a new one."""
        return self.form in {DONE, WIPED}

    @property
    def wiped(self) -> bool:
        """Whether its words are gone with its effect: nobody can say what was changed since."""
        return self.form == WIPED


class Again(Exception):  # not an error: the platform delivered an event once more
    """This event has had its effect already."""


def first_time(conn: Connection, now: datetime, event: str) -> None:
    """Record that an event takes effect in this transaction. Raises Again when it has before."""
    if not insert_or_ignore(conn, inbound, id=event, at=now):
        raise Again(event)


def begin(conn: Connection, now: datetime, draft: Draft) -> None:
    """Store a new half-answer."""
    values = {"id": draft.id, "member_id": draft.member, "group_id": draft.group, "route": draft.route, "payload": draft.payload}
    conn.execute(insert(drafts).values(**values, form=draft.form, answers=dict(draft.values), made_at=now))


def fill(conn: Connection, draft_id: str, values: Mapping[str, str], *, form: str | None = None) -> None:
    """Keep what was typed, beside what was typed before; `form` is the one now open."""
    held = conn.execute(select(drafts.c.answers).where(drafts.c.id == draft_id)).scalar_one()
    merged: dict[str, str] = {**cast("dict[str, str]", held), **values}
    change = update(drafts).where(drafts.c.id == draft_id).values(answers=merged)
    conn.execute(change.values(form=form) if form is not None else change)


def done(conn: Connection, draft_id: str) -> None:
    """Record that a half-answer has its effect in this transaction."""
    conn.execute(update(drafts).where(drafts.c.id == draft_id).values(form=DONE))


def wipe(conn: Connection, draft_id: str) -> None:
    """A half-answer has its effect in this transaction, and its words are kept no longer."""
    conn.execute(update(drafts).where(drafts.c.id == draft_id).values(form=WIPED, answers={}))


def take(conn: Connection, draft_id: str) -> bool:
    """Have a half-answer's effect be now. False when it has had it before, or is gone."""
    return conn.execute(update(drafts).where(drafts.c.id == draft_id, drafts.c.form.not_in((DONE, WIPED))).values(form=DONE)).rowcount == 1


def choose_group(conn: Connection, draft_id: str, group: int) -> None:
    """Say which group a half-answer is for."""
    conn.execute(update(drafts).where(drafts.c.id == draft_id).values(group_id=group))


def get(conn: Connection, now: datetime, draft_id: str) -> Draft | None:
    """A half-answer, unless it is gone or older than a day."""
    row = conn.execute(select(drafts).where(drafts.c.id == draft_id, drafts.c.made_at > now - KEPT)).first()
    if row is None:
        return None
    return Draft(row.id, row.member_id, row.group_id, row.route, row.payload, row.form, cast("dict[str, str]", row.answers))


def tidy(conn: Connection, now: datetime) -> None:
    """Forget what is older than a day."""
    conn.execute(delete(drafts).where(drafts.c.made_at <= now - KEPT))
    conn.execute(delete(inbound).where(inbound.c.at <= now - KEPT))
