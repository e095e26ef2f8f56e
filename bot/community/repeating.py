"""What comes again at the same wall time: every week, every other week, every month.

Right across clock changes, as only walls are added to.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from bot.clock import Wall

ONCE, WEEKLY, FORTNIGHTLY, WEEKDAY, DATE = "once", "weekly", "fortnightly", "weekday", "date"
REPEATS: Final = {
    ONCE: "Once",
    WEEKLY: "Every week",
    FORTNIGHTLY: "Every other week",
    WEEKDAY: "Every month, on the same weekday",
    DATE: "Every month, on the same date",
}
"""In words. A fifth weekday is the last one where a month has four; a 31st is the last day where a month is shorter."""

_DAYS: Final = {WEEKLY: 7, FORTNIGHTLY: 14}


def nth(first: Wall, repeat: str, number: int) -> Wall:
    """The occurrence of this number, the first being 0. Raises KeyError for one after the first of what is said once."""
    if number == 0:
        return first
    day = first.at.date()
    if repeat in {WEEKDAY, DATE}:
        found = _in_month(day, number, same_weekday=repeat == WEEKDAY)
    else:
        found = day + timedelta(days=_DAYS[repeat] * number)
    return Wall(datetime.combine(found, first.at.time()), first.zone)


def _in_month(day: date, months: int, *, same_weekday: bool) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if not same_weekday:
        return date(year, month + 1, min(day.day, length))
    ahead = (day.weekday() - date(year, month + 1, 1).weekday()) % 7
    found = 1 + ahead + 7 * ((day.day - 1) // 7)
    return date(year, month + 1, found if found <= length else found - 7)


def after(first: Wall, repeat: str, number: int, now: datetime) -> int | None:
    """The number of the first occurrence later than this one that is still to come; None for what is said once."""
    if repeat == ONCE:
        return None
    following = number + 1
    while nth(first, repeat, following).instant <= now:
        following += 1
    return following


def until(first: Wall, repeat: str, number: int, last: datetime) -> Iterator[Wall]:
    """The occurrences from this number on, as far as a moment."""
    while (wall := nth(first, repeat, number)).instant <= last:
        yield wall
        if repeat == ONCE:
            return
        number += 1
