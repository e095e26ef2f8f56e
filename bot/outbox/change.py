"""When what was planned changes: cards to be read anew, things no longer to be said."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, case, delete, or_, select, true, update

from bot.outbox.kinds import Kind
from bot.outbox.table import EDIT_EVERY, outbox
from bot.schema import Instant

_KEPT: Final = outbox.c.mode == "keep"
_STANDING: Final = or_(outbox.c.mode == "keep", outbox.c.mode == "show")
_SENT: Final = outbox.c.state == "sent"
_EDITED_LATELY: Final = outbox.c.tried_at > bindparam("lately", type_=Instant)
_SOONEST: Final = case((_EDITED_LATELY, bindparam("soon", type_=Instant)), else_=bindparam("at_once", type_=Instant))
_TOUCH: Final = (
    update(outbox)
    .where(
        _STANDING,
        outbox.c.subject == bindparam("about"),
        or_(*[outbox.c.state == state for state in ("sent", "waiting", "sending", "unknown")]),
    )
    .values(
        wanted=outbox.c.wanted + 1,
        state=case((_SENT, "waiting"), else_=outbox.c.state),
        ready_at=case((_SENT, _SOONEST), else_=outbox.c.ready_at),
    )
)
"""Made once: every answer to a meetup sends it, and building it took longer than all of the rest."""


def touch(conn: Connection, now: datetime, subject: str) -> None:
    """The kept cards (and entries shown) of this subject are no longer true: have them edited, soon and once."""
    conn.execute(_TOUCH, {"about": subject, "lately": now - EDIT_EVERY, "soon": now + EDIT_EVERY, "at_once": now})


def cancel(conn: Connection, subject: str, why: str, *, kinds: tuple[Kind, ...] = ()) -> None:
    """Drop what waits about this subject and has never been seen by anybody; kept cards already posted stay.

    What is being sent at this moment, or may have been, is not recalled: it asks its renderer, which says that it no longer applies.
    """
    unseen = and_(outbox.c.subject == subject, outbox.c.state == "waiting", or_(~_STANDING, outbox.c.message.is_(None)))
    chosen = outbox.c.kind.in_([kind.name for kind in kinds]) if kinds else true()
    conn.execute(update(outbox).where(unseen, chosen).values(state="dropped", why=why))


def forget(conn: Connection, kinds: tuple[Kind, ...], refs: str) -> None:
    """Delete the rows of these kinds whose reference begins so: what they are about is about to go.

    A courier that has one in hand finds it gone, and has nothing to write down.
    """
    about = and_(outbox.c.kind.in_([kind.name for kind in kinds]), outbox.c.ref.startswith(refs, autoescape=True))
    conn.execute(delete(outbox).where(about))


def kept(conn: Connection, kind: Kind, subject: str) -> list[str]:
    """The ids of a subject's kept cards of this kind, place by place."""
    wanted = select(outbox.c.id).where(outbox.c.subject == subject, outbox.c.kind == kind.name, _KEPT)
    return list(conn.execute(wanted.order_by(outbox.c.place_id)).scalars())
