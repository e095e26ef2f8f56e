"""How mentoring stands in a group: states and dates for whoever organises it, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.community import members
from bot.community.mentoring import check_ins, helps, matches, people
from bot.community.mentoring.tables import ASKING, CHOOSING, ON, RESTING, ROUND, offers
from bot.community.mentoring.tables import matches as rows
from bot.community.mentoring.tables import wishes as wish_rows


@dataclass(frozen=True, slots=True)
class Standing:
    """The numbers of a group. `since`: how long the first of those has waited for the round; `helps`: ids of who asked for help."""

    pairs: int
    quiet: int
    places: int
    mentors: int
    resting: int
    asking: int
    waiting: int
    since: datetime | None
    helps: tuple[int, ...]

    @property
    def anything(self) -> bool:
        """Whether there is mentoring in this group at all."""
        return bool(self.pairs or self.mentors or self.resting or self.asking or self.waiting)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people together, as an organiser sees them: first names, whether it has gone quiet or one asked for help, and dates."""

    mentee: str
    mentor: str
    state: str
    began_at: datetime
    next_at: datetime
    ends_at: datetime


def look(conn: Connection, group: int) -> Standing:
    """The numbers."""
    there = people.offering(conn, group)
    waiting = _count(conn, group, ROUND)
    return Standing(
        pairs=conn.execute(select(func.count()).where(rows.c.group_id == group, rows.c.state == ON)).scalar_one(),
        quiet=conn.execute(
            select(func.count()).where(rows.c.group_id == group, rows.c.state == ON, rows.c.quiet_at.is_not(None))
        ).scalar_one(),
        places=sum(max(each.places, 0) for each in there),
        mentors=len(there),
        resting=conn.execute(select(func.count()).where(offers.c.group_id == group, offers.c.state == RESTING)).scalar_one(),
        asking=_count(conn, group, ASKING, CHOOSING)[0],
        waiting=waiting[0],
        since=waiting[1],
        helps=tuple(each.id for each in helps.open_in(conn, group)),
    )


def _count(conn: Connection, group: int, *states: str) -> tuple[int, datetime | None]:
    which = (wish_rows.c.group_id == group, wish_rows.c.state.in_(states))
    row = conn.execute(select(func.count(), func.min(wish_rows.c.opened_at)).where(*which)).one()
    return row[0], row[1]


def pairs(conn: Connection, group: int, now: datetime, after: int = 0, most: int = 8) -> list[tuple[int, Pair]]:
    """Those together, the oldest first, from the one after the id `after` on, each with its id."""
    which = (rows.c.group_id == group, rows.c.state == ON, rows.c.id > after)
    found = [matches.read(row) for row in conn.execute(select(rows).where(*which).order_by(rows.c.id).limit(most))]
    asked = {each.match for each in helps.open_in(conn, group)}
    return [
        (
            each.id,
            Pair(
                members.first_name(members.name_of(conn, each.mentee)),
                members.first_name(members.name_of(conn, each.mentor)),
                "would like help" if each.id in asked else "quiet" if each.quiet_at else "going on",
                each.began_at,
                check_ins.next_for(each, now),
                each.ends_at,
            ),
        )
        for each in found
    ]
