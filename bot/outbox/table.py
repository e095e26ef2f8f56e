"""The outbox's one table.

Its states: waiting -> sending -> sent | dropped | parked. A row whose first posting may or may not have left is `unknown`, and is looked
for before anything is sent again. `tried_at` is when it was last tried; of an unknown row, the earliest moment at which something may have
left that nobody has ruled out since, and null if nothing can have.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Column, ColumnElement, ForeignKey, FromClause, Index, Integer, String, Table, Text, and_, literal_column

from bot.schema import Instant, holds, metadata, personal

EDIT_EVERY: Final = timedelta(seconds=3)
"""At most one edit of a kept card in a place in this time, however many people press."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(25), primary_key=True),
    Column("mode", String(4), nullable=False),
    Column("kind", String(40), nullable=False, info=personal("About", of="member_id")),
    Column("ref", String(60), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("line", String(30), nullable=False),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("place_id", Integer, ForeignKey("places.id")),
    Column("member_id", Integer, ForeignKey("members.id"), info=personal("To you")),
    Column("under", String(25), ForeignKey("outbox.id")),
    Column("circle_id", Integer, ForeignKey("circles.id")),
    Column("urgency", Integer, nullable=False),
    Column("due_at", Instant, nullable=False, info=personal("When", of="member_id")),
    Column("useful_until", Instant),
    Column("state", String(8), nullable=False, info=personal("What became of it", of="member_id")),
    Column("ready_at", Instant, nullable=False),
    Column("wanted", Integer, nullable=False, server_default="1"),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("tried_at", Instant),
    Column("lease", String(32)),
    Column("lease_until", Instant),
    Column("message", Text),
    Column("sent_at", Instant),
    Column("why", Text),
    info=holds("Messages to you alone", kept=timedelta(days=90), since="due_at"),
)


def is_open(row: FromClause) -> ColumnElement[bool]:
    """Still to be done, of the table or an alias of it.

    Said in literals, not parameters: SQLite uses a partial index only where the query says the very words of its condition.
    """
    return row.c.state.in_([literal_column("'waiting'"), literal_column("'unknown'")])


def is_first(row: FromClause) -> ColumnElement[bool]:
    """Still to be posted for the first time."""
    return and_(is_open(row), row.c.message.is_(None))


def is_sending(row: FromClause) -> ColumnElement[bool]:
    """In somebody's hands, who may be dead."""
    return row.c.state == literal_column("'sending'")


def is_unknown(row: FromClause) -> ColumnElement[bool]:
    """May have been posted, or not."""
    return and_(row.c.state == literal_column("'unknown'"), row.c.message.is_(None))


def is_parked(row: FromClause) -> ColumnElement[bool]:
    """Waits for a person."""
    return row.c.state == literal_column("'parked'")


# Partial, so that the loop's questions cost what is due, whatever is stored.
Index("ix_outbox_ready", outbox.c.ready_at, sqlite_where=is_open(outbox), postgresql_where=is_open(outbox))
Index(
    "ix_outbox_ahead",
    *(outbox.c.line, outbox.c.subject, outbox.c.due_at),
    sqlite_where=is_first(outbox),
    postgresql_where=is_first(outbox),
)
Index("ix_outbox_sending", outbox.c.line, sqlite_where=is_sending(outbox), postgresql_where=is_sending(outbox))
Index("ix_outbox_unknown", outbox.c.line, sqlite_where=is_unknown(outbox), postgresql_where=is_unknown(outbox))
Index("ix_outbox_parked", outbox.c.group_id, sqlite_where=is_parked(outbox), postgresql_where=is_parked(outbox))
Index(
    "ix_outbox_direct",
    outbox.c.sent_at,
    sqlite_where=outbox.c.member_id.is_not(None),
    postgresql_where=outbox.c.member_id.is_not(None),
)
Index(
    "ix_outbox_shown",
    outbox.c.message,
    sqlite_where=outbox.c.mode == literal_column("'show'"),
    postgresql_where=outbox.c.mode == literal_column("'show'"),
)
Index("ix_outbox_subject", outbox.c.subject, outbox.c.due_at)
# What hangs on a row, or on a place for a few, is found when that is deleted: SQLite looks for it once for each row that goes.
Index("ix_outbox_under", outbox.c.under, sqlite_where=outbox.c.under.is_not(None), postgresql_where=outbox.c.under.is_not(None))
Index(
    "ix_outbox_circle",
    outbox.c.circle_id,
    sqlite_where=outbox.c.circle_id.is_not(None),
    postgresql_where=outbox.c.circle_id.is_not(None),
)
