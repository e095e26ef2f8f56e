"""How two people are brought together: a mentor's yes, or an organiser's round."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import circles, members
from bot.community.mentoring import check_ins, matches, people
from bot.community.mentoring.matches import Match
from bot.community.mentoring.people import Wish
from bot.community.mentoring.tables import ASKING, ENDED, FLASH, LENGTHS, MATCHED, ON, ROUND, wishes
from bot.community.mentoring.tables import matches as rows
from bot.outbox import Kind, To
from bot.schema import lock_row

FULL: Final = "There is no place with them just now."
NOT_JUST_NOW: Final = "They aren't available just now."


def begin(conn: Connection, now: datetime, wish: Wish, mentor: int, round_id: int | None = None) -> Match:
    """Bring the two together: their private place, its first line, and everything planned after it, in this transaction.

    Raises Refusal when a rule bars them, somebody was quicker, or the mentor has no place any more, whatever anybody planned: it is looked
    at as it stands now.
    """
    lock_row(conn, wishes, wish.id)
    state = conn.execute(select(wishes.c.state).where(wishes.c.id == wish.id)).scalar()
    if state not in {ASKING, ROUND} or not people.may_begin(conn, wish, mentor):
        raise Refusal(NOT_JUST_NOW)
    if not people.has_place(conn, wish.group, mentor):
        raise Refusal(FULL)
    conn.execute(update(wishes).where(wishes.c.id == wish.id).values(state=MATCHED, due_at=None))
    names = " and ".join(members.first_name(members.name_of(conn, each)) for each in (wish.member, mentor))
    circle = circles.gather(conn, now, wish.group, (wish.member, mentor), names[:100])
    who = {"group_id": wish.group, "mentee_id": wish.member, "mentor_id": mentor, "wish_id": wish.id, "circle_id": circle}
    row = {**who, "round": round_id, "mode": wish.mode, "state": ON, "why": "", "friend": False}
    made = insert(rows).values(**row, began_at=now, ends_at=now + LENGTHS[wish.mode]).returning(rows)
    match = matches.read(conn.execute(made).one())
    _plan(conn, match, circle)
    return match


def _plan(conn: Connection, match: Match, circle: int) -> None:
    matches.tell(conn, match, TOGETHER, To(circle=circle), match.began_at)
    if match.mode == FLASH:
        matches.after(conn, match, matches.DUE, match.ends_at)
        half = match.began_at + (match.ends_at - match.began_at) / 2
        matches.tell(conn, match, STILL_OPEN, To(member=match.mentor), half, until=match.ends_at)
        return
    matches.tell(conn, match, matches.FIRST_MEETING, To(circle=circle), match.began_at + matches.FIRST_MEETING_WITHIN)
    check_ins.plan(conn, match)


def _no_place(conn: Connection, now: datetime, ref: str) -> None:
    """They share no platform where a place can be opened: it ends before it began, and both hear so. Organisers are told by the desk."""
    found = matches.get(conn, int(ref))
    if found and found.on:
        conn.execute(update(rows).where(rows.c.id == found.id).values(state=ENDED, why="no place", ends_at=now))
        outbox.cancel(conn, found.subject, "there is no place")
        for each in found.pair:
            matches.tell(conn, found, NO_PLACE, To(member=each), now)


TOGETHER: Final = Kind("mentor.together", urgency=0, failed=_no_place)
STILL_OPEN: Final = Kind("mentor.still_open", urgency=2)
NO_PLACE: Final = Kind("mentor.no_place")
