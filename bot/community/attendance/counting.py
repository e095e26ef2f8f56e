"""Heads counted by an organiser: a number in the room and one online, of nobody in particular. Asked for once; corrected whenever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, or_, select, update

from bot.chat import Refusal
from bot.community import guests, meetups
from bot.community.act import Act
from bot.community.attendance.tables import turnouts
from bot.community.meetups import ANNOUNCED, HYBRID, ONLINE, Meetup
from bot.schema import insert_or_ignore

MOST: Final = 100_000
LATELY: Final = timedelta(days=14)
"""So long a meetup nobody has counted stands on the desk."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """A meetup in numbers: seats held as it began, guests' too, and heads counted; `came` is None until somebody has."""

    meetup: int
    began_at: datetime
    said_room: int
    said_online: int
    came_room: int | None
    came_online: int | None

    @property
    def said(self) -> int:
        """How many had said yes as it began."""
        return self.said_room + self.said_online

    @property
    def came(self) -> int | None:
        """How many came, wherever they were."""
        return None if self.came_room is None else self.came_room + (self.came_online or 0)


_T: Final = turnouts.c
_TURNOUTS: Final = select(_T.meetup_id, _T.began_at, _T.said_room, _T.said_online, _T.came_room, _T.came_online)


def begin(conn: Connection, meetup: Meetup) -> None:
    """Note how many seats are held as it begins; noted twice, the first stays, unless it was moved since."""
    tally = guests.tally(conn, meetup)
    online = tally.going if meetup.how == ONLINE else tally.going_online if meetup.how == HYBRID else 0
    values = {"began_at": meetup.starts_at, "said_room": tally.going - online, "said_online": online, "settled": False}
    if not insert_or_ignore(conn, turnouts, meetup_id=meetup.id, group_id=meetup.group_id, **values):
        moved = (_T.meetup_id == meetup.id, _T.began_at != meetup.starts_at)
        conn.execute(update(turnouts).where(*moved).values(**values, came_room=None, came_online=None))


def count(act: Act, meetup_id: int, room: int, online: int = 0) -> Turnout:
    """So many came; said again, it corrects what was said. Raises Refusal before it has begun, and where it was called off."""
    meetup = _begun(act, meetup_id)
    begin(act.conn, meetup)
    values = {"came_room": min(room, MOST), "came_online": min(online, MOST), "settled": True}
    act.conn.execute(update(turnouts).where(_T.meetup_id == meetup.id).values(values))
    return Turnout(*act.conn.execute(_TURNOUTS.where(_T.meetup_id == meetup.id)).one())


def leave_uncounted(act: Act, meetup_id: int) -> None:
    """Nobody counted: it is not asked for any more. A number given before stays. Raises as `count`."""
    meetup = _begun(act, meetup_id)
    begin(act.conn, meetup)
    act.conn.execute(update(turnouts).where(_T.meetup_id == meetup.id).values(settled=True))


def _begun(act: Act, meetup_id: int) -> Meetup:
    meetup = meetups.hold(act, meetup_id)
    if meetup.state != ANNOUNCED:
        raise Refusal("That meetup did not take place as announced, so there is nobody to count. /meetup manage shows the others.")
    if act.now < meetup.starts_at:
        raise Refusal("It hasn't begun yet. Once it has, tell me how many came.")
    return meetup


def head_count(conn: Connection, meetup_id: int) -> Turnout | None:
    """A meetup in numbers, once it has begun."""
    row = conn.execute(_TURNOUTS.where(_T.meetup_id == meetup_id)).first()
    return Turnout(*row) if row else None


def counted(conn: Connection, group_id: int, most: int) -> Sequence[Turnout]:
    """The latest meetups of a group whose heads were counted, newest first."""
    known = _TURNOUTS.where(_T.group_id == group_id, _T.came_room.is_not(None))
    return [Turnout(*row) for row in conn.execute(known.order_by(_T.began_at.desc(), _T.meetup_id.desc()).limit(most))]


def uncounted(conn: Connection, group_id: int, now: datetime, most: int = 3) -> list[Meetup]:
    """Meetups that are over, lately, and that nobody has counted or left uncounted; newest first."""
    table = meetups.meetups
    open_ = or_(_T.meetup_id.is_(None), ~_T.settled)
    over = (table.c.group_id == group_id, table.c.state == ANNOUNCED, meetups.OVER, table.c.starts_at >= now - LATELY)
    found = select(table).outerjoin(turnouts, _T.meetup_id == table.c.id).where(*over, open_)
    return [Meetup(*row) for row in conn.execute(found.order_by(table.c.starts_at.desc()).limit(most), {"now": now})]


def took_place(conn: Connection, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> list[Meetup]:
    """Meetups of a group that took place, newest first."""
    table = meetups.meetups
    over = (table.c.group_id == group_id, table.c.state == ANNOUNCED, table.c.starts_at <= now, meetups.OVER)
    found = select(table).where(*over).order_by(table.c.starts_at.desc(), table.c.id.desc()).offset(skip).limit(most)
    return [Meetup(*row) for row in conn.execute(found, {"now": now})]
