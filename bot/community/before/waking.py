"""The thread before a meetup: woken some days ahead with who comes, then one question a day until the day before.

Everything is planned at once, as rows of the outbox for the date the meetup has: none in the group's quiet hours, two on no day, none once
it begins. A meetup that is moved, put off or called off drops what waits; with a new date it is planned anew and goes on with the
questions that have not been put yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, and_, select, update

from bot import outbox
from bot.chat import Refusal
from bot.clock import Wall, after_quiet_hours
from bot.community import groups, guests, meetups, seats
from bot.community.act import Act
from bot.community.before import prompts, reading
from bot.community.before.reading import Preparation
from bot.community.before.tables import preparations, welcomes
from bot.community.guests import Guest
from bot.community.meetups import ANNOUNCED, Meetup
from bot.community.members import members, memberships
from bot.outbox import Kind, To
from bot.schema import insert_or_ignore

DAYS: Final = (2, 3, 4, 5, 7)
USUAL_DAYS: Final = 4
"""How many days ahead a thread may be woken, and how many it usually is: long enough for three questions, too short to be forgotten."""
AT: Final = time(10)
"""On the meetup's own wall."""
USEFUL: Final = timedelta(hours=6)
AT_LEAST: Final = timedelta(minutes=15)
"""How late it may still be said: six hours, and never into the quiet hours."""
MOST_ADDRESSED: Final = 50


# --- planning -------------------------------------------------------------------------------------------------------------------


def switch_on(act: Act, meetup_id: int, days: int, own: Sequence[str]) -> Meetup:
    """Wake the thread so many days ahead. `own`: questions in place of ours. Raises Refusal once it begins, or is called off.

    Said again with other days, what has been put already is not put twice; with other questions, they begin anew.
    """
    meetup = reading.hold(act, meetup_id)
    to_be = reading.of(act.conn, meetup).having(days, own)
    meetup = reading.change(act, meetup, days=days, prompts=to_be.prompts, said=to_be.said, version=to_be.version)
    return replan(act.conn, act.now, meetup)


def switch_off(act: Act, meetup_id: int) -> Meetup:
    """Let the thread sleep: nothing more is said in it before the meetup. Raises as `switch_on`."""
    meetup = reading.hold(act, meetup_id)
    before = reading.of(act.conn, meetup)
    return replan(act.conn, act.now, reading.change(act, meetup, days=None, version=before.version + 1))


def replan(conn: Connection, now: datetime, meetup: Meetup) -> Meetup:
    """Drop what waits to be said, and plan what is to be said of the date it has."""
    if meetup.prepared:
        outbox.cancel(conn, meetup.subject, "planned anew", kinds=(WAKE, PROMPT))
        plan(conn, now, meetup)
    return meetup


