"""One person asks one mentor; a yes brings them together, and anything else reads the same on the same day.

A request that is declined, not seen, run out of time or no longer allowed is answered with the same words at the same moment: its last day.
Until then it reads as waiting, to everybody but the one who was asked, and counts as open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community.act import Act
from bot.community.mentoring import people, wishes
from bot.community.mentoring.beginning import FULL, NOT_JUST_NOW, begin
from bot.community.mentoring.people import Wish
from bot.community.mentoring.tables import ASKING, CHOOSING, NO, OVER, YES, candidates, requests
from bot.community.mentoring.tables import wishes as wish_rows
from bot.outbox import Kind, To

ANSWER_WITHIN: Final = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Request:
    """One person asking one mentor. `answer` is the mentor's alone until it is yes."""

    id: int
    wish: int
    group: int
    mentee: int
    mentor: int
    answer: str | None
    due_at: datetime


def read(row: Any) -> Request:
    """A row of `requests`."""
    return Request(row.id, row.wish_id, row.group_id, row.mentee_id, row.mentor_id, row.answer, row.due_at)


def get(conn: Connection, request: int | None) -> Request | None:
    """One request."""
    row = conn.execute(select(requests).where(requests.c.id == request)).first()
    return read(row) if row else None


def ask(act: Act, candidate: int) -> datetime:
    """Ask one of those suggested to me. Returns by when I hear. Raises Refusal while I wait for another, or when they aren't there."""
    row = act.conn.execute(select(candidates).where(candidates.c.id == candidate)).first()
    wish = wishes.get(act.conn, row.wish_id) if row else None
    if row is None or wish is None or wish.member != act.member or wish.state not in wishes.OPEN or wish.asked >= wishes.MOST_ASKED:
        raise Refusal(wishes.GONE)
    if wish.state == ASKING:
        raise Refusal("You asked somebody already, one at a time. /my waiting shows until when.")
    if candidate not in {each.id for each in wishes.suggested(act.conn, wish.id)}:
        raise Refusal(f"{NOT_JUST_NOW} Try one of the others, or /mentor find.")
    due = act.now + ANSWER_WITHIN
    values = {"wish_id": wish.id, "group_id": act.group, "mentee_id": act.member, "mentor_id": row.mentor_id}
    made = insert(requests).values(**values, asked_at=act.now, due_at=due).returning(requests.c.id)
    request = act.conn.execute(made).scalar_one()
    act.conn.execute(update(wish_rows).where(wish_rows.c.id == wish.id).values(state=ASKING, asked=wish.asked + 1, due_at=due))
    _plan(act, wish, row.mentor_id, request, due)
    return due


def _plan(act: Act, wish: Wish, mentor: int, request: int, due: datetime) -> None:
    them, subject, once = To(member=mentor), f"mentor_request:{request}", act.now
    outbox.say(act.conn, ASKED, request, them, group=act.group, subject=subject, due=act.now, until=due, once=once)
    half = act.now + ANSWER_WITHIN / 2
    outbox.say(act.conn, NUDGE, request, them, group=act.group, subject=subject, due=half, until=due, once=once)
    outbox.later(act.conn, DUE, wish.id, group=act.group, subject=wishes.subject(wish.id), due=due, once=(wish.opened_at, due))


def open_to(conn: Connection, ref: str) -> tuple[Request, Wish] | None:
    """What a mentor is asked, while they may still answer, have a place, and the two may be together."""
    found = get(conn, int(ref))
    wish = wishes.get(conn, found.wish) if found else None
    if found is None or wish is None or found.answer or wish.state != ASKING or wish.due_at != found.due_at:
        return None
    return (found, wish) if people.may_begin(conn, wish, found.mentor) else None


def answer(act: Act, request: int, *, yes: bool) -> None:
    """The mentor answers; a yes brings the two together. Raises Refusal when it has run out, I am full, or they may not be together."""
    found = get(act.conn, request)
    wish = wishes.get(act.conn, found.wish) if found else None
    if found is None or wish is None or found.mentor != act.member or found.answer or act.now >= found.due_at:
        raise Refusal("That one is over. /mentor mine shows what is open.")
    if yes:
        _bring_together(act, wish)
    act.conn.execute(update(requests).where(requests.c.id == request).values(answer=YES if yes else NO))
    outbox.cancel(act.conn, f"mentor_request:{request}", "it is answered")


def _bring_together(act: Act, wish: Wish) -> None:
    try:
        begin(act.conn, act.now, wish, act.member)
    except Refusal as no:
        own = "You have as many people as you said you could take. /mentor offer takes another." if no.words == FULL else NOT_JUST_NOW
        raise Refusal(f"{own} Nothing was sent to them.") from no
    outbox.cancel(act.conn, wishes.subject(wish.id), "they are together")


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """Nobody said yes. The one who asked is told so, and who could be next; after three, organisers hear."""
    wish = wishes.get(conn, int(ref))
    if wish is None or wish.state != ASKING or wish.due_at is None or wish.due_at > now:
        return
    more = wish.asked < wishes.MOST_ASKED and bool(wishes.suggested(conn, wish.id))
    conn.execute(update(wish_rows).where(wish_rows.c.id == wish.id).values(state=CHOOSING if more else OVER, due_at=None))
    wishes.say(conn, wish, NOBODY, wish.member, now)
    if not more:
        wishes.tell_organisers(conn, now, wish, UNMET)


def asked_of(conn: Connection, member: int, group: int, now: datetime) -> list[tuple[Request, Wish]]:
    """What a mentor may still answer."""
    open_ = (requests.c.mentor_id == member, requests.c.group_id == group, requests.c.answer.is_(None), requests.c.due_at > now)
    rows = conn.execute(select(requests.c.id).where(*open_).order_by(requests.c.due_at)).scalars()
    return [found for row in list(rows) if (found := open_to(conn, str(row)))]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose request it is."""
    return conn.execute(select(requests.c.group_id).where(requests.c.id == read_id(payload))).scalar()


ASKED: Final = Kind("mentor.asked")
NUDGE: Final = Kind("mentor.nudge", urgency=2)
NOBODY: Final = Kind("mentor.nobody")
UNMET: Final = Kind("mentor.unmet", urgency=2)
DUE: Final = Kind("mentor.request_due", run=_due)
