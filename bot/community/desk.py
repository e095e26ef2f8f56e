"""What an organiser's desk shows of the deliveries: what could never be sent, trying it again, letting it go.

`outlook` has what is to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, or_, select, update

from bot.chat import Refusal
from bot.community import groups
from bot.community.act import Act
from bot.community.announcing import DUE
from bot.community.members import members
from bot.community.reminders import REMIND
from bot.outbox import KINDS, outbox
from bot.outbox.table import is_parked
from bot.schema import lock_row

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
SETTLED: Final = "That one is settled already. /organise shows what still needs you."


def words_for(kind: str) -> str:
    """What organisers read for a kind of delivery; "" for what is somebody's own business."""
    return KINDS[kind].words if kind in KINDS and KINDS[kind].words else _WORDS.get(kind, "")


@dataclass(frozen=True, slots=True)
class Parked:
    """A delivery that needs a person: what it was and for whom, when it was due and until when of use, why it could not be made."""

    id: str
    kind_words: str
    due_at: datetime
    useful_until: datetime | None
    why: str
    zone: str

    def too_late(self, now: datetime) -> bool:
        """Whether it would be of no use any more."""
        return self.useful_until is not None and now > self.useful_until


_PARKED: Final = (
    select(outbox.c.id, outbox.c.kind, outbox.c.due_at, outbox.c.useful_until, outbox.c.why, groups.groups.c.zone, members.c.name)
    .join_from(outbox, groups.groups, groups.groups.c.id == outbox.c.group_id)
    .outerjoin(members, members.c.id == outbox.c.member_id)
    .where(is_parked(outbox))
)


def parked(conn: Connection, group_id: int, *, skip: int = 0, most: int = MOST) -> list[Parked]:
    """The latest of a group, newest first."""
    mine = _PARKED.where(outbox.c.group_id == group_id).order_by(outbox.c.due_at.desc(), outbox.c.id).offset(skip).limit(most)
    return [_read(row) for row in conn.execute(mine)]


def how_many(conn: Connection, group_id: int) -> int:
    """How many are parked."""
    mine = select(func.count()).select_from(outbox).where(outbox.c.group_id == group_id, is_parked(outbox))
    return conn.execute(mine).scalar_one()


def item(conn: Connection, row_id: str) -> Parked | None:
    """One, if it is still parked."""
    row = conn.execute(_PARKED.where(outbox.c.id == row_id)).first()
    return _read(row) if row else None


def _read(row: Row[*tuple[Any, ...]]) -> Parked:
    words = words_for(row.kind) or "a message"
    return Parked(row.id, f"{words} for {row.name}" if row.name else words, row.due_at, row.useful_until, row.why or "", row.zone)


def waiting(conn: Connection, group_id: int) -> int:
    """How many deliveries of a group are planned. A reminder counts as one, though for whom it is is only known when its time comes."""
    said = or_(outbox.c.mode.in_(("say", "keep")), outbox.c.kind.in_([REMIND.name, DUE.name]))
    mine = (outbox.c.group_id == group_id, outbox.c.state.in_(("waiting", "unknown", "sending")), said)
    return conn.execute(select(func.count()).select_from(outbox).where(*mine)).scalar_one()


def group_of(conn: Connection, row_id: str) -> int | None:
    """Whose delivery it is."""
    return conn.execute(select(outbox.c.group_id).where(outbox.c.id == row_id)).scalar()


def try_again(act: Act, row_id: str) -> Parked | None:
    """Have a parked delivery tried once more. Returns it if it is too late for that: it is taken off the desk, and nothing is sent.

    Raises Refusal when it is not parked (any more).
    """
    found = _mine(act, row_id)
    if found.too_late(act.now):
        let_go(act, row_id)
        return found
    again = {"state": "unknown", "ready_at": act.now, "attempts": 0, "why": None}
    act.conn.execute(update(outbox).where(outbox.c.id == row_id).values(**again))
    return None


def let_go(act: Act, row_id: str) -> Parked:
    """Take a parked delivery off the desk without sending it. Raises Refusal when it is not parked (any more)."""
    found = _mine(act, row_id)
    act.conn.execute(update(outbox).where(outbox.c.id == row_id).values(state="dropped", why="an organiser let it go"))
    return found


def _mine(act: Act, row_id: str) -> Parked:
    lock_row(act.conn, outbox, row_id)
    found = item(act.conn, row_id)
    if found is None or group_of(act.conn, row_id) != act.group:
        raise Refusal(SETTLED)
    return found
