"""What an organiser's desk shows of the deliveries: what could never be sent, and trying it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Select, func, or_, select, update

from bot.chat import Refusal
from bot.community import groups
from bot.community.act import Act
from bot.community.members import members
from bot.community.reminders import REMIND
from bot.outbox import outbox

_WORDS = {
    "meetup.card": "an announcement",
    "meetup.occasion": "a meetup on the server's list of events",
    "meetup.taken_back": "word that a meetup was taken back",
    "seat.offered": "the offer of a seat",
    "seat.lapsed": "word that an offer ran out",
    "seat.free": "word of a free seat",
    "reminder.in_thread": "a reminder in a meetup's thread",
    "reminder.alone": "a reminder",
    "hello.card": "a newcomer's hello",
    "hello.please": "the question to say hello to a newcomer",
    "buddy.please": "the question to be a newcomer's buddy",
    "two.asked": "the question whether to be introduced",
    "coffee.together": "word to a coffee table",
    "coffee.draw": "the drawing of a coffee round",
    "coffee.send": "a coffee round",
}
MOST = 8


@dataclass(frozen=True, slots=True)
class Parked:
    """A delivery that needs a person: what it was and for whom, when it was due, why it could not be made."""

    id: str
    kind_words: str
    due_at: datetime
    why: str
    zone: str


_PARKED: Final[Select[str, str, datetime, str | None, str, str | None]] = (
    select(outbox.c.id, outbox.c.kind, outbox.c.due_at, outbox.c.why, groups.groups.c.zone, members.c.name)
    .join_from(outbox, groups.groups, groups.groups.c.id == outbox.c.group_id)
    .outerjoin(members, members.c.id == outbox.c.member_id)
    .where(outbox.c.state == "parked")
)


def parked(conn: Connection, group_id: int) -> list[Parked]:
    """The latest of a group, newest first."""
    rows = conn.execute(_PARKED.where(outbox.c.group_id == group_id).order_by(outbox.c.due_at.desc()).limit(MOST))
    return [_read(*row) for row in rows]


def item(conn: Connection, row_id: str) -> Parked | None:
    """One, if it is still parked."""
    row = conn.execute(_PARKED.where(outbox.c.id == row_id)).first()
    return _read(*row) if row else None


def _read(id_: str, kind: str, due_at: datetime, why: str | None, zone: str, to: str | None) -> Parked:
    words = _WORDS.get(kind, "a message")
    return Parked(id_, f"{words} for {to}" if to else words, due_at, why or "", zone)


def waiting(conn: Connection, group_id: int) -> int:
    """How many deliveries of a group are planned. A reminder counts as one, though for whom it is is only known when its time comes."""
    said = or_(outbox.c.mode.in_(("say", "keep")), outbox.c.kind == REMIND.name)
    mine = (outbox.c.group_id == group_id, outbox.c.state.in_(("waiting", "unknown", "sending")), said)
    return conn.execute(select(func.count()).select_from(outbox).where(*mine)).scalar_one()


def group_of(conn: Connection, row_id: str) -> int | None:
    """Whose delivery it is."""
    return conn.execute(select(outbox.c.group_id).where(outbox.c.id == row_id)).scalar()


def try_again(act: Act, row_id: str) -> None:
    """Have a parked delivery tried once more. Raises Refusal when it is not parked (any more)."""
    mine = (outbox.c.id == row_id, outbox.c.group_id == act.group, outbox.c.state == "parked")
    again = {"state": "unknown", "ready_at": act.now, "attempts": 0, "why": None}
    if act.conn.execute(update(outbox).where(*mine).values(**again)).rowcount == 0:
        raise Refusal("That one is settled already. /organise shows what still needs you.")
