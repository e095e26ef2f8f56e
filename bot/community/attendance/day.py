"""A meetup's day, one step after another: its door opens, it begins, its door shuts and an organiser is asked once how many came.

One row of the outbox at a time; each plans the next from where the meetup stands by then, so a meetup made longer is simply later.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select, update

from bot import outbox
from bot.clock import after_quiet_hours
from bot.community import groups, meetups, members
from bot.community.attendance import counting
from bot.community.attendance.tables import CLOSES, OPENS, doors, turnouts
from bot.community.meetups import ANNOUNCED, Meetup
from bot.outbox import Kind, To

OF_USE: Final = timedelta(days=7)
"""So long it is of use to be asked how many came."""


def plan(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Plan its day: once for each date it has. One that is over has none."""
    if now < meetup.ends_at + CLOSES:
        _next(conn, meetup, OPEN, now)


def _next(conn: Connection, meetup: Meetup, step: str, now: datetime) -> None:
    due = max(_DUE[step](meetup), now)
    ref = f"{meetup.id}.{meetup.moves}.{step}"
    outbox.later(conn, STEP, ref, group=meetup.group_id, subject=meetup.subject, due=due, once=_DUE[step](meetup).isoformat())


def _step(conn: Connection, now: datetime, ref: str) -> None:
    number, moves, step = ref.split(".")
    meetup = meetups.held(conn, int(number))
    if meetup is None or meetup.state != ANNOUNCED or meetup.moves != int(moves):
        return
    if now < _DUE[step](meetup):
        _next(conn, meetup, step, now)
    else:
        _DO[step](conn, now, meetup)


def _open(conn: Connection, now: datetime, meetup: Meetup) -> None:
    if conn.execute(update(doors).where(doors.c.meetup_id == meetup.id, ~doors.c.open).values(open=True)).rowcount:
        outbox.touch(conn, now, meetup.subject)
    _next(conn, meetup, BEGIN, now)


def _begin(conn: Connection, now: datetime, meetup: Meetup) -> None:
    counting.begin(conn, meetup)
    _next(conn, meetup, CLOSE, now)


def _close(conn: Connection, now: datetime, meetup: Meetup) -> None:
    if conn.execute(update(doors).where(doors.c.meetup_id == meetup.id, doors.c.open).values(open=False)).rowcount:
        outbox.touch(conn, now, meetup.subject)
    settled = conn.execute(select(turnouts.c.settled).where(turnouts.c.meetup_id == meetup.id)).scalar()
    if not settled and meetup.organiser_id in members.organisers(conn, meetup.group_id):
        due = after_quiet_hours(now, meetup.zone, groups.habits(conn, meetup.group_id).quiet)
        about = outbox.About(group=meetup.group_id, subject=meetup.subject, due=due, until=due + OF_USE)
        outbox.say(conn, HOW_MANY, meetup.id, To(member=meetup.organiser_id), **about)


OPEN, BEGIN, CLOSE = "open", "begin", "close"
_DUE: Final[dict[str, Callable[[Meetup], datetime]]] = {
    OPEN: lambda meetup: meetup.starts_at - OPENS,
    BEGIN: lambda meetup: meetup.starts_at,
    CLOSE: lambda meetup: meetup.ends_at + CLOSES,
}
_DO: Final[dict[str, Callable[[Connection, datetime, Meetup], None]]] = {OPEN: _open, BEGIN: _begin, CLOSE: _close}

STEP: Final = Kind("attendance.step", run=_step)
HOW_MANY: Final = Kind("attendance.how_many", urgency=2)
"""To the organiser who announced it, once; its reference is the meetup's id."""


def still_open(conn: Connection, ref: str) -> Meetup | None:
    """The meetup an organiser is asked about; None once somebody has answered."""
    meetup = meetups.get(conn, int(ref))
    settled = conn.execute(select(turnouts.c.settled).where(turnouts.c.meetup_id == meetup.id)).scalar()
    return meetup if meetup.state == ANNOUNCED and not settled else None
