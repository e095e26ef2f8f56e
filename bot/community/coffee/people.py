"""Who takes part: joining, leaving, resting, and who is in on a certain day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, Update, bindparam, delete, func, select, update

from bot.chat import Refusal
from bot.community import groups, members, pausing
from bot.community.act import Act
from bot.community.coffee import days
from bot.community.coffee.tables import DRAWN, coffee_people, coffee_rounds
from bot.community.groups import NO_COFFEE
from bot.schema import insert_or_ignore

OFF: Final = "Coffee rounds aren't switched on in this group yet. An organiser can, in two minutes: /setup, under “Organisers and times”."
PAUSED, RESTING, RHYTHM, ALONE, BY_HAND, CALLED_OFF = "paused", "resting", "rhythm", "alone", "by hand", "off"
"""Why somebody is with nobody in a round."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a member takes part. `first`: they are in the next round, whatever their rhythm, and seated before others."""

    often: str
    threes: bool
    first: bool
    resting_since: datetime | None


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who joined, on a certain day. `why` says why they are not in, "" when they are."""

    member: int
    name: str
    zone: str
    often: str
    threes: bool
    first: bool
    why: str


_ME: Final = (coffee_people.c.member_id == bindparam("member"), coffee_people.c.group_id == bindparam("group"))
_MINE: Final = select(
    *(coffee_people.c.often, coffee_people.c.threes, coffee_people.c.first, coffee_people.c.resting_since),
).where(*_ME)
_DRAWN_FOR: Final = select(func.max(coffee_rounds.c.day)).where(
    coffee_rounds.c.group_id == bindparam("group"), coffee_rounds.c.state == DRAWN
)
_M: Final = members.members.c
_ALL: Final = (
    select(_M.id, _M.name, _M.zone, _M.paused_until, coffee_people)
    .join_from(coffee_people, members.members, _M.id == coffee_people.c.member_id)
    .join(
        members.memberships,
        (members.memberships.c.member_id == coffee_people.c.member_id) & (members.memberships.c.group_id == coffee_people.c.group_id),
    )
    .where(coffee_people.c.group_id == bindparam("group"))
    .order_by(_M.id)
)


def join(act: Act, often: str, *, threes: bool, zone: str) -> date:
    """Take part, or change how; whoever is new, or comes back from resting, is in the next round. Returns the day of mine.

    `zone` is mine everywhere, unless empty. Raises Refusal where the group has no coffee rounds.
    """
    if day_of(act.conn, act.group) == NO_COFFEE:
        raise Refusal(OFF)
    if zone:
        act.conn.execute(update(members.members).where(_M.id == act.member).values(zone=zone))
    new = {"member_id": act.member, "group_id": act.group, "often": often, "threes": threes, "first": True, "unanswered": 0}
    if not insert_or_ignore(act.conn, coffee_people, **new, joined_at=act.now):
        _wake(act)
        act.conn.execute(_mine(act.member, act.group).values(often=often, threes=threes))
    return _own_day(act)


def _own_day(act: Act) -> date:
    found = next_day(act.conn, act.now, act.member, act.group)
    if found is None:
        raise Refusal(OFF)
    return found


def leave(act: Act) -> None:
    """Take no part any more. Raises Refusal for whoever doesn't."""
    mine = delete(coffee_people).where(coffee_people.c.member_id == act.member, coffee_people.c.group_id == act.group)
    if act.conn.execute(mine).rowcount == 0:
        raise Refusal("You aren't in coffee rounds here. /coffee join counts you in.")


def come_back(act: Act) -> date:
    """Take part again after a rest. Returns the day of my next round. Raises Refusal for whoever has left since."""
    if habit(act.conn, act.member, act.group) is None:
        raise Refusal("You left coffee rounds since. /coffee join counts you in again.")
    _wake(act)
    return _own_day(act)


def _wake(act: Act) -> None:
    rested = _mine(act.member, act.group).where(coffee_people.c.resting_since.is_not(None))
    act.conn.execute(rested.values(resting_since=None, unanswered=0, first=True))


def habit(conn: Connection, member_id: int, group_id: int) -> Habit | None:
    """How a member takes part in a group; None when they don't."""
    row = conn.execute(_MINE, {"member": member_id, "group": group_id}).first()
    return Habit(*row) if row else None


def next_day(conn: Connection, now: datetime, member_id: int, group_id: int) -> date | None:
    """The day of a member's next round; None while they take no part, rest, or the group has no rounds. A break moves it on."""
    mine, weekday = habit(conn, member_id, group_id), day_of(conn, group_id)
    if mine is None or mine.resting_since or weekday == NO_COFFEE:
        return None
    zone = groups.get(conn, group_id).zone
    back = max(now, pausing.until(conn, member_id) or now)
    day = _drawn_for(conn, group_id) or days.next_draw(weekday, zone, now)
    while days.ten_on(day, zone) <= back:
        day = days.next_week(day)
    return days.own_day(mine.often, day, first=mine.first)


def _drawn_for(conn: Connection, group_id: int) -> date | None:
    """The day of the round that is drawn and has not gone out: whoever joins until then is in it."""
    day = conn.execute(_DRAWN_FOR, {"group": group_id}).scalar()
    return date.fromisoformat(day) if day else None


def day_of(conn: Connection, group_id: int) -> str:
    """The weekday of a group's rounds, or NO_COFFEE."""
    return groups.habits(conn, group_id).coffee


def everybody(conn: Connection, group_id: int, day: date) -> list[Taker]:
    """All who joined in this group and are in it still, by id, with why they are not in on that day.

    A break ends by itself (see `pausing`): whoever has one noted is taking it.
    """
    zone = groups.get(conn, group_id).zone
    found: list[Taker] = []
    for row in conn.execute(_ALL, {"group": group_id}):
        away = PAUSED if row.paused_until else RESTING if row.resting_since else ""
        mine = row.first or days.takes_part(row.often, day)
        why = away or ("" if mine else RHYTHM)
        found.append(Taker(row.id, row.name, row.zone or zone, row.often, row.threes, row.first, why))
    return found


def takes_part(conn: Connection, group_id: int, member_id: int) -> bool:
    """Whether they are in this group's rounds, and neither rest nor take a break."""
    mine = habit(conn, member_id, group_id)
    here = any(each.group.id == group_id for each in members.belongs(conn, member_id))
    return mine is not None and here and mine.resting_since is None and pausing.until(conn, member_id) is None


def put_first(conn: Connection, group_id: int, member_id: int, *, first: bool) -> None:
    """Whether they come first next time."""
    conn.execute(_mine(member_id, group_id).values(first=first))


def said_nothing(conn: Connection, group_id: int, member_id: int, now: datetime, most: int) -> bool:
    """One more round they said nothing of; at so many in a row they rest. True when that was the last."""
    mine = select(coffee_people.c.unanswered).where(*_ME, coffee_people.c.resting_since.is_(None))
    so_far = conn.execute(mine, {"member": member_id, "group": group_id}).scalar()
    if so_far is None:
        return False
    rest = so_far + 1 >= most
    conn.execute(_mine(member_id, group_id).values(unanswered=so_far + 1, resting_since=now if rest else None))
    return rest


def said_something(conn: Connection, group_id: int, member_id: int) -> None:
    """They answered: counting begins anew."""
    conn.execute(_mine(member_id, group_id).values(unanswered=0))


def _mine(member_id: int, group_id: int) -> Update:
    return update(coffee_people).where(coffee_people.c.member_id == member_id, coffee_people.c.group_id == group_id)
