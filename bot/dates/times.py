"""The phrases that name a time of day.

A time that may be morning or evening ("6", "6.30", "half six") means both until something else decides. Two digits and minutes
("10:30", "0630", "18.30") are the 24-hour clock, as on a timetable, unless told "pm". Midnight is the one before the day or the one
after it. "Half six" is half past six (not half past five, as in German). "Five to six" is five to six, or begins at five.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.clock import DAY
from bot.dates.days import Days
from bot.dates.phrases import Values

NOON, MIDNIGHT = 12 * 60, 24 * 60


@dataclass(frozen=True)
class Times:
    """Minutes after the day began (1440 is the midnight at its end). When `sure`, the first that fits is the one."""

    minutes: tuple[int, ...]
    sure: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the day, in minutes from `start` to `end`; `usual` is what to suggest to somebody who gave no time."""

    start: int
    end: int
    usual: int
    day: Days | None = None

    def holds(self, minute: int) -> bool:
        """Whether a time lies in it. Both midnights are in the small hours; the later one is in the night as well."""
        return self.start <= minute <= self.end or (self.start == 0 and minute == MIDNIGHT)


_MORNING, _PM, _LUNCH = Part(0, NOON - 1, 10 * 60), Part(NOON, MIDNIGHT - 1, 18 * 60 + 30), Part(11 * 60 + 30, 14 * 60 + 30, 12 * 60 + 30)
_AFTERNOON, _EVENING, _NIGHT = Part(NOON, 19 * 60, 15 * 60), Part(16 * 60, MIDNIGHT, 18 * 60 + 30), Part(18 * 60, MIDNIGHT, 20 * 60)
_PARTS = (_MORNING, _PM, _LUNCH, _AFTERNOON, _EVENING, _NIGHT)


def _hours(hour: int) -> tuple[int, ...]:
    """The minutes at which a clock face shows this hour; noon before midnight."""
    if hour == 12:
        return (NOON, 0, MIDNIGHT)
    return (hour * 60, hour * 60 + NOON) if 1 <= hour < 12 else (hour * 60,)


def _times(hour: int, minute: int = 0, *, sure: bool = False) -> Times:
    minutes = tuple(start + minute for start in _hours(hour) if 0 <= start + minute <= MIDNIGHT)
    return Times(minutes, sure)


def _digits(values: Values, _: date) -> Times:
    return _times(values["TWO_DIGITS"], values["MINUTE"], sure=True)


def _run_together(values: Values, _: date) -> Times:
    return _times(*divmod(values["FOUR_DIGITS"], 100), sure=True)


def _past_or_to(values: Values, _: date) -> Times:
    return _times(values["HOUR"], values["PAST_OR_TO"] * values.get("MINUTES", values.get("FIGURES", 0)))


def _maybe_from(values: Values, today: date) -> Times:
    """'five to six': a time, or from one hour to the other."""
    time, hour = _past_or_to(values, today), values["MINUTES"]
    return Times((*time.minutes, *_hours(hour))) if values["PAST_OR_TO"] < 0 and hour < values["HOUR"] else time


def _today(part: Part, today: date) -> Part:
    return Part(part.start, part.end, part.usual, Days((today,), later=(today + DAY,)))


_SAID: list[tuple[str, Callable[[Values, date], Times | Part]]] = [
    ("TWO_DIGITS :|.|h MINUTE", _digits),
    ("TWO_DIGITS : MINUTE : 00", _digits),
    ("FOUR_DIGITS h|hrs|hours?", _run_together),
    ("HOUR :|.|h MINUTE", lambda v, _: _times(v["HOUR"], v["MINUTE"])),
    ("THREE_DIGITS", lambda v, _: _times(*divmod(v["THREE_DIGITS"], 100))),
    ("HOUR o'clock?", lambda v, _: _times(v["HOUR"])),
    ("at TWO_DIGITS", lambda v, _: _times(v["TWO_DIGITS"])),
    ("TWO_DIGITS h|hrs|hours", lambda v, _: _times(v["TWO_DIGITS"])),
    ("HOUR MINUTE_WORD", lambda v, _: _times(v["HOUR"], v["MINUTE_WORD"])),
    ("MINUTES PAST_OR_TO HOUR", _maybe_from),
    ("MINUTES minutes PAST_OR_TO HOUR", _past_or_to),
    ("FIGURES minutes PAST_OR_TO HOUR", _past_or_to),
    ("FIGURES past HOUR", lambda v, _: _times(v["HOUR"], v["FIGURES"])),  # "10 to 5" is a length of day
    ("half past? HOUR", lambda v, _: _times(v["HOUR"], 30)),
    ("12|twelve? noon|midday", lambda _, __: Times((NOON,))),
    ("12|twelve? midnight", lambda _, __: Times((0, MIDNIGHT))),
    ("in? the? PART", lambda v, _: _PARTS[v["PART"]]),
    ("this PART", lambda v, today: _today(_PARTS[v["PART"]], today)),
    ("tonight", lambda _, today: _today(_EVENING, today)),
]
PHRASES = [(f"at? {phrase}" if not phrase.startswith("at ") else phrase, meaning) for phrase, meaning in _SAID]
