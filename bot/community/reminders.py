"""Reminders: 7 days, 1 day and 2 hours before, never in quiet hours, at most three a meetup.

Who is reminded is decided when the time comes. Those who agreed to be named are mentioned together in the meetup's thread;
the others, whose coming is nobody else's business, are told by themselves. Reminders of several meetups that fall together are one message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import outbox
from bot.clock import DAY, Wall, after_quiet_hours
from bot.community import coinciding, groups, guests, meetups, seats
from bot.community.afterwards import feedback
from bot.community.attendance import day
from bot.community.guests import Guest
from bot.community.meetups import Meetup
from bot.outbox import About, Kind, To


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder: how long before, and how late it is still of use (before the meetup begins)."""

    name: str
    before: timedelta
    useful: timedelta

    def comes(self, meetup: Meetup) -> datetime:
        """When it is meant for, quiet hours apart. Days before are the same hour on the wall, also where clocks change between."""
        days, hours = divmod(self.before, DAY)
        wall = Wall.of(meetup.starts_at, meetup.zone)
        return Wall(wall.at - days * DAY, wall.zone).instant - hours


STEPS = (
    Step("week", timedelta(days=7), timedelta(days=2)),
    Step("day", timedelta(days=1), timedelta(hours=3)),
    Step("soon", timedelta(hours=2), timedelta(minutes=10)),
)
"""A week's reminder is of use until 2 days before, a day's until 3 hours before, the last one until 10 minutes before."""

MOST_TOGETHER = 4
"""Meetups in one message."""
MOST_NAMES = 50
"""People mentioned in one message; a longer list goes on in the next."""


