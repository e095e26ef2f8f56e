"""How a meetup was: whoever had a seat is asked once, the day after, in one message for all the meetups of a day.

One tap says it; another, whether they would come again; a sentence only if they like, read by whom they choose. All of it can be changed
for as long as it is kept. `results` has what organisers see of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.clock import DAY, Wall, after_quiet_hours
from bot.community import groups, meetups, seats
from bot.community.act import Act
from bot.community.afterwards.quietly import let_be
from bot.community.afterwards.tables import feedback
from bot.community.meetups import ANNOUNCED, Meetup
from bot.outbox import Kind, To
from bot.schema import insert_or_ignore

GLAD, FINE, NOT_MINE, AWAY = "glad", "fine", "not", "away"
HOWS: Final = (GLAD, FINE, NOT_MINE, AWAY)
YES, PERHAPS, NO = "yes", "perhaps", "no"
AGAINS: Final = (YES, PERHAPS, NO)
ORGANISERS, NAMELESS, NAMED = "readers", "nameless", "named"
"""Who may read a sentence: organisers alone, without a name; everybody in the group, without one; everybody, with their first name."""
QUOTED: Final = (ORGANISERS, NAMELESS, NAMED)

TEN: Final = time(10)
USEFUL: Final = timedelta(days=4)
ANSWER_WITHIN: Final = timedelta(days=14)
"""So long it waits on `/my waiting`; the message's own buttons work for as long as the row is kept."""
TOGETHER: Final = timedelta(minutes=1)
"""What is asked about the meetups of one day is one message: it leaves when all of them have had their turn."""
GONE: Final = "That isn't there any more. /meetup list shows what is coming up."


@dataclass(frozen=True, slots=True)
class Asked:
    """One member asked about one meetup, with what they have said so far."""

    id: int
    meetup: int
    group: int
    title: str
    member: int
    how: str | None
    again: str | None
    next: str | None
    words: str | None
    quoted: str | None


_F: Final = feedback.c
_M: Final = meetups.meetups.c
_ONE: Final = select(
    *(_F.id, _F.meetup_id, _M.group_id, _M.title, _F.member_id, _F.how, _F.again, _F.next, _F.words, _F.quoted),
).join_from(feedback, meetups.meetups)
_BY_ID: Final = _ONE.where(_F.id == bindparam("ask"))
_OF_A_DAY: Final = _ONE.where(
    _F.member_id == bindparam("member"), _M.group_id == bindparam("group"), _F.day == bindparam("day"), _F.how.is_(None)
).order_by(_M.starts_at, _F.id)


# --- asking ---------------------------------------------------------------------------------------------------------------------


