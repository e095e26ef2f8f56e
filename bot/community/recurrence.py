"""By what days a series comes again. Only days: the time on the wall is the same each time, whatever the clocks have done.

Rules are those of iCalendar (https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10), without what is said elsewhere (when it ends) and
without anything finer than a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from dateutil.rrule import rrule, rrulestr

from bot.clock import DAY, WEEKDAYS

WEEKLY, FORTNIGHTLY, MONTHLY, QUARTERLY, RULE = "weekly", "fortnightly", "monthly", "quarterly", "rule"
WORDS: Final = {
    WEEKLY: "Every week",
    FORTNIGHTLY: "Every two weeks",
    MONTHLY: "Every month, the same weekday",
    QUARTERLY: "Every three months, the same weekday",
}
FARTHEST: Final = timedelta(days=5 * 366)
"""A rule that brings nothing in five years brings nothing."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH: Final = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
_DAY: Final = f"(?:{'|'.join(_DAYS)})"
_ONE: Final = {
    "FREQ": "(?:DAILY|WEEKLY|MONTHLY|YEARLY)",
    "INTERVAL": r"[1-9]\d{0,2}",
    "BYDAY": rf"(?:[+-]?[1-9]\d?)?{_DAY}",
    "BYMONTHDAY": r"-?(?:[1-9]|[12]\d|3[01])",
    "BYMONTH": r"(?:[1-9]|1[0-2])",
    "BYSETPOS": r"-?[1-9]\d{0,2}",
    "WKST": _DAY,
}
"""What may stand in each part: the library takes an interval of nothing, say, for a reason to look for ever."""
_SEVERAL: Final = {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
_EXAMPLE: Final = "Type one such as FREQ=MONTHLY;BYDAY=2TU for every second Tuesday."


def rule_for(again: str, first: date) -> str:
    """The rule of a usual rhythm. The fifth of its weekday in a month is the last of it."""
    if again in {WEEKLY, FORTNIGHTLY}:
        return f"FREQ=WEEKLY;INTERVAL={1 if again == WEEKLY else 2}"
    nth = (first.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;INTERVAL={1 if again == MONTHLY else 3};BYDAY={nth if nth < 5 else -1}{_DAYS[first.weekday()]}"


def read_rule(words: str, first: date) -> str:
    """A rule somebody typed, as it is kept. Raises ValueError in words: not understood, finer than a day, or nothing comes of it."""
    rule = words.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = _parts(rule)
    if not re.fullmatch(_ONE["FREQ"], parts.get("FREQ", "")):
        raise ValueError(f"I don't know that rhythm; daily is the finest there is. {_EXAMPLE}")
    if unknown := sorted(parts.keys() - _ONE.keys()):
        raise ValueError(f"I can't go by {unknown[0].title()} in a rule. When it ends is asked by itself. {_EXAMPLE}")
    if not all(_well_said(name, value) for name, value in parts.items()):
        raise ValueError(f"I don't understand that rule. {_EXAMPLE}")
    if following(rule, first) is None:
        raise ValueError(f"By that rule nothing comes again within five years. {_EXAMPLE}")
    return rule


def following(rule: str, day: date) -> date | None:
    """The next day after one of the series; None within five years. What it costs does not depend on how long the series has been."""
    begins = datetime.combine(day, time())
    found = rrulestr(rule, dtstart=begins)
    assert isinstance(found, rrule)  # noqa: S101 - one rule, not a set of them
    next_ = found.replace(until=begins + FARTHEST).after(begins)
    return next_.date() if next_ else None


def days(rule: str, first: date, last: date | None = None) -> Iterator[date]:
    """The first day and all that follow, up to `last`."""
    day: date | None = first
    while day is not None and (last is None or day <= last):
        yield day
        day = following(rule, day)


def lead(before: date, day: date) -> timedelta:
    """How long ahead one is announced: when the one before it takes place, and at most six weeks."""
    return min(day - before, 42 * DAY)


def _well_said(name: str, value: str) -> bool:
    return all(re.fullmatch(_ONE[name], each) for each in (value.split(",") if name in _SEVERAL else [value]))


def _parts(rule: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in rule.split(";"))}


def in_words(rule: str) -> str:
    """`"every two weeks"`, `"every month, on the third Thursday"`; anything else as it stands."""
    parts = _parts(rule)
    every = {"1": "", "2": "two ", "3": "three "}.get(parts.get("INTERVAL", "1"))
    by_day = parts.get("BYDAY", "")
    plain = every is not None and not parts.keys() - {"FREQ", "INTERVAL", "BYDAY"}
    if plain and parts["FREQ"] == "WEEKLY" and not by_day:
        return f"every {every}week{'s' if every else ''}"
    if plain and parts["FREQ"] == "MONTHLY" and by_day[:-2] in _NTH and by_day[-2:] in _DAYS:
        return f"every {every}month{'s' if every else ''}, on the {_NTH[by_day[:-2]]} {WEEKDAYS[_DAYS.index(by_day[-2:])]}"
    return f"by the rule {rule}"
