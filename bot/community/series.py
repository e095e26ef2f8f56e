"""Series: meetups that come again, by a rule, at the same time on the wall.

Each occurrence is a meetup of its own, planned a few months ahead, so that one can be moved or left out long before it is announced. One
row of the outbox a series says when the next is to be planned: what a series costs is what is due, however long it has been going.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, Row, String, Table, Text, func, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.clock import Wall
from bot.community import meetups, recurrence, reminders
from bot.community.act import Act
from bot.community.meetups import ANNOUNCED, WITHDRAWN, Meetup, Plan
from bot.outbox import Kind
from bot.schema import Instant, holds, lock_row, metadata, personal

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("title", String(150), nullable=False),
    Column("venues", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("seats", Integer),
    Column("how", String(6), nullable=False),
    Column("online", String(300), nullable=False),
    Column("online_seats", Integer),
    Column("rule", String(200), nullable=False),
    Column("last_day", String(10)),
    Column("planned", Integer, nullable=False),
    Column("planned_to", String(10), nullable=False),
    Column("next_day", String(10)),
    Column("organiser_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Series you began")),
    Column("began_at", Instant, nullable=False),
    info=holds("Series you began", erase="stub"),
)

AHEAD: Final = timedelta(days=90)
"""How far ahead occurrences are planned."""
ANNOUNCED_AT: Final = time(10)
"""On the wall, so that a series never speaks in the night."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """How it comes again: a rule, the other places it takes turns with, and the last day it may be on."""

    rule: str
    others: tuple[str, ...] = ()
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """How a series stands. `next_day` is the first that is not planned yet; None when it has ended."""

    id: int
    rule: str
    venues: tuple[str, ...]
    next_day: date | None


def read_others(words: str) -> tuple[str, ...]:
    """`"Edinburgh, then Glasgow"`, one after the other."""
    return tuple(place.strip(" ,") for place in re.split(r"\bthen\b|;|\n", words) if place.strip(" ,"))


def begin(act: Act, meetup: Meetup, repeat: Repeat) -> int:
    """Let a meetup come again. It is the first of them, and stays as it is. Returns the series' id.

    Raises Refusal when it belongs to one already, or has no date.
    """
    if meetup.series_id is not None and get(act.conn, meetup.series_id).next_day:
        raise Refusal("That one comes again already. Stop the series first, then begin another.")
    if meetup.state != ANNOUNCED:
        raise Refusal("It has no date just now. Move it to one first.")
    first = meetup.when.at.date()
    copied = ("group_id", "title", "details", "zone", "minutes", "seats", "how", "online", "online_seats")
    values = {
        **{name: getattr(meetup, name) for name in copied},
        "venues": "\n".join([meetup.venue, *(place for place in repeat.others if place != meetup.venue)]),
        "at": f"{meetup.when.at:%H:%M}",
        "rule": repeat.rule,
        "last_day": repeat.last.isoformat() if repeat.last else None,
        "planned": 1,
        "planned_to": first.isoformat(),
        "next_day": _next(repeat.rule, first, repeat.last),
        "organiser_id": act.member,
        "began_at": act.now,
    }
    made = act.conn.execute(insert(series).values(values).returning(series.c.id)).scalar_one()
    table = meetups.meetups
    act.conn.execute(update(table).where(table.c.id == meetup.id).values(series_id=made, slot=first.isoformat()))
    plan_ahead(act.conn, act.now, str(made))
    return made


def _next(rule: str, day: date, last: date | None) -> str | None:
    found = recurrence.following(rule, day)
    return found.isoformat() if found and (last is None or found <= last) else None


def plan_ahead(conn: Connection, now: datetime, ref: str) -> None:
    """Plan what begins within three months, and when to look again. Run twice, or late, it plans each day once and none gone by."""
    lock_row(conn, series, int(ref))
    row = conn.execute(select(series).where(series.c.id == int(ref))).one()
    planned, before, day = row.planned, date.fromisoformat(row.planned_to), row.next_day
    last = date.fromisoformat(row.last_day) if row.last_day else None
    while day and _wall(row.at, row.zone, day).instant <= now + AHEAD:
        if _wall(row.at, row.zone, day).instant > now:
            _plan_one(conn, now, row, before, day, planned)
        before, planned = date.fromisoformat(day), planned + 1
        day = _next(row.rule, before, last)
    values = {"planned": planned, "planned_to": before.isoformat(), "next_day": day}
    conn.execute(update(series).where(series.c.id == row.id).values(values))
    if day:
        due = _wall(row.at, row.zone, day).instant - AHEAD
        outbox.later(conn, PLAN, row.id, group=row.group_id, subject=f"series:{row.id}", due=due, once=day)


def _turn(venues: str, number: int) -> str:
    places = venues.split("\n")
    return places[number % len(places)]


def _wall(at: str, zone: str, day: str) -> Wall:
    return Wall(datetime.fromisoformat(f"{day}T{at}"), zone)


def _plan_one(conn: Connection, now: datetime, of: Row[Any], before: date, day: str, number: int) -> None:
    """The occurrence of this day, to be announced on its own day; `number` counts them from 0, for whose turn it is."""
    on = date.fromisoformat(day) - recurrence.lead(before, date.fromisoformat(day))
    publish = max(Wall(datetime.combine(on, ANNOUNCED_AT), of.zone).instant, now)
    when, venue = _wall(of.at, of.zone, day), _turn(of.venues, number)
    plan = Plan(of.title, when, venue, of.minutes, of.seats, of.details, min(publish, when.instant), of.how, of.online, of.online_seats)
    meetup = meetups.add(Act(conn, now, of.organiser_id, of.group_id), plan, series=of.id, slot=day)
    reminders.plan(conn, now, meetup)


PLAN: Final = Kind("series.plan", run=plan_ahead)


def stop(act: Act, series_id: int) -> int:
    """It comes no more. What is announced already stays; what nobody has been told of goes. Returns how many stay to come.

    Raises Refusal when it is not this group's.
    """
    lock_row(act.conn, series, series_id)
    if act.conn.execute(select(series.c.group_id).where(series.c.id == series_id)).scalar() != act.group:
        raise Refusal("I can't find that series in this group. /meetup manage shows what is planned.")
    act.conn.execute(update(series).where(series.c.id == series_id).values(next_day=None))
    outbox.cancel(act.conn, f"series:{series_id}", "the series was stopped")
    table, coming = meetups.meetups, of_series(act.conn, series_id, act.now)
    for meetup in coming:
        if act.now < meetup.publish_at:
            act.conn.execute(update(table).where(table.c.id == meetup.id).values(state=WITHDRAWN, sequence=meetup.sequence + 1))
            outbox.cancel(act.conn, meetup.subject, "the series was stopped")
    return sum(act.now >= meetup.publish_at for meetup in coming)


def of_series(conn: Connection, series_id: int, now: datetime) -> Sequence[Meetup]:
    """Its occurrences that are still to come."""
    table = meetups.meetups
    wanted = select(table).where(table.c.series_id == series_id, meetups.OPEN).order_by(table.c.starts_at)
    return [Meetup(*row) for row in conn.execute(wanted, {"now": now})]


def get(conn: Connection, series_id: int) -> Series:
    """One series. Raises NoResultFound."""
    row = conn.execute(select(series).where(series.c.id == series_id)).one()
    return Series(row.id, row.rule, tuple(row.venues.split("\n")), date.fromisoformat(row.next_day) if row.next_day else None)


def group_of(conn: Connection, series_id: int | None) -> int | None:
    """Whose series it is."""
    return conn.execute(select(series.c.group_id).where(series.c.id == series_id)).scalar()


def begins_with(conn: Connection, meetup: Meetup) -> bool:
    """Whether it is the first of its series."""
    table = meetups.meetups
    first = select(func.min(table.c.slot)).where(table.c.series_id == meetup.series_id)
    return conn.execute(first).scalar() == meetup.slot
