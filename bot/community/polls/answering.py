"""A member's answers to dates: private, and changed as often as they like while it is open."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community.act import Act
from bot.community.polls import looking
from bot.community.polls.asking import NOT_HERE, hold
from bot.community.polls.looking import CAN, CANNOT, MUST, Poll
from bot.community.polls.tables import answers, dates
from bot.schema import insert_or_ignore

ANSWERS: Final = (CAN, MUST, CANNOT)


def answer(act: Act, date_id: int, what: str) -> Poll:
    """Whether I can on this date. Raises Refusal when it is closed, or no answer of ours."""
    found = looking.date(act.conn, date_id)
    if found is None or what not in ANSWERS:
        raise Refusal(NOT_HERE)
    poll = _open(act, found.poll)
    _write(act, date_id, what)
    return poll


def answer_all(act: Act, poll_id: int, what: str) -> Poll:
    """The same for every date. Raises as `answer`."""
    poll = _open(act, poll_id)
    if what not in ANSWERS:
        raise Refusal(NOT_HERE)
    for each in looking.dates_of(act.conn, poll.id):
        _write(act, each.id, what)
    return poll


def unsay(act: Act, poll_id: int) -> Poll:
    """I said nothing. Raises Refusal when it is closed."""
    poll = _open(act, poll_id)
    mine = select(dates.c.id).where(dates.c.poll_id == poll.id)
    act.conn.execute(delete(answers).where(answers.c.member_id == act.member, answers.c.date_id.in_(mine)))
    return poll


def _open(act: Act, poll_id: int) -> Poll:
    """The poll, held, its card to be read anew. Raises Refusal when it takes no more answers."""
    poll = hold(act, poll_id)
    if not poll.takes_answers(act.now):
        raise Refusal("That is closed: the organisers are choosing a date, or have. /meetup list shows what is coming up.")
    outbox.touch(act.conn, act.now, poll.subject)
    return poll


def _write(act: Act, date_id: int, what: str) -> None:
    values = {"answer": what, "changed_at": act.now}
    if not insert_or_ignore(act.conn, answers, date_id=date_id, member_id=act.member, **values):
        mine = (answers.c.date_id == date_id, answers.c.member_id == act.member)
        act.conn.execute(update(answers).where(*mine).values(values))


def leave(conn: Connection, now: datetime, member: int) -> None:
    """Somebody goes for good: what they said no longer counts."""
    for poll in looking.answered_by(conn, member):
        outbox.touch(conn, now, poll.subject)
    conn.execute(delete(answers).where(answers.c.member_id == member))


def merge(conn: Connection, now: datetime, _kept: int, gone: int) -> None:
    """One person counts once: where both answered, the earlier record's answers stay, so the cards are read anew."""
    for poll in looking.answered_by(conn, gone):
        outbox.touch(conn, now, poll.subject)
