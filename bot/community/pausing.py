"""A break from all matching, until a date. It ends by itself, and can be ended sooner."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community.act import Act
from bot.community.members import members
from bot.outbox import Kind
from bot.schema import Instant

LONGEST: Final = timedelta(days=366)

_SET: Final = update(members).where(members.c.id == bindparam("member")).values(paused_until=bindparam("until", type_=Instant))
_UNTIL: Final = select(members.c.paused_until).where(members.c.id == bindparam("member"))


def pause(act: Act, until: datetime) -> None:
    """Leave me out of introductions, coffee and mentoring until then. Raises Refusal for a time gone by, or more than a year off."""
    if until <= act.now:
        raise Refusal("That time has gone by already. Choose a later one.")
    if until > act.now + LONGEST:
        raise Refusal("A break can be a year long at most; you can always take another.")
    act.conn.execute(_SET, {"member": act.member, "until": until})
    outbox.later(act.conn, OVER, act.member, group=act.group, subject=f"member:{act.member}", due=until, once=until.isoformat())


def come_back(act: Act) -> None:
    """End the break now."""
    act.conn.execute(_SET, {"member": act.member, "until": None})


def until(conn: Connection, member_id: int) -> datetime | None:
    """When a member's break ends; None when they take none."""
    return conn.execute(_UNTIL, {"member": member_id}).scalar()


def _over(conn: Connection, now: datetime, ref: str) -> None:
    """It ends; unless it was made longer since."""
    ends = until(conn, int(ref))
    if ends is not None and ends <= now:
        conn.execute(_SET, {"member": int(ref), "until": None})


OVER: Final = Kind("member.pause_over", run=_over)
