"""Checking in oneself: with the code from the door, privately. No other member sees who did."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.chat import Refusal
from bot.community import meetups, members, rsvp, seats
from bot.community.act import Act
from bot.community.attendance import door
from bot.community.attendance.tables import check_ins
from bot.community.meetups import HYBRID, ONLINE, Meetup
from bot.community.seats import GOING

NOWHERE: Final = "There is no checking in to that one just now. /meetup list shows what is coming up."
FULL: Final = (
    "That's the code, but every seat is taken on my list, so I haven't written you in. Tell the organiser: if there is room for one more, "
    "they can add a seat in /meetup manage, and then the code works for you."
)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """How it came out. `walked_in`: they had no seat, and have one now. `first`: their first time in a room with this group."""

    meetup: Meetup
    online: bool
    again: bool = False
    walked_in: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class WrongCode:
    """That was not the code; so many tries are left for now."""

    meetup: Meetup
    left: int


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who checked in."""

    member: int
    name: str
    online: bool
    at: datetime


def check_in(act: Act, meetup_id: int, code: str, *, online: bool = False) -> CheckedIn | WrongCode:
    """I am here: `online` where it is both in a room and online. Twice is once; saying it from elsewhere corrects where.

    Whoever has no seat is given one if one is free: shortly before the beginning, and after it, it is first come. A wrong code is counted,
    so it is an answer and no Refusal, which would undo the counting. Raises Refusal when the door is shut, after too many tries, and where
    every seat is taken.
    """
    meetup = meetups.hold(act, meetup_id)
    there = door.find(act.conn, meetup_id)
    if there is None or not door.is_open(meetup, act.now):
        raise Refusal(NOWHERE)
    left = door.tries_left(act, meetup_id)
    if not secrets.compare_digest(door.typed(code), there.code):
        return WrongCode(meetup, door.count_wrong(act, meetup_id, left))
    online = online if meetup.how == HYBRID else meetup.how == ONLINE
    mine = (check_ins.c.meetup_id == meetup_id, check_ins.c.member_id == act.member)
    if act.conn.execute(select(check_ins.c.id).where(*mine)).first():
        act.conn.execute(update(check_ins).where(*mine).values(online=online))
        return CheckedIn(meetup, online, again=True)
    walked_in = _seated(act, meetup, online=online)
    first = not online and not _met_before(act)
    act.conn.execute(insert(check_ins).values(meetup_id=meetup_id, member_id=act.member, online=online, at=act.now))
    return CheckedIn(meetup, online, walked_in=walked_in, first=first)


def _seated(act: Act, meetup: Meetup, *, online: bool) -> bool:
    """See that they have a seat, wherever they said that they would be. Returns whether they had none. Raises Refusal for none free."""
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    if mine and mine.state == GOING and not mine.absent:
        return False
    if act.now < meetup.ends_at:
        # Undone with everything else where there is none: nobody is put in a line by checking in.
        if rsvp.say_yes(act, meetup.id, online=online).state != GOING:
            raise Refusal(FULL)
    elif not rsvp.takes_free(act, meetup, meetup.side(online=online), 1):
        raise Refusal(FULL)
    return True


def _met_before(act: Act) -> bool:
    table = meetups.meetups.c
    here = select(check_ins.c.id).join_from(check_ins, meetups.meetups).where(table.group_id == act.group, ~check_ins.c.online)
    return act.conn.execute(here.where(check_ins.c.member_id == act.member).limit(1)).first() is not None


def take_back(act: Act, meetup_id: int) -> bool:
    """Take me off the roll, whenever I like; the seat stays. Returns whether I was on it."""
    mine = delete(check_ins).where(check_ins.c.meetup_id == meetup_id, check_ins.c.member_id == act.member)
    return act.conn.execute(mine).rowcount > 0


# --- who came -------------------------------------------------------------------------------------------------------------------

_THERE: Final = (
    select(check_ins.c.member_id, members.members.c.name, check_ins.c.online, check_ins.c.at)
    .join_from(check_ins, members.members, members.members.c.id == check_ins.c.member_id)
    .where(check_ins.c.meetup_id == bindparam("meetup"))
    .order_by(func.lower(members.members.c.name), check_ins.c.id)
)


def attended(conn: Connection, meetup_id: int, *, skip: int = 0, most: int = 1_000_000) -> list[Present]:
    """Everybody who checked in themselves, by name: for organisers alone, who keep the roll."""
    return [Present(*row) for row in conn.execute(_THERE.offset(skip).limit(most), {"meetup": meetup_id})]


def was_there(conn: Connection, meetup_id: int, member_id: int) -> bool:
    """Whether somebody checked in themselves."""
    mine = select(check_ins.c.id).where(check_ins.c.meetup_id == meetup_id, check_ins.c.member_id == member_id)
    return conn.execute(mine).first() is not None


def how_many(conn: Connection, meetup_id: int) -> tuple[int, int]:
    """How many checked in, in the room and online."""
    counted = select(check_ins.c.online, func.count()).where(check_ins.c.meetup_id == meetup_id).group_by(check_ins.c.online)
    found = {bool(online): number for online, number in conn.execute(counted)}
    return found.get(False, 0), found.get(True, 0)
