"""Announcing a meetup on one of the dates: whoever said they can is asked, one tap, to take a seat. Nobody is given one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot import outbox
from bot.chat import Refusal
from bot.community import meetups, seats
from bot.community.act import Act
from bot.community.meetups import ANNOUNCED, UNDO, Meetup
from bot.community.polls import asking, looking
from bot.community.polls.looking import CAN, CLOSED, TAKEN_BACK, Date, Poll
from bot.community.polls.tables import answers, dates, polls
from bot.outbox import Kind, To

INVITED: Final = Kind("poll.invited", ends_in_member=True)
"""To each who can; its reference is `meetup.member`, and it goes with the meetup where that is taken back."""

_SAID_THEY_CAN: Final = (
    select(answers.c.member_id)
    .join_from(answers, dates, dates.c.id == answers.c.date_id)
    .where(dates.c.poll_id == bindparam("poll"), dates.c.starts_at == bindparam("starts", type_=dates.c.starts_at.type))
    .where(answers.c.answer == CAN)
    .order_by(answers.c.member_id)
)


def to_announce(conn: Connection, date_id: int) -> tuple[Poll, Date]:
    """What a meetup on this date begins from. Raises Refusal when it was taken back, or one is announced already."""
    date = looking.date(conn, date_id)
    poll = looking.find(conn, date.poll) if date else None
    if date is None or poll is None or poll.state == TAKEN_BACK:
        raise Refusal(asking.NOT_HERE)
    if looking.decided(conn, poll):
        raise Refusal("A meetup is announced on one of these dates already. /meetup manage moves it; /meetup new announces another.")
    return poll, date


def decide(act: Act, date_id: int, meetup: Meetup) -> int:
    """The meetup is what came of these dates. Returns how many are asked to take a seat: those who can when it begins.

    Everybody else who answered hears that it is closed, unless they have. Decided twice is decided once. Raises Refusal as `to_announce`.
    """
    found = looking.date(act.conn, date_id)
    poll = asking.hold(act, found.poll) if found else None
    if poll is None or poll.meetup_id != meetup.id:
        poll, _ = to_announce(act.conn, date_id)
    can = _who_can(act.conn, poll.id, meetup.starts_at)
    if poll.meetup_id == meetup.id:
        return len(can)
    due = max(meetup.publish_at, act.now) + UNDO
    untold = poll.closed_at is None or act.now < poll.closed_at + UNDO
    outbox.cancel(act.conn, poll.subject, "decided", kinds=(asking.TOLD,))
    closed = asking.change(act.conn, act.now, poll, state=CLOSED, closed_at=act.now if untold else poll.closed_at, meetup_id=meetup.id)
    if untold:
        asking.tell(act.conn, closed, set(looking.who_answered(act.conn, poll.id)) - set(can), due)
    for member in can:
        about = outbox.About(group=act.group, subject=meetup.subject, due=due, until=meetup.starts_at)
        outbox.say(act.conn, INVITED, f"{meetup.id}.{member}", To(member=member), **about)
    return len(can)


def _who_can(conn: Connection, poll: int, starts: datetime) -> list[int]:
    return list(conn.execute(_SAID_THEY_CAN, {"poll": poll, "starts": starts}).scalars())


def invited(conn: Connection, ref: str) -> Meetup | None:
    """What somebody is asked to take a seat at; None where they have answered already, or it is not then any more."""
    meetup_id, member = map(int, ref.split("."))
    meetup = meetups.find(conn, meetup_id)
    poll = conn.execute(select(polls.c.id).where(polls.c.meetup_id == meetup_id)).scalar()
    if meetup is None or poll is None or meetup.state != ANNOUNCED or seats.mine_at(conn, meetup_id, member):
        return None
    return meetup if member in _who_can(conn, poll, meetup.starts_at) else None


def closed(conn: Connection, ref: str) -> Poll | None:
    """What somebody is told of the end of; None where it was not closed after all, or they never answered."""
    poll, member = map(int, ref.split("."))
    found = looking.find(conn, poll)
    return found if found and found.state == CLOSED and looking.mine(conn, poll, member) else None