def plan(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Ask on the day after, where the group wants it. The same date plans once; a new date plans anew."""
    if groups.habits(conn, meetup.group_id).feedback and (due := due_at(conn, meetup)) > now:
        outbox.later(conn, ASK, meetup.id, group=meetup.group_id, subject=meetup.subject, due=due, once=meetup.dated)


def plan_coming(conn: Connection, now: datetime, group_id: int) -> None:
    """A group wants it from now on: so it is with what is planned already."""
    for meetup in meetups.to_manage(conn, group_id, now, most=_PLANNED):
        if meetup.state == ANNOUNCED:
            plan(conn, now, meetup)


def due_at(conn: Connection, meetup: Meetup) -> datetime:
    """Ten o'clock on the day after, in the group's zone: for all the meetups of a day the same moment; out of the group's quiet hours."""
    zone = groups.get(conn, meetup.group_id).zone
    ended = Wall.of(meetup.ends_at, zone).at.date()
    ten = Wall(datetime.combine(ended + DAY, TEN), zone).instant
    return after_quiet_hours(ten, zone, groups.habits(conn, meetup.group_id).quiet)


def _ask(conn: Connection, now: datetime, ref: str) -> None:
    meetup = meetups.held(conn, int(ref))
    if meetup is None or meetup.state != ANNOUNCED or not groups.habits(conn, meetup.group_id).feedback:
        return
    zone = groups.get(conn, meetup.group_id).zone
    today = Wall.of(now, zone).at.date()
    if not Wall.of(meetup.ends_at, zone).at.date() < today or now > meetup.ends_at + _NO_LONGER:
        return  # it was moved since this was planned, or nobody remembers
    day = today.isoformat()
    about = outbox.About(group=meetup.group_id, subject=f"feedback:{meetup.group_id}", due=now + TOGETHER, until=now + USEFUL)
    for seat in seats.of_states(conn, meetup.id, (seats.GOING,)):
        if not seat.absent and insert_or_ignore(conn, feedback, meetup_id=meetup.id, member_id=seat.member_id, day=day, asked_at=now):
            outbox.say(conn, HOW_WAS_IT, f"{meetup.group_id}.{day}.{seat.member_id}", To(member=seat.member_id), **about)


ASK: Final = Kind("feedback.due", run=_ask, urgency=2)
HOW_WAS_IT: Final = Kind("feedback.ask", urgency=2, failed=let_be("feedback.ask"), ends_in_member=True)
"""Its reference is `"group.day.member"`."""
_NO_LONGER: Final = timedelta(days=7)
_PLANNED: Final = 100


# --- what is open ---------------------------------------------------------------------------------------------------------------


def open_to(conn: Connection, ref: str) -> list[Asked]:
    """What a message asks about: the meetups of that day they have not said anything of."""
    group, day, member = ref.split(".")
    rows = conn.execute(_OF_A_DAY, {"group": int(group), "day": day, "member": int(member)})
    return [Asked(*row) for row in rows]


def awaited(conn: Connection, now: datetime, member: int, group: int) -> list[Asked]:
    """What a member may still say, of the last two weeks."""
    mine = _ONE.where(_F.member_id == member, _M.group_id == group, _F.how.is_(None), _F.asked_at > now - ANSWER_WITHIN)
    return [Asked(*row) for row in conn.execute(mine.order_by(_F.id))]


def get(conn: Connection, ask: int | None) -> Asked | None:
    """One, if it is still held."""
    row = conn.execute(_BY_ID, {"ask": ask}).first()
    return Asked(*row) if row else None


def group_of(conn: Connection, payload: str) -> int | None:
    """In which group somebody was asked: of `"12"`, or `"12.glad"`."""
    found = get(conn, read_id(payload.partition(".")[0]))
    return found.group if found else None


# --- answering ------------------------------------------------------------------------------------------------------------------


def say_how(act: Act, ask: int, how: str) -> Asked:
    """How it was for me, one of HOWS. Raises Refusal for what I was not asked."""
    found = mine(act, ask)
    if how not in HOWS:
        raise Refusal(GONE)
    return _write(act, found, {"how": how, **({"again": None} if how == AWAY else {})})


def say_again(act: Act, ask: int, again: str) -> Asked:
    """Whether I would come again, one of AGAINS. Raises as `say_how`."""
    found = mine(act, ask)
    if again not in AGAINS:
        raise Refusal(GONE)
    return _write(act, found, {"again": again})


def say_words(act: Act, ask: int, words: str, following: str, quoted: str) -> Asked:
    """A sentence, who may read it (one of QUOTED), and what I would like next; empty takes it back. Raises as `say_how`."""
    found = mine(act, ask)
    if quoted not in QUOTED:
        raise Refusal(GONE)
    # Somebody whose sentence was set aside, and who writes another, is read again.
    anew = {"aside": False} if words != (found.words or "") else {}
    outbox.touch(act.conn, act.now, f"recap:{found.meetup}")  # it may stand there, or be about to
    return _write(act, found, {"words": words or None, "next": following or None, "quoted": quoted if words else None, **anew})


def mine(act: Act, ask: int) -> Asked:
    """What I was asked in this group. Raises Refusal for anybody else's."""
    found = get(act.conn, ask)
    if found is None or found.member != act.member or found.group != act.group:
        raise Refusal(GONE)
    return found


def _write(act: Act, found: Asked, values: Mapping[str, Any]) -> Asked:
    act.conn.execute(update(feedback).where(_F.id == found.id).values(values))
    return mine(act, found.id)


# --- two who are one ------------------------------------------------------------------------------------------------------------


def one_person(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Of two answers about one meetup, the one that says something stays."""
    other = feedback.alias()
    said = select(other.c.meetup_id).where(other.c.member_id == gone, or_(other.c.how.is_not(None), other.c.words.is_not(None)))
    silent = and_(_F.member_id == kept, _F.how.is_(None), _F.words.is_(None), _F.meetup_id.in_(said))
    conn.execute(feedback.delete().where(silent))