def plan(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Plan what is still ahead of it. The same date plans once."""
    prepared = reading.of(conn, meetup)
    quiet = groups.habits(conn, meetup.group_id).quiet
    for at, number in ahead(meetup, prepared, quiet, now):
        kind, ref = (WAKE if number is None else PROMPT), f"{meetup.id}.{prepared.version}.{meetup.moves}.{number or 0}"
        until = min(_useful_until(at, meetup.zone, quiet), meetup.starts_at)
        about = outbox.About(group=meetup.group_id, subject=meetup.subject, due=at, until=until, once=meetup.dated)
        for card in outbox.kept(conn, meetups.CARD, meetup.subject):
            outbox.say(conn, kind, ref, To(under=card), **about)


def ahead(meetup: Meetup, prepared: Preparation, quiet: str, now: datetime) -> list[tuple[datetime, int | None]]:
    """When what is said: None the first message, else the number of the question. Empty where its thread sleeps, or it has no date."""
    if prepared.days is None or meetup.state != ANNOUNCED:
        return []
    first = [] if prepared.woken == meetup.moves else [None]
    left = range(prepared.said, len(prepared.prompts or prompts.OURS))
    coming = [at for at in slots(meetup, prepared.days, quiet) if at > max(now, meetup.publish_at)]
    return list(zip(coming, [*first, *left], strict=False))


def slots(meetup: Meetup, days: int, quiet: str) -> list[datetime]:
    """A moment a day, from so many days ahead until the day before; out of the quiet hours."""
    zone, day = meetup.zone, meetup.when.at.date()
    wanted = [Wall(datetime.combine(day - timedelta(days=before), AT), zone).instant for before in range(days, 0, -1)]
    moved = [after_quiet_hours(at, zone, quiet) for at in wanted]
    by_day = {Wall.of(at, zone).at.date(): at for at in reversed(moved)}
    return sorted(at for at in by_day.values() if at < meetup.starts_at)


def _useful_until(due: datetime, zone: str, quiet: str) -> datetime:
    last = due
    while last < due + USEFUL and after_quiet_hours(last + AT_LEAST, zone, quiet) == last + AT_LEAST:
        last += AT_LEAST
    return max(last, due + AT_LEAST)


def _woken(conn: Connection, _now: datetime, ref: str) -> None:
    meetup, _, moves, _ = map(int, ref.split("."))
    conn.execute(update(preparations).where(preparations.c.meetup_id == meetup).values(woken=moves))


def _put(conn: Connection, _now: datetime, ref: str) -> None:
    meetup, version, _, number = map(int, ref.split("."))
    same = and_(preparations.c.meetup_id == meetup, preparations.c.version == version, preparations.c.said <= number)
    conn.execute(update(preparations).where(same).values(said=number + 1))


WAKE: Final = Kind("before.wake", delivered=_woken, words="a hello in a meetup's thread")
PROMPT: Final = Kind("before.prompt", delivered=_put, words="a question in a meetup's thread")
"""Their references: the meetup, the version of its preparation, how often it had been moved, the question."""


# --- being welcomed -------------------------------------------------------------------------------------------------------------


def may_be_welcomed(conn: Connection, now: datetime, meetup: Meetup) -> bool:
    """Whether its thread is still to be woken."""
    prepared = reading.of(conn, meetup)
    return prepared.days is not None and prepared.woken != meetup.moves and now < meetup.starts_at


def welcome_me(act: Act, meetup_id: int) -> None:
    """Everybody may read there that I come for the first time. Raises Refusal without a seat, or once the thread is awake."""
    meetup = meetups.hold(act, meetup_id)
    seat = seats.mine_at(act.conn, meetup.id, act.member)
    if seat is None or seat.state != seats.GOING:
        raise Refusal("You have no seat there just now. Press I'll be there first, then ask me again.")
    if not may_be_welcomed(act.conn, act.now, meetup):
        raise Refusal("Its thread is awake already, or sleeps. Say hello there yourself; people are glad of it.")
    insert_or_ignore(act.conn, welcomes, meetup_id=meetup.id, member_id=act.member, at=act.now)


# --- what is said, when it is said ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Company:
    """Who comes, for everybody to read: `named` agreed to that, `new` wanted to be welcomed besides; `others` is a number of people."""

    meetup: Meetup
    named: tuple[Guest, ...]
    new: tuple[Guest, ...]
    others: int


_COMING: Final = (
    select(seats.seats.c.member_id, members.c.name, memberships.c.named, welcomes.c.at)
    .join_from(seats.seats, members, members.c.id == seats.seats.c.member_id)
    .join(memberships, memberships.c.member_id == members.c.id)
    .outerjoin(welcomes, and_(welcomes.c.member_id == members.c.id, welcomes.c.meetup_id == seats.seats.c.meetup_id))
    .where(seats.seats.c.state == seats.GOING, ~seats.seats.c.absent, memberships.c.named | welcomes.c.at.is_not(None))
    .order_by(seats.seats.c.changed_at, seats.seats.c.id)
)


def company(conn: Connection, ref: str) -> Company | None:
    """What the first message is about; None where it no longer applies."""
    found = _still(conn, ref)
    if found is None:
        return None
    meetup, _ = found
    here = _COMING.where(seats.seats.c.meetup_id == meetup.id, memberships.c.group_id == meetup.group_id)
    rows = conn.execute(here).all()
    named = tuple(Guest(row.member_id, row.name, row.named) for row in rows if row.named)
    new = tuple(Guest(row.member_id, row.name, row.named) for row in rows if row.at is not None)
    return Company(meetup, named, new, guests.tally(conn, meetup).going - len(rows))


def prompt(conn: Connection, ref: str) -> tuple[Meetup, str] | None:
    """A question that is put; None where it no longer applies."""
    found = _still(conn, ref)
    if found is None:
        return None
    meetup, prepared = found
    return meetup, (prepared.prompts or prompts.OURS)[int(ref.split(".")[3])]


def _still(conn: Connection, ref: str) -> tuple[Meetup, Preparation] | None:
    """As it is prepared now, unless it was planned anew since."""
    number, version, moves, _ = map(int, ref.split("."))
    meetup = meetups.get(conn, number)
    prepared = reading.of(conn, meetup)
    same = prepared.version == version and meetup.moves == moves and prepared.days is not None
    return (meetup, prepared) if same and meetup.state == ANNOUNCED else None
