"""A time zone as a calendar describes it: each change of the clocks in the years that matter, one by one.

Written out rather than as a rule: a rule that fits this year need not fit the next (Morocco), and a calendar program then trusts us
rather than its own idea of the zone. Read from the same zoneinfo that everything else here is told by.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


def vtimezone(zone: str, first: datetime, last: datetime) -> tuple[str, ...]:
    """The lines of a VTIMEZONE (RFC 5545, 3.6.5) that is right from `first` to `last`, in whole years."""
    return _years(zone, first.year - 1, last.year + 1)


@lru_cache(maxsize=128)
def _years(zone: str, first: int, last: int) -> tuple[str, ...]:
    info = ZoneInfo(zone)
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(info, begin, end))
    summer = bool(changes) and not _forwards(changes[0], info)
    out = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *_from(begin, begin, info, summer=summer)]
    for change in changes:
        out += _from(change, change - _SECOND, info, summer=_forwards(change, info))
    return (*out, "END:VTIMEZONE")


def _changes(info: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Each moment from which on the clocks of a zone show something else."""
    at = begin
    while at < end:
        then = at + _DAY
        if _shown(at, info) != _shown(then, info):
            yield _between(at, then, info)
        at = then


def _between(before: datetime, after: datetime, info: ZoneInfo) -> datetime:
    shown = _shown(before, info)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _shown(middle, info) == shown else (before, middle)
    return after


def _shown(at: datetime, info: ZoneInfo) -> tuple[timedelta | None, str | None]:
    there = at.astimezone(info)
    return there.utcoffset(), there.tzname()


def _forwards(change: datetime, info: ZoneInfo) -> bool:
    """Whether the clocks are put forward. Not whether a government calls it summer time: Dublin's law calls the winter the exception."""
    return _offset_at(change, info) > _offset_at(change - _SECOND, info)


def _offset_at(at: datetime, info: ZoneInfo) -> timedelta:
    return at.astimezone(info).utcoffset() or timedelta()


def _from(at: datetime, before: datetime, info: ZoneInfo, *, summer: bool) -> tuple[str, ...]:
    """What holds from a moment on; its start is told by the clocks as they were."""
    old, new = _offset_at(before, info), _offset_at(at, info)
    kind = "DAYLIGHT" if summer else "STANDARD"
    return (
        f"BEGIN:{kind}",
        f"DTSTART:{(at + old).replace(tzinfo=None):%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(old)}",
        f"TZOFFSETTO:{_offset(new)}",
        f"TZNAME:{at.astimezone(info).tzname()}",
        f"END:{kind}",
    )


def _offset(by: timedelta) -> str:
    """`+0100`, and `+003412` where a zone once was that exact."""
    sign, seconds = ("-", -by) if by < timedelta() else ("+", by)
    whole = int(seconds.total_seconds())
    rest = f"{whole % 60:02}" if whole % 60 else ""
    return f"{sign}{whole // 3600:02}{whole // 60 % 60:02}{rest}"
