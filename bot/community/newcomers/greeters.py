"""Those who said that they like to welcome newcomers: who is next, and how much each is asked.

Whoever was asked longest ago is next; nobody has more than two things open, or is asked more than four times in thirty days.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Integer, and_, bindparam, case, delete, func, select, union_all

from bot.community import safety
from bot.community.act import Act
from bot.community.members import members, memberships, on_a_break
from bot.community.newcomers.tables import buddy_asks, greeter_asks, greeters
from bot.schema import Instant, insert_or_ignore

MOST_OPEN, MOST_A_MONTH = 2, 4
MONTH: Final = timedelta(days=30)

_ASKS: Final = union_all(
    *(select(table.c.member_id, table.c.answer, table.c.asked_at) for table in (greeter_asks, buddy_asks)),
).subquery("asks")
_OPEN: Final = func.sum(case((and_(_ASKS.c.member_id.is_not(None), _ASKS.c.answer.is_(None)), 1), else_=0))
_LATELY: Final = func.sum(case((_ASKS.c.asked_at > bindparam("month", type_=Instant), 1), else_=0))
_LAST: Final = func.coalesce(func.max(_ASKS.c.asked_at), 0)
_NEXT: Final = (
    select(greeters.c.member_id)
    .join(memberships, and_(memberships.c.member_id == greeters.c.member_id, memberships.c.group_id == greeters.c.group_id))
    .join(members, members.c.id == greeters.c.member_id)
    .outerjoin(_ASKS, _ASKS.c.member_id == greeters.c.member_id)
    .where(greeters.c.group_id == bindparam("group", type_=Integer))
    .where(members.c.paused_until.is_(None))  # a break ends by itself, see `pausing`
    .group_by(greeters.c.member_id)
    .having(_OPEN < MOST_OPEN, _LATELY < MOST_A_MONTH)
    .order_by(_LAST, greeters.c.member_id)
)
"""Who may be asked, the one asked longest ago first."""


def welcome(act: Act, *, willing: bool) -> None:
    """Whether I like to welcome newcomers of this group: say hello to them, or be their buddy at a meetup I go to."""
    if willing:
        insert_or_ignore(act.conn, greeters, group_id=act.group, member_id=act.member, since=act.now)
    else:
        act.conn.execute(delete(greeters).where(greeters.c.group_id == act.group, greeters.c.member_id == act.member))


def welcomes(conn: Connection, member_id: int, group_id: int) -> bool:
    """Whether they said so."""
    mine = select(greeters.c.since).where(greeters.c.group_id == group_id, greeters.c.member_id == member_id)
    return conn.execute(mine).first() is not None


def in_turn(conn: Connection, now: datetime, group_id: int, newcomer: int, but: Collection[int] = ()) -> list[int]:
    """Who may be asked to welcome a newcomer, in order; nobody who must not meet them, and none of `but`."""
    rows = conn.execute(_NEXT, {"group": group_id, "month": now - MONTH}).scalars()
    free = [member for member in rows if member != newcomer and member not in but]
    apart = safety.barred(conn, [newcomer, *free])
    return [member for member in free if (min(member, newcomer), max(member, newcomer)) not in apart]


def may_be_asked(conn: Connection, group_id: int, greeter: int, newcomer: int) -> bool:
    """Whether that still holds at the moment of sending, the load aside."""
    return not on_a_break(conn, greeter) and welcomes(conn, greeter, group_id) and safety.may_meet(conn, greeter, newcomer)
