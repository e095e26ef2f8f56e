"""The code said at the door: whoever hears it is there.

Five signs out of fourteen whose English names sound apart, and which look apart on a screen across a room: 537,824 codes. A member has five
tries in ten minutes; in the six hours a door is open for an evening of two and a half, somebody at home who never stops guesses it with a
chance of one in 2,980. What the code cannot keep out is a friend who sends it on: the roll is people's own word.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import meetups
from bot.community.act import Act
from bot.community.attendance import day
from bot.community.attendance.tables import CLOSES, OPENS, code_tries, doors
from bot.community.meetups import ANNOUNCED, Meetup

SIGNS: Final = "HKLMRWXY234679"
LENGTH: Final = 5
TRIES: Final = 5
WAIT: Final = timedelta(minutes=10)
"""After so many wrong codes one waits so long."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where people check in to a meetup. `open`: the code is good just now."""

    meetup: int
    code: str
    open: bool


def opens_at(meetup: Meetup) -> datetime:
    """From when the code is good."""
    return meetup.starts_at - OPENS


def closes_at(meetup: Meetup) -> datetime:
    """From when it no longer is."""
    return meetup.ends_at + CLOSES


def is_open(meetup: Meetup, now: datetime) -> bool:
    """Whether one can check in, if there is a code."""
    return meetup.state == ANNOUNCED and opens_at(meetup) <= now < closes_at(meetup)


def set_up(act: Act, meetup_id: int) -> Door:
    """Let people check in themselves; the same code however often it is asked for. Raises Refusal once it is over, or off."""
    meetup = meetups.hold(act, meetup_id)
    if meetup.state != ANNOUNCED or act.now < meetup.publish_at:
        raise Refusal("People can check in once it is announced and has a date. /meetup manage shows how it stands.")
    if act.now >= closes_at(meetup):
        raise Refusal("That meetup is over. You can still write down how many came: /meetup manage, Those that took place.")
    if found := find(act.conn, meetup_id):
        return found
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    made = Door(meetup_id, code, open=is_open(meetup, act.now))
    act.conn.execute(insert(doors).values(meetup_id=meetup_id, code=code, open=made.open))
    day.plan(act.conn, act.now, meetup)
    outbox.touch(act.conn, act.now, meetup.subject)
    return made


def find(conn: Connection, meetup_id: int) -> Door | None:
    """A meetup's door, if it has one."""
    row = conn.execute(select(doors).where(doors.c.meetup_id == meetup_id)).first()
    return Door(*row) if row else None


def spoken(code: str) -> str:
    """As it is read out: `"K4 M7W"`."""
    return f"{code[:2]} {code[2:]}"


def typed(words: str) -> str:
    """However it was typed."""
    return "".join(letter for letter in words.upper() if letter.isascii() and letter.isalnum())


def tries_left(act: Act, meetup_id: int) -> int:
    """How many codes the member may still try. Raises Refusal for none, with when there are some again."""
    mine = act.conn.execute(select(code_tries.c.tries, code_tries.c.since).where(_mine(act, meetup_id))).first()
    if mine is None or mine.since + WAIT <= act.now:
        return TRIES
    if mine.tries >= TRIES:
        minutes = -(-(mine.since + WAIT - act.now) // timedelta(minutes=1))
        again = f"in {minutes} minutes" if minutes > 1 else "in a minute"
        raise Refusal(f"That was {TRIES} codes. Try again {again}, or tell the organiser that you're there: they can count you too.")
    return TRIES - mine.tries


def count_wrong(act: Act, meetup_id: int, left: int) -> int:
    """One more wrong code, where `left` were still allowed. Returns how many are now. The caller holds the meetup."""
    if left == TRIES:
        act.conn.execute(delete(code_tries).where(_mine(act, meetup_id)))
        act.conn.execute(insert(code_tries).values(meetup_id=meetup_id, member_id=act.member, tries=1, since=act.now))
    else:
        act.conn.execute(update(code_tries).where(_mine(act, meetup_id)).values(tries=code_tries.c.tries + 1))
    return left - 1


def _mine(act: Act, meetup_id: int) -> ColumnElement[bool]:
    return and_(code_tries.c.meetup_id == meetup_id, code_tries.c.member_id == act.member)
