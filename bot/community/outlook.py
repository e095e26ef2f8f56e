"""What is to come in a group: everything that will be said until a day, what runs out, what is late in changing, and the week ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from bot.clock import Wall
from bot.community import announcements, meetups
from bot.community.announcements import postings
from bot.community.desk import words_for
from bot.community.meetups import ANNOUNCED, TO_FOLLOW, Meetup
from bot.community.reminders import REMIND
from bot.community.seats import OFFERED, seats
from bot.outbox import outbox
from bot.outbox.table import is_open
from bot.schema import Instant

REMINDERS: Final = "reminders, to whoever is coming by then"
MOST: Final = 5000
"""Rows looked at; a group that plans more than that by Christmas reads the first of them."""

NAME_A_PLACE: Final = timedelta(days=42)
"""People book journeys and ask for time off: so long before it, a meetup wants its place."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be said: when, what kind of thing, what it is about ("" for what is somebody's own business), to how many."""

    at: datetime
    words: str
    about: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Offers:
    """Seats of a meetup on offer; the first of them runs out at `ends_at`."""

    title: str
    number: int
    ends_at: datetime
    zone: str


def without_place(conn: Connection, group_id: int, now: datetime, *, most: int = 3) -> list[Meetup]:
    """Meetups of a group of which only the date stands, though they begin within six weeks; soonest first."""
    table = meetups.meetups.c
    soon = (table.group_id == group_id, table.starts_at.between(now, now + NAME_A_PLACE), table.state == ANNOUNCED)
    wanted = select(meetups.meetups).where(*soon, table.venue == TO_FOLLOW).order_by(table.starts_at, table.id).limit(most)
    return [Meetup(*row) for row in conn.execute(wanted)]


def christmas(now: datetime, zone: str) -> datetime:
    """The end of the next Christmas Day in a zone, even today's."""
    today = Wall.of(now, zone).at
    year = today.year + ((today.month, today.day) > (12, 25))
    return Wall(today.replace(year=year, month=12, day=26, hour=0, minute=0, second=0, microsecond=0), zone).instant


_AHEAD: Final = (
    select(outbox.c.kind, outbox.c.mode, outbox.c.subject, outbox.c.due_at, func.count().label("times"))
    .where(outbox.c.group_id == bindparam("group"), is_open(outbox), outbox.c.message.is_(None))
    .where(outbox.c.due_at <= bindparam("last", type_=Instant))
    .group_by(outbox.c.kind, outbox.c.mode, outbox.c.subject, outbox.c.due_at)
    .order_by(outbox.c.due_at)
    .limit(MOST)
)


def planned(conn: Connection, group_id: int, last: datetime) -> list[Planned]:
    """Everything that will be said until `last`, as far as anybody knows today, in order.

    What goes to one person about their own affairs is counted, day by day, and not told apart.
    """
    found = [Planned(at, "an announcement", each.title) for at, each in announcements.to_come(conn, group_id, last)]
    rows = list(conn.execute(_AHEAD, {"group": group_id, "last": last}))
    titles = _titles(conn, {row.subject for row in rows})
    private: dict[datetime, int] = {}
    for row in rows:
        words = REMINDERS if row.kind == REMIND.name else words_for(row.kind)
        if row.mode == "do" and row.kind != REMIND.name:
            continue  # a rule that runs, and an announcement that `to_come` has already
        if words and row.subject in titles:
            found.append(Planned(row.due_at, words, titles[row.subject], row.times))
        else:
            day = row.due_at.replace(hour=0, minute=0, second=0, microsecond=0)
            private[day] = private.get(day, 0) + row.times
    found += [Planned(day, "to single people, about their own affairs", "", times) for day, times in private.items()]
    return sorted(found, key=lambda each: (each.at, each.about))


def _titles(conn: Connection, subjects: Iterable[str]) -> dict[str, str]:
    """What each subject is called, of those everybody in the group may read."""
    wanted = list(subjects)
    found: dict[str, str] = {}
    for prefix, table in (("meetup:", meetups.meetups), ("posting:", postings)):
        numbers = [int(each.removeprefix(prefix)) for each in wanted if each.startswith(prefix)]
        rows = conn.execute(select(table.c.id, table.c.title).where(table.c.id.in_(numbers)))
        found |= {f"{prefix}{row.id}": row.title for row in rows}
    return found


_OFFERS: Final = (
    select(meetups.meetups.c.title, func.count(), func.min(seats.c.offer_ends_at), meetups.meetups.c.zone)
    .join_from(seats, meetups.meetups, meetups.meetups.c.id == seats.c.meetup_id)
    .where(meetups.meetups.c.group_id == bindparam("group"), seats.c.state == OFFERED, seats.c.offer_ends_at.is_not(None))
    .group_by(meetups.meetups.c.id)
    .order_by(func.min(seats.c.offer_ends_at))
    .limit(bindparam("most"))
)


def offers(conn: Connection, group_id: int, most: int = 3) -> list[Offers]:
    """Seats on offer, the soonest to run out first."""
    return [Offers(*row) for row in conn.execute(_OFFERS, {"group": group_id, "most": most})]


def edits_waiting(conn: Connection, group_id: int, now: datetime) -> int:
    """Cards that should have changed by now and have not: the platform refuses, or can't be reached."""
    late = (is_open(outbox), outbox.c.mode == "keep", outbox.c.message.is_not(None), outbox.c.attempts > 0)
    mine = select(func.count()).select_from(outbox).where(outbox.c.group_id == group_id, *late, outbox.c.tried_at < now)
    return conn.execute(mine).scalar_one()


def nothing_for(conn: Connection, group_id: int, now: datetime, ahead: timedelta = timedelta(days=90)) -> bool:
    """Whether no meetup is planned in the days ahead, announced or not."""
    table = meetups.meetups.c
    coming = select(table.id).where(table.group_id == group_id, table.state == meetups.ANNOUNCED)
    return conn.execute(coming.where(table.starts_at >= now, table.starts_at <= now + ahead).limit(1)).first() is None