def plan(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Plan what is still ahead of those the group wants, the day itself and the question after it. Each date plans once."""
    day.plan(conn, now, meetup)
    quiet = groups.habits(conn, meetup.group_id).quiet
    for step in ahead(conn, now, meetup):
        due, once = due_at(meetup, step, quiet) or now, meetup.dated
        outbox.later(conn, REMIND, f"{meetup.id}.{step.name}", group=meetup.group_id, subject=meetup.subject, due=due, once=once)
    feedback.plan(conn, now, meetup)


def ahead(conn: Connection, now: datetime, meetup: Meetup) -> list[Step]:
    """The reminders still to come."""
    habits = groups.habits(conn, meetup.group_id)
    wanted = [step for step in STEPS if step.name in groups.REMINDERS[habits.reminders]]
    return [step for step in wanted if (due := due_at(meetup, step, habits.quiet)) is not None and due > max(now, meetup.publish_at)]


def due_at(meetup: Meetup, step: Step, quiet: str) -> datetime | None:
    """When this reminder is due, moved out of the group's quiet hours; None when that leaves it of no use."""
    due = after_quiet_hours(step.comes(meetup), meetup.zone, quiet)
    return due if due <= meetup.starts_at - step.useful else None


def put_off_to_the_day(conn: Connection, meetup: Meetup, step: Step) -> bool:
    """Whether quiet hours leave it to be said on the very day."""
    due = due_at(meetup, step, groups.habits(conn, meetup.group_id).quiet)
    return due is not None and Wall.of(due, meetup.zone).at.date() == Wall.of(meetup.starts_at, meetup.zone).at.date()


def _remind(conn: Connection, now: datetime, ref: str) -> None:
    meetup, step = read_ref(conn, ref)
    if meetup.state != meetups.ANNOUNCED or now > meetup.starts_at - step.useful or now < step.comes(meetup):
        return
    already = coinciding.told(conn, meetup, step.name, ALONE.name)
    for member, others in coinciding.together(conn, meetup, step.name, (REMIND.name, ALONE.name), now).items():
        if member not in already:
            _say_together(conn, member, step, [meetup, *others[: MOST_TOGETHER - 1]])
            already.add(member)
    about, cards = _about(conn, meetup, step), outbox.kept(conn, meetups.CARD, meetup.subject)
    coming = [guest for guest in guests.guests(conn, meetup) if guest.member_id not in already]
    for first, last in _pages(sorted(guest.member_id for guest in coming if guest.named)):
        for card in cards:
            outbox.say(conn, IN_THREAD, f"{ref}.{first}.{last}", To(under=card), **about)
    for guest in coming:
        if not guest.named:
            outbox.say(conn, ALONE, f"{ref}.{guest.member_id}", To(member=guest.member_id), **about)


def _about(conn: Connection, meetup: Meetup, step: Step) -> About:
    due = due_at(meetup, step, groups.habits(conn, meetup.group_id).quiet) or step.comes(meetup)
    return About(group=meetup.group_id, subject=meetup.subject, due=due, until=meetup.starts_at - step.useful, once=meetup.dated)


def _say_together(conn: Connection, member: int, step: Step, several: list[Meetup]) -> None:
    """One message about them all, and none about each."""
    several = sorted(several, key=lambda meetup: (meetup.starts_at, meetup.id))
    first = min((_about(conn, meetup, step) for meetup in several), key=lambda about: about["due"])
    numbers = ".".join(str(meetup.id) for meetup in several)
    once = "|".join(meetup.dated for meetup in several)
    outbox.say(conn, SEVERAL, f"{step.name}.{member}.{numbers}", To(member=member), **{**first, "once": once})
    for meetup in several:
        about = _about(conn, meetup, step)
        outbox.skip(conn, ALONE, f"{meetup.id}.{step.name}.{member}", To(member=member), coinciding.SAID, **about)


def _pages(people: list[int]) -> Iterator[tuple[int, int]]:
    """From whom to whom each message in the thread goes. By who they are, not how many: nobody moves to another when somebody leaves."""
    for at in range(0, len(people), MOST_NAMES):
        page = people[at : at + MOST_NAMES]
        yield page[0], page[-1]


REMIND = Kind("reminder.due", run=_remind)
IN_THREAD = Kind("reminder.in_thread")
ALONE = Kind("reminder.alone", ends_in_member=True)
SEVERAL = Kind("reminder.several")


def read_ref(conn: Connection, ref: str) -> tuple[Meetup, Step]:
    """`"12.day"`, with whatever follows: the meetup and the step."""
    meetup_id, name, *_ = ref.split(".")
    return meetups.get(conn, int(meetup_id)), next(step for step in STEPS if step.name == name)


def named_in(conn: Connection, ref: str) -> list[Guest]:
    """Whom a message in the thread is for (`"12.day.3.40"`: members 3 to 40), as things stand now; nobody once it is taken back."""
    meetup, step = read_ref(conn, ref)
    first, last = map(int, ref.split(".")[2:])
    page = [guest for guest in _coming(conn, meetup) if guest.named and first <= guest.member_id <= last]
    already = coinciding.told(conn, meetup, step.name, ALONE.name) if page else ()
    return [guest for guest in page if guest.member_id not in already]


def several(conn: Connection, ref: str) -> tuple[Step, list[Meetup]]:
    """What a message about several is about (`"day.3.12.14"`: member 3, meetups 12 and 14): those they still come to."""
    name, member, *numbers = ref.split(".")
    step = next(step for step in STEPS if step.name == name)
    there = [meetups.get(conn, int(number)) for number in numbers]
    return step, [meetup for meetup in there if still_coming(conn, f"{meetup.id}.{name}.{member}")]


def opening_of(conn: Connection, step: Step, about: Sequence[Meetup]) -> str:
    """When it is, in a word people read it with: `week`, `tomorrow`, `today` or `soon`."""
    if step.name != "day":
        return step.name
    return "today" if all(put_off_to_the_day(conn, meetup, step) for meetup in about) else "tomorrow"


def still_coming(conn: Connection, ref: str) -> bool:
    """Whether whom a message alone is for (`"12.day.3"`: member 3) still has a seat."""
    meetup, _ = read_ref(conn, ref)
    seat = seats.mine_at(conn, meetup.id, int(ref.split(".")[2]))
    return meetup.state == meetups.ANNOUNCED and seat is not None and seat.state == seats.GOING


def _coming(conn: Connection, meetup: Meetup) -> list[Guest]:
    return guests.guests(conn, meetup) if meetup.state == meetups.ANNOUNCED else []
