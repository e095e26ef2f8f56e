"""Reminders: 7 days, 1 day and 2 hours before, never in quiet hours, at most three a meetup.

Who is reminded is decided when the time comes. Those who agreed to be named are mentioned together in the meetup's thread;
the others, whose coming is nobody else's business, are told by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import outbox
from bot.clock import after_quiet
from bot.community import meetups, seats
from bot.community.meetups import Meetup
from bot.outbox import Kind, To


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder: how long before, and how late it is still of use (before the meetup begins)."""

    name: str
    before: timedelta
    useful: timedelta


STEPS = (
    Step("week", timedelta(days=7), timedelta(days=2)),
    Step("day", timedelta(days=1), timedelta(hours=3)),
    Step("soon", timedelta(hours=2), timedelta(minutes=10)),
)
"""A week's reminder is of use until 2 days before, a day's until 3 hours before, the last one until 10 minutes before."""

MOST_NAMES = 50
"""People mentioned in one message; a longer list goes on in the next."""


def plan(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Plan what is still ahead. The same date plans once; a new date plans anew."""
    for step in STEPS:
        due = due_at(meetup, step)
        if due is not None and due > max(now, meetup.publish_at):
            once = meetup.starts_at.isoformat()
            outbox.later(conn, REMIND, f"{meetup.id}.{step.name}", group=meetup.group_id, subject=meetup.subject, due=due, once=once)


def due_at(meetup: Meetup, step: Step) -> datetime | None:
    """When this reminder is due, moved out of quiet hours; None when that leaves it of no use."""
    due = after_quiet(meetup.starts_at - step.before, meetup.zone)
    return due if due <= meetup.starts_at - step.useful else None


def _remind(conn: Connection, now: datetime, ref: str) -> None:
    meetup, step = read_ref(conn, ref)
    until = meetup.starts_at - step.useful
    if meetup.state != meetups.ANNOUNCED or now > until or now < meetup.starts_at - step.before:
        return
    going = seats.guests(conn, meetup)
    named = [guest for guest in going if guest.named]
    once = meetup.starts_at.isoformat()
    about = {"group": meetup.group_id, "subject": meetup.subject, "due": due_at(meetup, step) or now, "until": until, "once": once}
    for page in range(0, len(named), MOST_NAMES):
        for card in outbox.kept(conn, meetups.CARD, meetup.subject):
            outbox.say(conn, IN_THREAD, f"{ref}.{page}", To(under=card), **about)
    for guest in going:
        if not guest.named:
            outbox.say(conn, ALONE, ref, To(member=guest.member_id), **about)


REMIND = Kind("reminder.due", run=_remind)
IN_THREAD = Kind("reminder.in_thread")
ALONE = Kind("reminder.alone")


def read_ref(conn: Connection, ref: str) -> tuple[Meetup, Step]:
    """`"12.day"` or `"12.day.50"`: the meetup and the step."""
    meetup_id, name, *_ = ref.split(".")
    return meetups.get(conn, int(meetup_id)), next(step for step in STEPS if step.name == name)


def page_of(conn: Connection, ref: str) -> list[seats.Guest]:
    """The people one message in the thread is for, as they stand now."""
    meetup, _ = read_ref(conn, ref)
    first = int(ref.split(".")[2])
    return [guest for guest in seats.guests(conn, meetup) if guest.named][first : first + MOST_NAMES]
