"""What is to be said, where, when and until when: rows written in the transaction of the change they tell of.

A row is one of three modes:

* `say`: once. Its id is derived from what it is for, so planning it twice plans it once.
* `keep`: one card in one place, kept true. Touching it asks for an edit; edits coalesce.
* `do`: a rule to run at a time (an offer that lapses, a reminder whose readers are only known then).

The states: waiting -> sending -> sent | dropped | parked; a row whose reply was lost is `unknown`, and is looked for before anything
is sent again. Rows of one `line` leave in order, one after the other. Only `bot.delivery` moves rows through them, by `bot.outbox.rows`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, Text, and_, case, literal, or_, select, update

from bot.schema import Instant, insert_or_ignore, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(25), primary_key=True),
    Column("mode", String(4), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("ref", String(60), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("line", String(30), nullable=False),
    Column("group_id", ForeignKey("groups.id"), nullable=False),
    Column("place_id", ForeignKey("places.id")),
    Column("member_id", ForeignKey("members.id")),
    Column("under", ForeignKey("outbox.id")),
    Column("urgency", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("useful_until", Instant),
    Column("state", String(8), nullable=False),
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
)
# Two partial indexes: the loop's questions cost what is due, whatever is stored.
_OPEN = outbox.c.state.in_(("waiting", "unknown"))
Index("ix_outbox_ready", outbox.c.ready_at, sqlite_where=_OPEN, postgresql_where=_OPEN)
_HELD = outbox.c.state == "sending"
Index("ix_outbox_sending", outbox.c.lease_until, sqlite_where=_HELD, postgresql_where=_HELD)
Index("ix_outbox_subject", outbox.c.subject, outbox.c.due_at)
Index("ix_outbox_parked", outbox.c.group_id, sqlite_where=outbox.c.state == "parked", postgresql_where=outbox.c.state == "parked")

EDIT_EVERY: Final = timedelta(seconds=3)
"""At most one edit of a kept card in a place in this time, however many people press."""

Hook = Callable[[Connection, datetime, str], None]
"""A rule run by the loop: `(connection, now, ref)`, in the transaction that records what happened."""


@dataclass(frozen=True)
class Kind:
    """A kind of row; a constant beside the rule that writes it. Its name is `subject.what`.

    `urgency`: 0 answers somebody who waits, 1 is timed, 2 can wait. `run` is for `do` rows. `delivered` runs when it has arrived,
    `failed` when it never can; without `failed`, organisers are told.
    """

    name: str
    urgency: int = 1
    run: Hook | None = None
    delivered: Hook | None = None
    failed: Hook | None = None

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.name, self) is not self:
            raise ValueError(f"two kinds are called {self.name}")


KINDS: Final[dict[str, Kind]] = {}
"""Every kind there is, by name: start-up checks that each that is said has exactly one renderer."""


@dataclass(frozen=True, slots=True)
class To:
    """Where a row goes: one of a place of ours, a member, or the thread under another row's message."""

    place: int | None = None
    member: int | None = None
    under: str | None = None

    def __str__(self) -> str:
        return f"p{self.place}" if self.place is not None else f"m{self.member}" if self.member is not None else f"u{self.under}"


def delivery_id(*purpose: object) -> str:
    """24 characters that stand for what a delivery is for (120 bits of SHA-256): the same purpose, the same id."""
    digest = hashlib.sha256("|".join(map(str, purpose)).encode()).digest()
    return base64.b32encode(digest[:15]).decode().lower()


def say(
    conn: Connection,
    kind: Kind,
    ref: object,
    to: To,
    *,
    group: int,
    subject: str,
    due: datetime,
    until: datetime | None = None,
    once: object = "",
) -> str:
    """Say this once. `once` tells apart what may be said again (a date moved, a second offer). Returns the delivery id."""
    id_ = delivery_id(kind.name, ref, to, once)
    _plan(conn, id_, "say", kind, ref, to, group=group, subject=subject, due=due, until=until)
    return id_


def keep(conn: Connection, kind: Kind, ref: object, to: To, *, group: int, subject: str, due: datetime) -> str:
    """Post this card and keep it true from then on. Returns the delivery id."""
    id_ = delivery_id(kind.name, ref, to, "keep")
    _plan(conn, id_, "keep", kind, ref, to, group=group, subject=subject, due=due, until=None)
    return id_


def later(conn: Connection, kind: Kind, ref: object, *, group: int, subject: str, due: datetime, once: object = "") -> str:
    """Run the kind's rule at `due`. Returns the row's id."""
    id_ = delivery_id(kind.name, ref, "do", once)
    _plan(conn, id_, "do", kind, ref, To(), group=group, subject=subject, due=due, until=None)
    return id_


def _plan(
    conn: Connection,
    id_: str,
    mode: str,
    kind: Kind,
    ref: object,
    to: To,
    *,
    group: int,
    subject: str,
    due: datetime,
    until: datetime | None,
) -> None:
    insert_or_ignore(
        conn,
        outbox,
        id=id_,
        mode=mode,
        kind=kind.name,
        ref=str(ref),
        subject=subject,
        line=id_ if mode == "do" else str(to),
        group_id=group,
        place_id=to.place,
        member_id=to.member,
        under=to.under,
        urgency=kind.urgency,
        due_at=due,
        ready_at=due,
        useful_until=until,
        state="waiting",
    )


_TOUCHED = outbox.c.mode == "keep"


def touch(conn: Connection, now: datetime, subject: str) -> None:
    """The kept cards of this subject are no longer true: have them edited, soon and once."""
    soonest = case((outbox.c.tried_at > now - EDIT_EVERY, literal(now + EDIT_EVERY, Instant)), else_=literal(now, Instant))
    was_sent = outbox.c.state == "sent"
    conn.execute(
        update(outbox)
        .where(_TOUCHED, outbox.c.subject == subject, outbox.c.state.in_(("sent", "waiting", "sending", "unknown")))
        .values(
            wanted=outbox.c.wanted + 1,
            state=case((was_sent, "waiting"), else_=outbox.c.state),
            ready_at=case((was_sent, soonest), else_=outbox.c.ready_at),
        ),
    )


def cancel(conn: Connection, subject: str, why: str, *, kinds: tuple[Kind, ...] = ()) -> None:
    """Drop what waits about this subject and has never been seen by anybody; kept cards already posted stay."""
    unseen = and_(outbox.c.subject == subject, outbox.c.state == "waiting", or_(outbox.c.mode != "keep", outbox.c.message.is_(None)))
    chosen = outbox.c.kind.in_([kind.name for kind in kinds]) if kinds else literal(value=True)
    conn.execute(update(outbox).where(unseen, chosen).values(state="dropped", why=why))


def kept(conn: Connection, kind: Kind, subject: str) -> list[str]:
    """The ids of a subject's kept cards of this kind, place by place."""
    wanted = select(outbox.c.id).where(outbox.c.subject == subject, outbox.c.kind == kind.name, _TOUCHED)
    return list(conn.execute(wanted.order_by(outbox.c.place_id)).scalars())
