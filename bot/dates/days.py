"""The phrases that name a day.

Weeks run from Monday to Sunday, as on British calendars. Where people disagree about a phrase, it means every day they might have in mind:

* "next Thursday" is this week's to some and next week's to others, and on a Monday the same person may mean either
  (David Waywell, "The Next Thursday Conundrum", 2013; June Casagrande, "Which Thursday is next Thursday?"). It is certain only
  when the coming Thursday lies in next week and is not as near as tomorrow or the day after, or when today is Thursday.
* "Thursday", said on a Thursday, is today or a week today.
* "Thursday next week", said on a Sunday, depends on when one's week begins.

"Tuesday week" and "a week on Tuesday" are the Tuesday after the coming one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import DAY, MONTHS, WEEKDAYS
from bot.dates.phrases import Values
from bot.dates.unclear import Unclear

WEEK = 7 * DAY
LONG_AHEAD = timedelta(days=300)


@dataclass(frozen=True)
class Days:
    """The days a phrase may mean, and those to offer should they be past. A `loose` one beside a date only checks it."""

    on: tuple[date, ...]
    later: tuple[date, ...] = ()
    loose: bool = False

    def __add__(self, wait: timedelta) -> "Days":
        return Days(tuple(day + wait for day in self.on))


def _coming(weekday: int, today: date) -> Days:
    """The next such day; today too if it is one, for who knows which was meant."""
    day = today + (weekday - today.weekday()) % 7 * DAY
    return Days((day, day + WEEK) if day == today else (day,))


def _bare(values: Values, today: date) -> Days:
    return Days(_coming(values["WEEKDAY"], today).on, loose=True)


def _next(weekday: int, today: date) -> Days:
    day = today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    this_week = day.isocalendar()[:2] == today.isocalendar()[:2]
    return Days((day, day + WEEK) if this_week or day - today <= 2 * DAY else (day,))


def _this_week(weekday: int, today: date) -> Days:
    day = today + (weekday - today.weekday()) * DAY
    return Days((day,), later=(day + WEEK,))


def _next_week(weekday: int, today: date) -> Days:
    day = _this_week(weekday, today).on[0] + WEEK
    return Days((day, day + WEEK) if today.weekday() == 6 else (day,))


def _real(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise Unclear(f"There is no month {month}. The day comes first here, as in 26/11 for 26 November.")
    try:
        return date(year, month, day)
    except ValueError:
        named = f"{day} {MONTHS[month - 1]}" + (f" in {year}" if (month, day) == (2, 29) else "")
        raise Unclear(f"There is no {named}. Is it another day?") from None


def _dated(values: Values, today: date) -> Days:
    """A day of a month; with no year, the next one, unless that is most of a year away: then last month was probably not meant."""
    month, day = values["MONTH" if "MONTH" in values else "SECOND"], values["DAY"]
    if year := values.get("YEAR", values.get("SHORT_YEAR")):
        this = _real(year, month, day)
        return Days((this,), later=_again(this, today))
    if (month, day) >= (today.month, today.day):
        this = _real(today.year, month, day)
        return Days((this,), later=_again(this, today))
    following = _real(today.year + 1, month, day)
    return Days((_real(today.year, month, day),), later=(following,)) if following - today > LONG_AHEAD else Days((following,))


def _again(day: date, today: date) -> tuple[date, ...]:
    """The same day of the year, the next time it comes."""
    try:
        this, following = day.replace(year=today.year), day.replace(year=today.year + 1)
    except ValueError:  # 29 February
        return ()
    return (following if this <= today else this,)


def _month(today: date, ahead: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + ahead, 12)
    return today.year + years, month + 1


def _ordinal(values: Values, today: date) -> Days:
    """'the 26th': this month's, or next month's once it is past. 'the 26th of next month' says which."""
    ahead = values.get("WHICH_MONTH", int(values["DAY"] < today.day))
    day = _real(*_month(today, ahead), values["DAY"])
    return Days((day,), later=() if day > today else (_real(*_month(today, ahead + 1), values["DAY"]),))


def _nth(year: int, month: int, values: Values) -> date:
    """The second Tuesday of a month; the last, if the count is negative."""
    nth, first = values["NTH"], date(year, month, 1)
    days = [day for n in range(31) if (day := first + n * DAY).month == month and day.weekday() == values["WEEKDAY"]]
    if nth > len(days):
        raise Unclear(f"{MONTHS[month - 1]} {year} has only four of those. Is it the last?")
    return days[nth - 1 if nth > 0 else nth]


def _nth_of_month(values: Values, today: date) -> Days:
    if "YEAR" in values:
        return Days((_nth(values["YEAR"], values["MONTH"], values),))
    this = _nth(today.year, values["MONTH"], values)
    return Days((this if this >= today else _nth(today.year + 1, values["MONTH"], values),))


def _nth_of_which(values: Values, today: date) -> Days:
    ahead = values["WHICH_MONTH"]
    return Days((_nth(*_month(today, ahead), values),), later=(_nth(*_month(today, ahead + 1), values),))


def _nth_of_what(values: Values, today: date) -> Days:
    """'2nd Tuesday' is neither the second of the month nor any Tuesday."""
    example = MONTHS[today.month % 12]
    raise Unclear(f"Of which month? Type it as well, such as “first {WEEKDAYS[values['WEEKDAY']]} of {example}, 18:30”.")


def _feast(values: Values, today: date) -> Days:
    month, day = divmod(values["FEAST"], 100)
    return _dated({"MONTH": month, "DAY": day} | {name: values[name] for name in ("YEAR",) if name in values}, today)


def _near(values: Values, today: date) -> Days:
    day = today + values["NEAR"] * DAY
    return Days((day,), later=(day + DAY,))


def _count(values: Values) -> timedelta:
    unit = values["WEEKS"] if "WEEKS" in values else values["DAYS"]
    return values.get("COUNT", 1) * unit * DAY


def agreed(spans: Sequence[Days]) -> Days:
    """The days that all of what was said can mean: "Thursday 26 November", "tomorrow, Tuesday". None, if it disagrees."""
    firm = [span for span in spans if not span.loose] or spans

    def fits(day: date) -> bool:
        return all(day.weekday() in {on.weekday() for on in span.on} for span in spans if span.loose)

    on = tuple(day for day in firm[0].on if fits(day) and all(day in span.on for span in firm))
    return Days(on, tuple(day for day in firm[0].later if fits(day)) if len(firm) == 1 else ())


PHRASES: list[tuple[str, Callable[[Values, date], Days]]] = [
    ("NEAR", _near),
    ("day after tomorrow", lambda _, today: Days((today + 2 * DAY,))),
    ("WEEKDAY", _bare),
    ("WEEKDAY coming", lambda v, today: _coming(v["WEEKDAY"], today)),
    ("this|coming WEEKDAY", lambda v, today: _coming(v["WEEKDAY"], today)),
    ("this coming WEEKDAY", lambda v, today: _coming(v["WEEKDAY"], today)),
    ("next WEEKDAY", lambda v, today: _next(v["WEEKDAY"], today)),
    ("WEEKDAY after next", lambda v, today: _next(v["WEEKDAY"], today) + WEEK),
    ("WEEKDAY of? this week", lambda v, today: _this_week(v["WEEKDAY"], today)),
    ("this week on? WEEKDAY", lambda v, today: _this_week(v["WEEKDAY"], today)),
    ("WEEKDAY of? next week", lambda v, today: _next_week(v["WEEKDAY"], today)),
    ("next week on? WEEKDAY", lambda v, today: _next_week(v["WEEKDAY"], today)),
    ("WEEKDAY AHEAD", lambda v, today: _coming(v["WEEKDAY"], today) + v["AHEAD"] * DAY),
    ("COUNT? WEEKS on WEEKDAY", lambda v, today: _coming(v["WEEKDAY"], today) + _count(v)),
    ("COUNT WEEKS from WEEKDAY", lambda v, today: _coming(v["WEEKDAY"], today) + _count(v)),
    ("NEAR AHEAD", lambda v, today: Days((today + (v["NEAR"] + v["AHEAD"]) * DAY,))),
    ("this day AHEAD", lambda v, today: Days((today + v["AHEAD"] * DAY,))),
    ("COUNT WEEKS NEAR", lambda v, today: Days((today + v["NEAR"] * DAY + _count(v),))),
    ("COUNT DAYS from NEAR", lambda v, today: Days((today + v["NEAR"] * DAY + _count(v),))),
    ("in COUNT DAYS time?", lambda v, today: Days((today + _count(v),))),
    ("COUNT DAYS time", lambda v, today: Days((today + _count(v),))),
    ("DAY st|nd|rd|th? of? MONTH ,? YEAR?", _dated),
    ("MONTH the? DAY st|nd|rd|th? ,? YEAR?", _dated),
    ("DAY / SECOND", _dated),
    ("DAY / SECOND / YEAR", _dated),
    ("DAY / SECOND / SHORT_YEAR", _dated),
    ("DAY . SECOND . YEAR", _dated),
    ("DAY . SECOND . SHORT_YEAR", _dated),
    ("DAY - SECOND - YEAR", _dated),
    ("YEAR - SECOND - DAY t?", _dated),
    ("DAY st|nd|rd|th", _ordinal),
    ("DAY st|nd|rd|th of|in? WHICH_MONTH", _ordinal),
    ("NTH WEEKDAY", _nth_of_what),
    ("NTH WEEKDAY in|of MONTH ,? YEAR?", _nth_of_month),
    ("NTH WEEKDAY in|of WHICH_MONTH", _nth_of_which),
    ("FEAST ,? YEAR?", _feast),
]
