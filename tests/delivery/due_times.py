"""When reminders should arrive, worked out from what a wall shows and nothing of ours: the reference of promise 2.

A week's and a day's reminder are meant for the hour the meetup begins, seven days and one day before; the last for two hours before. One
that falls into the group's quiet hours waits until they end. Each is of use until two days, three hours and ten minutes before.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from tests.community.test_series import first_minute_there_is

QUARTER: Final = timedelta(minutes=15)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
STEPS: Final = {"A week to go": (7, timedelta(days=2)), "Tomorrow": (1, timedelta(hours=3)), "Soon": (0, timedelta(minutes=10))}
"""How each begins, how many days before it is (0: two hours), and until how long before it is of use."""
OPENINGS: Final = {opening: opening for opening in STEPS} | {"In a week": "A week to go", "Today": "Tomorrow"}
"""How messages begin: a week's about several meetups, and a day's that quiet hours put off to the day itself, in words of their own."""
YEARS: Final = (date(2026, 12, 1), date(2036, 11, 1))


@dataclass(frozen=True, slots=True)
class Meant:
    """A reminder of one sort: when it should arrive, and until when it is of use."""

    opening: str
    due: datetime
    until: datetime


def meant(start: datetime, zone: str, quiet: str) -> Iterator[Meant]:
    """What a meetup that begins then (an instant) is reminded of by; `quiet` is "21:00-08:00", or ""."""
    there = ZoneInfo(zone)
    for opening, (days, useful) in STEPS.items():
        shown = start.astimezone(there)
        due = first_minute_there_is(shown.date() - days * DAY, shown.time(), there) if days else start - 2 * HOUR
        due = _awake(due, there, quiet)
        if due <= start - useful:
            yield Meant(opening, due.astimezone(UTC), (start - useful).astimezone(UTC))


def _awake(moment: datetime, zone: ZoneInfo, quiet: str) -> datetime:
    """The first quarter of an hour from then on at which the wall shows no quiet hour."""
    while quiet and _asleep(moment.astimezone(zone).time(), *map(time.fromisoformat, quiet.split("-"))):
        moment += QUARTER
    return moment


def _asleep(shown: time, start: time, end: time) -> bool:
    return start <= shown < end if start < end else shown >= start or shown < end


def changes(zone: str) -> list[date]:
    """The days on which clocks there change, in these ten years."""
    there = ZoneInfo(zone)
    days = [YEARS[0] + number * DAY for number in range((YEARS[1] - YEARS[0]).days)]
    offsets = [datetime.combine(day, time(), UTC).astimezone(there).utcoffset() for day in days]
    return [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]


@dataclass(frozen=True, slots=True)
class Event:
    """What a wall in `zone` will show when it begins, when it is announced, and in which group (from 0)."""

    zone: str
    wall: datetime
    announced: datetime
    group: int


def events(dice: random.Random, count: int, groups: int, zones: Sequence[str] = ()) -> list[Event]:
    """So many, going through all zones there are again and again; three in four begin within eight days of a change of clocks there.

    One in twenty has another beside it, of the same group, up to three hours later.
    """
    zones = zones or sorted(available_timezones())
    zones = dice.sample(zones, min(count, len(zones)))
    by_zone = {zone: changes(zone) for zone in zones}
    made: list[Event] = []
    for number in range(count):
        zone = zones[number % len(zones)]
        changed = by_zone[zone] if dice.random() < 0.75 else []
        day = dice.choice(changed) + dice.randrange(-1, 8) * DAY if changed else YEARS[0] + dice.randrange(30, 3500) * DAY
        wall = datetime.combine(day, time(dice.randrange(24), dice.choice([0, 15, 30, 45])))
        ahead = dice.choice([timedelta(days=20), timedelta(days=9), timedelta(days=5), timedelta(hours=20)])
        announced = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - ahead
        made.append(Event(zone, wall, announced, number % groups))
        if number % 20 == 0:
            made.append(Event(zone, wall + dice.randrange(1, 12) * QUARTER, announced, number % groups))
    return sorted(made, key=lambda event: event.announced)
