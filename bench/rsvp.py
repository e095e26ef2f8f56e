"""The unit of work the store is measured with: someone says yes to a meetup, by the rule itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import groups, guests, meetups, members, rsvp
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.drafts import first_time

MEETUPS: Final = 100
SEATS: Final = 40
PEOPLE: Final = 50
"""At each meetup: ten more than there are seats, so that every fifth RSVP joins a waiting list."""

NOW: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
GROUP: Final = 1


@dataclass(frozen=True, slots=True)
class Workload:
    """What to measure: `prepare` an empty database once, then `write` and `read`, given the number of the call from 0."""

    name: str
    prepare: Callable[[Connection], object]
    write: Callable[[Connection, int], object]
    read: Callable[[Connection, int], object]


def prepare(conn: Connection) -> None:
    """A group with a place, its members, and meetups announced to them. Every id counts from 1."""
    group = groups.create(conn, NOW, "Information Officers, Scotland", "Europe/London")
    groups.add_place(conn, group, Place("bench", "town", "announcements"))
    for number in range(PEOPLE):
        member = members.meet(conn, NOW, Person("bench", "town", f"person {number}", f"Person {number}"))
        members.join(conn, NOW, member, group)
    act = Act(conn, NOW, member=1, group=group)
    when = Wall.of(NOW + timedelta(days=30), "Europe/London")
    for number in range(MEETUPS):
        meetups.announce(act, Plan(f"Meetup {number}", when, "The Laurieston", seats=SEATS))


def _rsvp(conn: Connection, number: int) -> str:
    """As a press on a button does it: remember the event, then the rule, with what it writes to the outbox."""
    first_time(conn, NOW, f"press {number}")
    act = Act(conn, NOW, member=number // MEETUPS % PEOPLE + 1, group=GROUP)
    return rsvp.say_yes(act, number % MEETUPS + 1).state


def _look(conn: Connection, number: int) -> int:
    """What a card shows: the meetup, how full it is, who agreed to be named."""
    meetup = meetups.get(conn, number % MEETUPS + 1)
    return guests.tally(conn, meetup).going


RSVP: Final = Workload("RSVPs", prepare, _rsvp, _look)
