"""What it means to others when somebody leaves, or turns out to be two records of one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot.community.shadowing import asking
from bot.community.shadowing.tables import AGREED, ASKED, OVER, VISITS, YES, as_visit, choices, days, offers, visits, wishes


def leave(conn: Connection, now: datetime, member_id: int) -> None:
    """Somebody goes for good: days agreed are off at once, and whoever waits for their answer hears on the day they would have anyway."""
    theirs = or_(visits.c.visitor_id == member_id, visits.c.host_id == member_id)
    for row in conn.execute(VISITS.where(theirs, visits.c.state.in_((AGREED, ASKED)))):
        found = as_visit(tuple(row))
        if found.state == AGREED and now < found.day.starts_at:
            asking.break_off(conn, now, found, member_id)
        elif found.state == ASKED and member_id == found.host:
            asking.move_on_later(conn, found)
        elif found.state == ASKED and found.placed and found.host_answer == YES:
            asking.tell_host_later(conn, found)


def one_person(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Two records become one: nobody visits themselves, and there is one offer in each group, with the days of both."""
    between = or_(and_(visits.c.visitor_id == kept, visits.c.host_id == gone), and_(visits.c.visitor_id == gone, visits.c.host_id == kept))
    conn.execute(update(wishes).where(wishes.c.id.in_(select(visits.c.wish_id).where(between))).values(state=OVER, due_at=None))
    conn.execute(delete(visits).where(between))
    mine = {row.group_id: row.id for row in conn.execute(select(offers.c.id, offers.c.group_id).where(offers.c.host_id == kept))}
    for row in conn.execute(select(offers.c.id, offers.c.group_id).where(offers.c.host_id == gone)).all():
        if row.group_id in mine:
            conn.execute(update(days).where(days.c.offer_id == row.id).values(offer_id=mine[row.group_id]))
            conn.execute(delete(offers).where(offers.c.id == row.id))
    own = select(days.c.id).join(offers).where(offers.c.host_id.in_((kept, gone)))
    wished = select(wishes.c.id).where(wishes.c.visitor_id.in_((kept, gone)))
    conn.execute(delete(choices).where(choices.c.day_id.in_(own), choices.c.wish_id.in_(wished)))
