"""When coffee rounds are: on a weekday the group chose, every week for whoever likes, at ten in one's own zone.

Rhythms are counted in weeks from one fixed day, not from when somebody joined: so whoever takes part every fortnight or every month meets
all the others who do, in the same week.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.clock import WEEKDAYS, Wall

RHYTHMS: Final = {"weekly": 1, "fortnightly": 2, "monthly": 4}
"""How many weeks from one round to the next."""
DAYS: Final = {day.casefold(): number for number, day in enumerate(WEEKDAYS[:5])}
"""The weekdays a group may choose."""
AHEAD: Final = timedelta(days=2)
"""How long before it goes out a round is drawn: the time organisers have to look at it."""
TEN: Final = time(10)
FIRST_TO_WAKE: Final = "Pacific/Kiritimati"
"""Where a day begins first."""
_WAKING: Final = ((time(10), time(20)), (time(8), time(22)))
_STEP: Final = timedelta(minutes=15)


def takes_part(often: str, day: date) -> bool:
    """Whether somebody with this rhythm is in on that day."""
    return day.toordinal() // 7 % RHYTHMS[often] == 0


def from_day(weekday: str, first: date) -> date:
    """The first such weekday from that day on."""
    return first + timedelta(days=(DAYS[weekday] - first.weekday()) % 7)


def next_week(day: date) -> date:
    """The group's next day after this one."""
    return day + timedelta(days=7)


def own_day(often: str, day: date, *, first: bool) -> date:
    """The first of the group's days, from this one on, that is somebody's: for whoever comes first, the very next."""
    while not first and not takes_part(often, day):
        day = next_week(day)
    return day


def ten_on(day: date, zone: str) -> datetime:
    """Ten o'clock there, that day."""
    return Wall(datetime.combine(day, TEN), zone).instant


def drawn_at(day: date, zone: str) -> datetime:
    """When the round of that day is drawn."""
    return ten_on(day - AHEAD, zone)


def next_draw(weekday: str, zone: str, now: datetime) -> date:
    """The first of the group's days whose draw is still to come."""
    day = from_day(weekday, Wall.of(now, zone).at.date())
    while drawn_at(day, zone) <= now:
        day = next_week(day)
    return day


def goes_out(day: date, zones: Iterable[str]) -> datetime:
    """When the first of them has ten o'clock."""
    return min(ten_on(day, zone) for zone in zones)


def moment_for(day: date, zones: Iterable[str], now: datetime) -> datetime:
    """When people in these zones are told together: one message in one place, so one moment for all.

    The first, from now and the earliest ten o'clock on, at which it is between ten and eight in the evening for each of them; else between
    eight and ten at night; else when ten has come for the last.
    """
    tens = {zone: ten_on(day, zone) for zone in zones}
    begin = max(now, min(tens.values()))
    for waking in _WAKING:
        for step in range(int(timedelta(days=2) / _STEP)):
            at = begin + step * _STEP
            if all(_awake(Wall.of(at, zone).at, day, *waking) for zone in tens):
                return at
    return max(now, *tens.values())


def _awake(there: datetime, day: date, begins: time, ends: time) -> bool:
    return there.date() >= day and begins <= there.time() < ends
