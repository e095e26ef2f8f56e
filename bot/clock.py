"""What time it is, where, and how to say it.

The rest of the project is handed a `Clock` and never asks the machine itself, so that a test or the practice town can decide.
A moment people agreed on is a `Wall`: what a clock on the wall will show, and in which zone. It stays true when a government
changes the rules; the instant is worked out anew each time.
"""

import time as machine
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Protocol, Self
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip


# --- clocks ---------------------------------------------------------------------------------------------------------------------


class Clock(Protocol):
    """Where the time comes from. Due times use `now`; delays and time-outs use `monotonic`."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back, whatever is done to the machine's clock."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since the machine started, or thereabouts."""
        return machine.monotonic()


class OffsetClock:
    """A clock running ahead of another by `offset`: the practice town's time travel, forwards only.

    `monotonic` is left alone, so to the program a journey looks like a laptop that slept: the same code has to cope with both.
    """

    def __init__(self, base: Clock, offset: timedelta = timedelta()) -> None:
        self.base = base
        self.offset = offset

    def now(self) -> datetime:
        """The present moment as travelled to, aware, in UTC."""
        return self.base.now() + self.offset

    def monotonic(self) -> float:
        """Seconds by the clock underneath."""
        return self.base.monotonic()

    def advance(self, delta: timedelta) -> None:
        """Go forward by `delta`; ValueError if that is backwards."""
        if delta < timedelta():
            raise ValueError("Time only goes forwards here.")
        self.offset += delta

    def travel(self, to: datetime) -> None:
        """Go to the aware moment `to`; ValueError if it has already been."""
        self.advance(to - self.now())


class FixedClock:
    """A clock that stands still until told otherwise, for tests and simulations."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)
        self._seconds = 0.0

    def now(self) -> datetime:
        """The moment it was set to, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds advanced since it was made."""
        return self._seconds

    def advance(self, delta: timedelta) -> None:
        """Let time pass: both clocks move; ValueError if that is backwards."""
        if delta < timedelta():
            raise ValueError("Time only passes forwards; use jump for a clock put back.")
        self._now += delta
        self._seconds += delta.total_seconds()

    def jump(self, delta: timedelta) -> None:
        """Put the machine's clock forward or back: no time has passed."""
        self._now += delta


# --- wall time ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wall:
    """A time as a clock on the wall shows it: `at` is naive, `zone` an IANA name."""

    at: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None:
            raise ValueError(f"A wall time is naive, its zone is beside it: {self.at!r}")

    @classmethod
    def of(cls, instant: datetime, zone: str) -> Self:
        """What the wall in `zone` shows at an aware `instant`. In the hour that comes twice, both instants give the same wall."""
        return cls(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0), zone)

    @property
    def instant(self) -> datetime:
        """The aware UTC instant. A time the spring change skips is the first minute after it; one that comes twice is the first."""
        zone, at = ZoneInfo(self.zone), self.at.replace(fold=0)
        while not _exists(at, zone):
            at = at.replace(second=0, microsecond=0) + MINUTE
        return at.replace(tzinfo=zone).astimezone(UTC)


def _exists(at: datetime, zone: ZoneInfo) -> bool:
    return at.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at


def after_quiet(instant: datetime, zone: str, start: time = time(21), end: time = time(8)) -> datetime:
    """The same instant in UTC, or if it falls in the quiet hours of `zone`, the moment they end.

    Never earlier than `instant`, even where the end of quiet comes twice. The same `start` and `end` mean no quiet hours.
    """
    wall = Wall.of(instant, zone).at
    overnight = start > end
    quiet = wall.time() >= start or wall.time() < end if overnight else start <= wall.time() < end
    if not quiet:
        return instant.astimezone(UTC)
    day = wall.date() + DAY if overnight and wall.time() >= start else wall.date()
    return max(instant.astimezone(UTC), Wall(datetime.combine(day, end), zone).instant)


# --- zones ----------------------------------------------------------------------------------------------------------------------

_LONDON = "uk", "gb", "great britain", "britain", "united kingdom", "england", "scotland", "wales", "northern ireland", \
    "edinburgh", "glasgow", "cardiff", "manchester", "birmingham"  # fmt: skip
_ALIASES = dict.fromkeys(_LONDON, "Europe/London") | {"ireland": "Europe/Dublin", "istanbul": "Europe/Istanbul", "utc": "UTC"}
_LEGACY = ("Etc/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")  # "Eastern" and "Central" are not places


def after_quiet_hours(instant: datetime, zone: str, quiet: str) -> datetime:
    """As `after_quiet`, for hours as they are stored: "21:00-08:00", or "" for none."""
    if not quiet:
        return instant
    start, end = (time.fromisoformat(each) for each in quiet.split("-"))
    return after_quiet(instant, zone, start, end)


def zone_named(text: str) -> str:
    """The IANA zone somebody means: `Europe/London`, `london`, `UK`, `New York`.

    Abbreviations are refused: GMT is London's time for half the year only, and a group set to it would meet an hour out all summer.
    Raises ValueError, in words for the person who typed it.
    """
    found = _zones().get(_plainly(text))
    if found is None:
        shown = text.strip() if len(text) <= 40 else text[:39].strip() + "…"
        raise ValueError(f"I don't know the time zone “{shown}”. Try a large city nearby, such as London, Lisbon or New York.")
    return found


@cache
def _zones() -> dict[str, str]:
    """Every way of naming a zone, as `_plainly` has it. Zones that share a last part keep the same time, so any of them will do."""
    full = sorted(name for name in available_timezones() if "/" in name)
    places = {_plainly(name.rpartition("/")[2]): name for name in reversed(full) if not name.startswith(_LEGACY)}
    return places | {_plainly(name): name for name in full} | _ALIASES


def _plainly(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


def say_zone(zone: str) -> str:
    """A zone as people say it, "London time"; `zone_named` understands it without the "time"."""
    place = zone.rpartition("/")[2].replace("_", " ")
    return zone if zone == "UTC" else f"{place if _zones().get(_plainly(place)) == zone else zone} time"


# --- saying it ------------------------------------------------------------------------------------------------------------------


def say_date(day: date) -> str:
    """'Thursday 26 November 2026', whatever the machine's locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_time(wall: Wall) -> str:
    """'18:30', to the minute."""
    return f"{wall.at:%H:%M}"


def say_full(wall: Wall) -> str:
    """'Thursday 26 November 2026, 18:30 (London time)': nothing left to guess, and `bot.dates.read_when` reads it back."""
    return f"{say_date(wall.at.date())}, {say_time(wall)} ({say_zone(wall.zone)})"


def say_until(delta: timedelta) -> str:
    """'2 hours', '1 day 3 hours', '45 minutes': to the nearest minute, at most two units, days alone from a week on."""
    minutes = round(delta / MINUTE)
    if minutes < 1:
        return "less than a minute"
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [(days, "day"), (0 if days >= 7 else hours, "hour"), (0 if days else minutes, "minute")]
    return " ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in units if n)
