"""Calendars: iCalendar text (RFC 5545) as calendar programs subscribe to it.

Written here rather than by a library: it is escaping, folding and eight properties an event; what is hard, the zones, comes from zoneinfo;
and an independent library reads all of it back in the tests, which is worth more than having the same one on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.community.calendars import Entry
from pages.words import clean, one_line, where
from pages.zones import vtimezone

TYPE: Final = "text/calendar; charset=utf-8"
_OCTETS: Final = 75
"""A line's length without its break, in UTF-8 (RFC 5545, 3.1)."""


def calendar(name: str, entries: Sequence[Entry], page: str = "", *, own: bool = False) -> str:
    """A whole calendar. `page`: the address of the page its events are on. `own`: for one person, with links for those who come."""
    out = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wallflower//Meetups//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        *(_text("NAME", name), _text("X-WR-CALNAME", name)),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT2H", "X-PUBLISHED-TTL:PT2H"),
    ]
    for zone in sorted({entry.zone for entry in entries} - {"UTC"}):
        there = [entry for entry in entries if entry.zone == zone]
        out += vtimezone(zone, min(each.starts_at for each in there), max(each.ends_at for each in there))
    for entry in entries:
        out += _event(entry, page, own=own)
    return "".join(_folded([*out, "END:VCALENDAR"]))


def _event(entry: Entry, page: str, *, own: bool) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_utc(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed_at)}"
    yield f"CREATED:{_utc(entry.published_at)}"
    yield f"DTSTART{_local(entry.starts_at, entry.zone)}"
    yield f"DTEND{_local(entry.ends_at, entry.zone)}"
    yield f"STATUS:{'CANCELLED' if entry.off else 'TENTATIVE' if entry.maybe else 'CONFIRMED'}"
    yield _text("SUMMARY", entry.title)
    yield _text("LOCATION", one_line(entry.venue) if own else where(entry.venue))
    if entry.details:
        yield _text("DESCRIPTION", entry.details)
    if page:
        yield f"URL:{page}#meetup-{entry.meetup}"
    yield "END:VEVENT"


def _local(at: datetime, zone: str) -> str:
    """With its zone, where that says it all: in the hour that comes twice it means the first (RFC 5545, 3.3.5), so the second is UTC."""
    there = at.astimezone(ZoneInfo(zone))
    if zone == "UTC" or there.fold:
        return f":{_utc(at)}"
    return f";TZID={zone}:{there:%Y%m%dT%H%M%S}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def _text(name: str, words: str) -> str:
    escaped = clean(words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return f"{name}:{escaped}"


def _folded(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        raw = line.encode()
        start, room = 0, _OCTETS
        while len(raw) - start > room:
            end = start + room
            while raw[end] & 0xC0 == 0x80:  # within a character
                end -= 1
            yield f"{raw[start:end].decode()}\r\n "
            start, room = end, _OCTETS - 1
        yield f"{raw[start:].decode()}\r\n"
