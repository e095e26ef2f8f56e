"""Answers to a write-up. What is written in its thread nobody here reads: pressing "Thank you" or "I'll comment" is how one knows.

Two who came, and whose first names show on meetups' cards anyway, may be asked for a first word. After three days without either button
the organisers' desk says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.clock import after_quiet_hours
from bot.community import groups, guests, meetups, safety, seats
from bot.community.act import Act
from bot.community.afterwards.feedback import AWAY
from bot.community.afterwards.quietly import let_be
from bot.community.afterwards.tables import feedback, recap_replies, recaps
from bot.outbox import Kind, To
from bot.schema import Instant, insert_or_ignore

THANKS, COMMENT, NOT_NOW = "thanks", "comment", "no"
SAID: Final = (THANKS, COMMENT, NOT_NOW)
UNANSWERED_AFTER: Final = timedelta(hours=72)
NO_LONGER: Final = timedelta(days=30)
TWO: Final = 2
OF_USE: Final = timedelta(days=3)
GONE: Final = "That write-up isn't there any more. /meetup list shows what is coming up."

_R: Final = recaps.c
_A: Final = recap_replies.c
_ANSWERED: Final = _A.said.in_([THANKS, COMMENT])


def say(act: Act, recap_id: int, said: str) -> int:
    """I thank for it, will write something under it, or (of those asked) won't. Returns the meetup. Raises Refusal where it is down."""
    row = act.conn.execute(select(_R.meetup_id, _R.group_id, _R.state).where(_R.id == recap_id)).first()
    if row is None or row.group_id != act.group or row.state != "up" or said not in SAID:
        raise Refusal(GONE)
    if not insert_or_ignore(act.conn, recap_replies, recap_id=recap_id, member_id=act.member, asked=False, said=said, at=act.now):
        act.conn.execute(update(recap_replies).where(_A.recap_id == recap_id, _A.member_id == act.member).values(said=said, at=act.now))
    outbox.touch(act.conn, act.now, f"recap:{row.meetup_id}")
    return row.meetup_id


def thanks(conn: Connection, recap_id: int) -> int:
    """How many said thank you."""
    return conn.execute(select(func.count()).select_from(recap_replies).where(_A.recap_id == recap_id, _A.said == THANKS)).scalar_one()


_SILENT: Final = (
    select(meetups.meetups.c.title)
    .join_from(recaps, meetups.meetups)
    .where(_R.group_id == bindparam("group"), _R.state == "up")
    .where(_R.posted_at <= bindparam("before", type_=Instant), _R.posted_at > bindparam("since", type_=Instant))
    .where(~exists().where(_A.recap_id == _R.id, _ANSWERED))
    .order_by(_R.posted_at)
)


def unanswered(conn: Connection, group_id: int, now: datetime) -> list[str]:
    """The titles of write-ups that nobody has answered in three days, of the last thirty."""
    given = {"group": group_id, "before": now - UNANSWERED_AFTER, "since": now - NO_LONGER}
    return list(conn.execute(_SILENT, given).scalars())


# --- two who are asked ----------------------------------------------------------------------------------------------------------


def plan(conn: Connection, due: datetime, recap_id: int, group: int) -> None:
    """Ask two, once it can't be undone any more."""
    outbox.later(conn, ASK_TWO, recap_id, group=group, subject=f"first_words:{recap_id}", due=due, once=due.isoformat())


def _ask_two(conn: Connection, now: datetime, ref: str) -> None:
    row = conn.execute(select(recaps).where(_R.id == int(ref))).first()
    if row is None or row.state != "up" or conn.execute(select(_A.member_id).where(_A.recap_id == row.id)).first():
        return
    group = groups.get(conn, row.group_id)
    due = after_quiet_hours(now, group.zone, groups.habits(conn, group.id).quiet)
    about = outbox.About(group=group.id, subject=f"first_words:{row.id}", due=due, until=due + OF_USE)
    for member in _willing(conn, row.meetup_id, row.author_id)[:TWO]:
        conn.execute(insert(recap_replies).values(recap_id=row.id, member_id=member, asked=True, at=now))
        outbox.say(conn, FIRST_WORD, f"{row.id}.{member}", To(member=member), **about)


def _willing(conn: Connection, meetup_id: int, author: int) -> list[int]:
    """Who had a seat and shows their first name, those asked least before first; nobody who is to keep away from the author."""
    meetup = meetups.get(conn, meetup_id)
    away = set(conn.execute(select(feedback.c.member_id).where(feedback.c.meetup_id == meetup_id, feedback.c.how == AWAY)).scalars())
    absent = {seat.member_id for seat in seats.of_states(conn, meetup_id, (seats.GOING,)) if seat.absent}
    named = {each.member_id for each in guests.guests(conn, meetup) if each.named} - away - absent - {author}
    barred = safety.barred(conn, [*named, author])
    free = [each for each in named if (min(each, author), max(each, author)) not in barred]
    counted = select(_A.member_id, func.count()).where(_A.member_id.in_(free), _A.asked).group_by(_A.member_id)
    times = {int(row[0]): int(row[1]) for row in conn.execute(counted)}
    # Of those asked equally often, another begins each time.
    return sorted(free, key=lambda each: (times.get(each, 0), (each * 7919 + meetup_id * 104_729) % 1_000_003))


def open_to(conn: Connection, ref: str) -> tuple[int, str] | None:
    """The write-up (its id, and the meetup's title) somebody (`"recap.member"`) is asked about, while nobody has said anything yet."""
    recap, _, member = ref.partition(".")
    answered = exists().where(_A.recap_id == _R.id, _ANSWERED)
    mine = select(_A.recap_id).where(_A.recap_id == int(recap), _A.member_id == int(member), _A.said.is_(None))
    found = select(_R.id, meetups.meetups.c.title, _R.author_id).join_from(recaps, meetups.meetups).where(_R.id == int(recap))
    row = conn.execute(found.where(_R.state == "up", ~answered, exists(mine))).first()
    return (row.id, row.title) if row and safety.may_meet(conn, int(member), row.author_id) else None


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose write-up a button is about."""
    return conn.execute(select(_R.group_id).where(_R.id == read_id(payload))).scalar()


ASK_TWO: Final = Kind("recap.ask_two", run=_ask_two, urgency=2)
FIRST_WORD: Final = Kind("recap.first_word", urgency=2, failed=let_be("recap.first_word"), ends_in_member=True)
