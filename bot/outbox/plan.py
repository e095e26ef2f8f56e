"""Planning what is to be said or done, in the transaction of the change it tells of."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy import Connection, update

from bot.outbox.kinds import Kind, To
from bot.outbox.table import outbox
from bot.schema import insert_or_ignore


class About(TypedDict):
    """What every row says of itself.

    `subject`: what it is about; a delay holds up only what is about the same. `due`: when. `until`: from then on it is of no use.
    `once` tells apart what may be said again (a date moved, a second offer).
    """

    group: int
    subject: str
    due: datetime
    until: NotRequired[datetime | None]
    once: NotRequired[object]


def delivery_id(*purpose: object) -> str:
    """24 characters that stand for what a delivery is for (120 bits of SHA-256): the same purpose, the same id."""
    digest = hashlib.sha256("|".join(map(str, purpose)).encode()).digest()
    return base64.b32encode(digest[:15]).decode().lower()


def say(conn: Connection, kind: Kind, ref: object, to: To, **about: Unpack[About]) -> str:
    """Say this once. Returns the delivery id."""
    id_ = delivery_id(kind.name, ref, to, about.get("once", ""))
    _plan(conn, id_, "say", kind, str(ref), to, about)
    return id_


def skip(conn: Connection, kind: Kind, ref: object, to: To, why: str, **about: Unpack[About]) -> None:
    """This is not to be said any more, by whoever plans it later: it has been said in another way."""
    id_ = delivery_id(kind.name, ref, to, about.get("once", ""))
    _plan(conn, id_, "say", kind, str(ref), to, about)
    conn.execute(update(outbox).where(outbox.c.id == id_, outbox.c.state == "waiting").values(state="dropped", why=why))


def keep(conn: Connection, kind: Kind, ref: object, to: To, *, group: int, subject: str, due: datetime) -> str:
    """Post this card and keep it true from then on. Returns the delivery id."""
    id_ = delivery_id(kind.name, ref, to, "keep")
    _plan(conn, id_, "keep", kind, str(ref), to, About(group=group, subject=subject, due=due))
    return id_


def show(conn: Connection, kind: Kind, ref: object, under: str, *, group: int, subject: str, due: datetime) -> str:
    """Put it on the list of events where the card of row `under` stands, and keep it true. What was taken off is put there anew.

    It has a line of its own: the thread under the card never waits for it. Returns the delivery id.
    """
    to = To(under=under)
    id_ = delivery_id(kind.name, ref, to, "show")
    _plan(conn, id_, "show", kind, str(ref), to, About(group=group, subject=subject, due=due))
    anew = {"state": "waiting", "ready_at": due, "due_at": due, "wanted": outbox.c.wanted + 1, "attempts": 0, "tried_at": None, "why": None}
    conn.execute(update(outbox).where(outbox.c.id == id_, outbox.c.state == "dropped").values(anew))
    return id_


def later(conn: Connection, kind: Kind, ref: object, *, group: int, subject: str, due: datetime, once: object = "") -> str:
    """Run the kind's rule at `due`. Returns the row's id."""
    id_ = delivery_id(kind.name, ref, "do", once)
    _plan(conn, id_, "do", kind, str(ref), To(), About(group=group, subject=subject, due=due))
    return id_


def _plan(conn: Connection, id_: str, mode: str, kind: Kind, ref: str, to: To, about: About) -> None:
    insert_or_ignore(
        conn,
        outbox,
        id=id_,
        mode=mode,
        kind=kind.name,
        ref=ref,
        subject=about["subject"],
        line=id_ if mode in {"do", "show"} else str(to),
        group_id=about["group"],
        place_id=to.place,
        member_id=to.member,
        under=to.under,
        circle_id=to.circle,
        urgency=kind.urgency,
        due_at=about["due"],
        ready_at=about["due"],
        useful_until=about.get("until"),
        state="waiting",
    )
