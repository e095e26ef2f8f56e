"""What it means for mentoring when somebody goes, or when two records turn out to be one person."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot import outbox
from bot.community.mentoring import matches, people, wishes
from bot.community.mentoring.matches import Match
from bot.community.mentoring.tables import ASKING, ON, check_ins, feedback, helps, offers, requests
from bot.community.mentoring.tables import matches as rows
from bot.community.mentoring.tables import wishes as wish_rows
from bot.outbox import Kind, To


def leave(conn: Connection, now: datetime, member: int) -> None:
    """Somebody goes: each they were with hears so kindly, a mentee with a way to another mentor; nothing more is asked of anybody.

    Who asked them waits until the day they were told of, and hears what everybody hears.
    """
    both = or_(rows.c.mentee_id == member, rows.c.mentor_id == member)
    for row in conn.execute(select(rows).where(both, rows.c.state == ON)).all():
        match = matches.read(row)
        matches.end(conn, now, match, "left", quiet=match.pair)
        _tell(conn, now, match, match.other(member))
    for wish in conn.execute(select(wish_rows).where(wish_rows.c.member_id == member)).all():
        wishes.close(conn, people.read_wish(wish))
    asked = or_(requests.c.mentee_id == member, requests.c.mentor_id == member)
    for request in conn.execute(select(requests.c.id).where(asked)).scalars().all():
        outbox.cancel(conn, f"mentor_request:{request}", "they have left")
    for offer in conn.execute(select(offers.c.id).where(offers.c.member_id == member)).scalars().all():
        outbox.cancel(conn, f"offer:{offer}", "they have left")


def _tell(conn: Connection, now: datetime, match: Match, other: int) -> None:
    """By what stays when the match goes with whoever left: a mentee's own wish; for a mentor, the group."""
    to, about = To(member=other), f"left:{match.id}"
    if other == match.mentee and match.wish is not None:
        wishes.comes_first(conn, match.wish)
        outbox.say(conn, MENTOR_LEFT, match.wish, to, group=match.group, subject=about, due=now, once=match.began_at)
    else:
        outbox.say(conn, PARTNER_LEFT, match.group, to, group=match.group, subject=about, due=now, once=match.began_at)


def join(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Two records are one: one open wish in a group (an answer due before anything else), nobody with themselves, nobody overfull."""
    _nobody_with_themselves(conn, kept, gone)
    for row in conn.execute(select(wish_rows).where(wish_rows.c.member_id == gone, wish_rows.c.state.in_(wishes.OPEN))).all():
        theirs, mine = people.read_wish(row), wishes.open_of(conn, kept, row.group_id)
        if mine:
            wishes.close(conn, mine if theirs.state == ASKING != mine.state else theirs)
    for row in conn.execute(select(offers).where(offers.c.member_id.in_((kept, gone)))).all():
        mentors = and_(rows.c.mentor_id.in_((kept, gone)), rows.c.group_id == row.group_id, rows.c.state == ON)
        held = len(conn.execute(select(rows.c.id).where(mentors)).all())
        conn.execute(update(offers).where(offers.c.id == row.id).values(capacity=max(row.capacity, held)))


def _nobody_with_themselves(conn: Connection, kept: int, gone: int) -> None:
    for table in (rows, requests):
        own = and_(table.c.mentee_id.in_((kept, gone)), table.c.mentor_id.in_((kept, gone)))
        for number in conn.execute(select(table.c.id).where(own)).scalars().all():
            outbox.cancel(conn, f"{'mentoring' if table is rows else 'mentor_request'}:{number}", "they are one person")
            for hangs in (check_ins, feedback, helps) if table is rows else ():
                conn.execute(delete(hangs).where(hangs.c.match_id == number))
            conn.execute(delete(table).where(table.c.id == number))


MENTOR_LEFT: Final = Kind("mentor.mentor_left")
PARTNER_LEFT: Final = Kind("mentor.partner_left")
