"""Whether people met: asked once, a week later, answered by one tap. Whoever says nothing three times running is let rest, and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Select, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import members, safety
from bot.community.act import Act
from bot.community.coffee import days, people, rounds
from bot.community.coffee.rounds import CoffeeRound, Sitting
from bot.community.coffee.tables import TOLD, coffee_rounds, coffee_seats, coffee_tables
from bot.outbox import Kind, To

MEET_WITHIN: Final = timedelta(days=7)
ANSWER_WITHIN: Final = timedelta(days=4)
"""Counted before the next round but one is drawn, so that nobody is put with somebody about to rest."""
SILENT: Final = 3
"""Rounds in a row after which somebody rests."""
_EARLIER: Final = timedelta(hours=12)
"""Ten o'clock where somebody is may come so much before a week is over."""
YES, NO = "yes", "no"
NOT_YOURS: Final = "That one is over. /coffee status shows how you stand."


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked whether they met: at which table, with whom (first names), by when."""

    table: int
    member: int
    others: tuple[str, ...]
    until: datetime


def plan(conn: Connection, now: datetime, found: CoffeeRound, table: int, sitting: Sitting, zones: Mapping[int, str]) -> None:
    """Ask each in a week, at ten where they are; count who said nothing by some days after that."""
    subject, week = f"coffee:{found.id}.{table}", now + MEET_WITHIN
    for each in sitting:
        ten = max(week - _EARLIER, days.ten_on(week.date(), zones[each]))
        about = outbox.About(group=found.group, subject=subject, due=ten, until=week + ANSWER_WITHIN)
        outbox.say(conn, HAVE_YOU_MET, f"{table}.{each}", To(member=each), **about)
    outbox.later(conn, COUNT, table, group=found.group, subject=subject, due=week + ANSWER_WITHIN)


def asked(conn: Connection, ref: str) -> Asked | None:
    """What somebody (`"table.member"`) is asked.

    None once they answered or take no part any more, or where it would name whom they must not meet.
    """
    table, _, member = ref.partition(".")
    row = conn.execute(_of(int(member)).where(coffee_tables.c.id == int(table))).first()
    return _asked(conn, int(member), *row) if row else None


def open_to(conn: Connection, now: datetime, member: int, group: int) -> list[Asked]:
    """What a member may still answer in this group."""
    lately = now - ANSWER_WITHIN - MEET_WITHIN
    asked_by_now = coffee_rounds.c.due_at <= now - MEET_WITHIN + _EARLIER
    mine = _of(member).where(coffee_rounds.c.group_id == group, coffee_rounds.c.due_at > lately, asked_by_now)
    return [found for row in conn.execute(mine.order_by(coffee_tables.c.id)) if (found := _asked(conn, member, *row))]


def _of(member: int) -> Select[int, int, int, datetime]:
    return (
        select(coffee_tables.c.id, coffee_rounds.c.id, coffee_rounds.c.group_id, coffee_rounds.c.due_at)
        .join_from(coffee_seats, coffee_tables, coffee_tables.c.id == coffee_seats.c.table_id)
        .join(coffee_rounds, coffee_rounds.c.id == coffee_seats.c.round_id)
        .where(coffee_seats.c.member_id == member, coffee_seats.c.met.is_(None), coffee_tables.c.state == TOLD)
    )


def _asked(conn: Connection, member: int, table: int, round_id: int, group: int, due: datetime) -> Asked | None:
    sitting = rounds.tables_of(conn, round_id).get(table, ())
    barred = safety.barred(conn, sitting)
    others = [each for each in sitting if each != member and (min(each, member), max(each, member)) not in barred]
    if not others or not people.takes_part(conn, group, member):
        return None
    names = tuple(members.first_name(members.name_of(conn, each)) for each in others)
    return Asked(table, member, names, due + MEET_WITHIN + ANSWER_WITHIN)


def say_met(act: Act, table: int, *, met: bool) -> None:
    """One of a table says whether they met. Raises Refusal for anybody else."""
    mine = (coffee_seats.c.table_id == table, coffee_seats.c.member_id == act.member)
    if act.conn.execute(update(coffee_seats).where(*mine).values(met=YES if met else NO)).rowcount == 0:
        raise Refusal(NOT_YOURS)
    people.said_something(act.conn, act.group, act.member)


def _count(conn: Connection, now: datetime, ref: str) -> None:
    """Whoever was asked and said nothing has been silent once more."""
    row = conn.execute(
        select(coffee_rounds.c.id, coffee_rounds.c.group_id)
        .join_from(coffee_tables, coffee_rounds)
        .where(coffee_tables.c.id == int(ref), coffee_tables.c.state == TOLD)
    ).first()
    for member in rounds.tables_of(conn, row.id).get(int(ref), ()) if row else ():
        still = asked(conn, f"{ref}.{member}")
        if row and still and people.said_nothing(conn, row.group_id, member, now, SILENT):
            about = outbox.About(group=row.group_id, subject=f"coffee:{row.group_id}", due=now, once=ref)
            outbox.say(conn, RESTS, f"{row.group_id}.{member}", To(member=member), **about)


def rests(conn: Connection, ref: str) -> bool:
    """Whether whom a message is to (`"group.member"`) rests still."""
    group, _, member = ref.partition(".")
    mine = people.habit(conn, int(member), int(group))
    return mine is not None and mine.resting_since is not None


HAVE_YOU_MET: Final = Kind("coffee.met", urgency=2)
COUNT: Final = Kind("coffee.count", run=_count, urgency=2)
RESTS: Final = Kind("coffee.rests", urgency=2)
