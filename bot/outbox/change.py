"""When what was planned changes: cards to be read anew, things no longer to be said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, case, literal, or_, select, true, update

from bot.outbox.kinds import Kind
from bot.outbox.table import EDIT_EVERY, outbox
from bot.schema import Instant

_KEPT = outbox.c.mode == "keep"


def touch(conn: Connection, now: datetime, subject: str) -> None:
    """The kept cards of this subject are no longer true: have them edited, soon and once."""
    soonest = case((outbox.c.tried_at > now - EDIT_EVERY, literal(now + EDIT_EVERY, Instant)), else_=literal(now, Instant))
    was_sent = outbox.c.state == "sent"
    conn.execute(
        update(outbox)
        .where(_KEPT, outbox.c.subject == subject, outbox.c.state.in_(("sent", "waiting", "sending", "unknown")))
        .values(
            wanted=outbox.c.wanted + 1,
            state=case((was_sent, "waiting"), else_=outbox.c.state),
            ready_at=case((was_sent, soonest), else_=outbox.c.ready_at),
        ),
    )


def cancel(conn: Connection, subject: str, why: str, *, kinds: tuple[Kind, ...] = ()) -> None:
    """Drop what waits about this subject and has never been seen by anybody; kept cards already posted stay.

    What is being sent at this moment, or may have been, is not recalled: it asks its renderer, which says that it no longer applies.
    """
    unseen = and_(outbox.c.subject == subject, outbox.c.state == "waiting", or_(outbox.c.mode != "keep", outbox.c.message.is_(None)))
    chosen = outbox.c.kind.in_([kind.name for kind in kinds]) if kinds else true()
    conn.execute(update(outbox).where(unseen, chosen).values(state="dropped", why=why))


def kept(conn: Connection, kind: Kind, subject: str) -> list[str]:
    """The ids of a subject's kept cards of this kind, place by place."""
    wanted = select(outbox.c.id).where(outbox.c.subject == subject, outbox.c.kind == kind.name, _KEPT)
    return list(conn.execute(wanted.order_by(outbox.c.place_id)).scalars())
