"""Taking an announcement back, within two minutes of its going out."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, update

from bot import outbox
from bot.chat import Refusal
from bot.community import meetups, seats, series
from bot.community.act import Act
from bot.community.meetups import WITHDRAWN, Meetup
from bot.outbox import Kind, To

TAKEN_BACK: Final = Kind("meetup.taken_back", urgency=0)
"""To each who had said yes, once; its reference is the meetup's id."""

_WITHDRAW: Final = update(meetups.meetups).where(meetups.meetups.c.id == bindparam("meetup"))


def undo(act: Act, meetup_id: int) -> Meetup:
    """Take an announcement back. What waits is dropped, the card says so, and whoever had said yes already is told.

    A series that was to begin with it does not begin. Raises Refusal when it is too late. Taking it back twice is taking it back.
    """
    meetup = meetups.hold(act, meetup_id)
    if meetup.state == WITHDRAWN:
        return meetup
    if not meetup.can_be_undone(act.now):
        raise Refusal("The two minutes to take it back are over, and people have seen it. Tell them in the thread if plans changed.")
    if meetup.series_id is not None and series.begins_with(act.conn, meetup):
        series.stop(act, meetup.series_id)
    act.conn.execute(_WITHDRAW, {"meetup": meetup.id, "state": WITHDRAWN})
    outbox.cancel(act.conn, meetup.subject, "taken back")
    outbox.touch(act.conn, act.now, meetup.subject)
    for seat in seats.of_states(act.conn, meetup.id, (*seats.HELD, seats.WAITING)):
        _tell(act, meetup, seat.member_id)
    return meetups.get(act.conn, meetup.id)


def _tell(act: Act, meetup: Meetup, member: int) -> None:
    """In their own messages, however they like to be told of seats: a thread under what was taken back is no place to look."""
    until = max(meetup.starts_at, act.now + timedelta(hours=1))
    about = outbox.About(group=meetup.group_id, subject=meetup.subject, due=act.now, until=until)
    outbox.say(act.conn, TAKEN_BACK, meetup.id, To(member=member), **about)
