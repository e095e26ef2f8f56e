"""The host's side: what is offered, on which days, and how many places are left within every limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, or_, select, update

from bot.chat import Refusal
from bot.clock import Wall
from bot.community.act import Act
from bot.community.shadowing.tables import (
    AGREED,
    ASKED,
    DAYS,
    MOST_OF_ORGANISATION,
    NO,
    VISITS,
    Day,
    Offer,
    Visit,
    as_day,
    as_visit,
    day,
    days,
    offers,
    visits,
)
from bot.schema import insert_or_ignore

MOST_DAYS: Final = 12
"""Days to come a host may have on offer."""


class Places:
    """What is left of each limit, given who is expected already: each day's, each host's and each organisation's a month."""

    def __init__(self, expected: Collection[Visit]) -> None:
        self._day = Counter(each.day.id for each in expected)
        self._host = Counter((each.host, each.day.month) for each in expected)
        self._house = Counter((each.day.house, each.day.month) for each in expected)

    def of_day(self, of: Day) -> int:
        """Places left on a day by itself."""
        return max(of.places - self._day[of.id], 0)

    def of_host(self, of: Day) -> int:
        """Places left with its host in its month."""
        return max(of.offer.a_month - self._host[of.host, of.month], 0)

    def of_house(self, of: Day) -> int:
        """Places left with its organisation in its month."""
        return max(MOST_OF_ORGANISATION - self._house[of.house, of.month], 0)

    def left(self, of: Day) -> int:
        """Places that can be given: the least of the three."""
        return min(self.of_day(of), self.of_host(of), self.of_house(of))


def expected(conn: Connection, group: int) -> list[Visit]:
    """The visits of a group that hold a place: agreed, or asked and not declined."""
    held = or_(visits.c.state == AGREED, (visits.c.state == ASKED) & visits.c.host_answer.is_distinct_from(NO))
    return [as_visit(tuple(row)) for row in conn.execute(VISITS.where(visits.c.group_id == group, held))]


def offer(act: Act, what: Offer, on: Sequence[Wall], places: int) -> list[Day]:
    """Offer these days, in place of what was said of earlier ones. Returns all that are to come. Raises Refusal past the most."""
    insert_or_ignore(act.conn, offers, group_id=act.group, host_id=act.member, **asdict(what))
    mine = (offers.c.group_id == act.group, offers.c.host_id == act.member)
    act.conn.execute(update(offers).where(*mine).values(asdict(what)))
    offer_id = act.conn.execute(select(offers.c.id).where(*mine)).scalar_one()
    there = {each.starts_at: each for each in days_of(act.conn, act.member, act.group, act.now)}
    for wall in on:
        row = {"offer_id": offer_id, "wall_at": wall.at.isoformat(timespec="minutes"), "zone": wall.zone, "starts_at": wall.instant}
        if known := there.get(wall.instant):
            act.conn.execute(update(days).where(days.c.id == known.id).values(places=places))
        else:
            act.conn.execute(insert(days).values(row | {"places": places}))
    found = days_of(act.conn, act.member, act.group, act.now)
    if len(found) > MOST_DAYS:
        raise Refusal(f"You have {MOST_DAYS} days on offer, and that is the most. Take one back first: /shadow mine.")
    return found


def days_of(conn: Connection, host: int, group: int, now: datetime) -> list[Day]:
    """A host's days to come that are on offer, soonest first."""
    theirs = DAYS.where(offers.c.host_id == host, offers.c.group_id == group, days.c.starts_at > now, ~days.c.taken_back)
    return [as_day(tuple(row)) for row in conn.execute(theirs.order_by(days.c.starts_at, days.c.id))]


def offered_by(conn: Connection, host: int, group: int) -> Offer | None:
    """What a host says of their days."""
    columns = [offers.c[name] for name in ("place", "what", "organisation", "dos", "access", "a_month")]
    row = conn.execute(select(*columns).where(offers.c.host_id == host, offers.c.group_id == group)).first()
    return Offer(*row) if row else None


def mine(act: Act, day_id: int) -> Day:
    """One of my own days. Raises Refusal when it is none, or was taken back."""
    found = day(act.conn, day_id)
    if found is None or found.host != act.member or found.taken_back:
        raise Refusal("That day isn't on offer any more. /shadow mine shows yours.")
    return found
