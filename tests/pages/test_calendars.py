"""Calendars read back by a reader that is not ours: every moment right across clock changes, every word as it was written."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar, Event

from bot.clock import DAY, Wall
from bot.community import recurrence
from bot.community.calendars import Entry
from pages.calendar import calendar
from tests.community.test_series import HOURS, first_minute_there_is

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ZONES = (
    *(
        "Europe/London",
        "Europe/Dublin",
        "America/New_York",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
    ),
    *("Pacific/Apia", "Pacific/Chatham", "Asia/Kathmandu", "America/St_Johns", "Antarctica/Troll", "Asia/Tehran", "UTC"),
)


def entry(starts: datetime, zone: str = "Europe/London", minutes: int = 120, words: str = "Pub meet-up") -> Entry:
    """A meetup as a calendar is given it, with the same words everywhere."""
    uid = f"{starts.timestamp()}-{zone}-{minutes}"
    told = (words, words, words, zone, starts, minutes)
    return Entry(1, uid, "G", *told, off="", published_at=NOW, changed_at=NOW, sequence=0, digest="", stale=False)


def around_a_change(chance: random.Random) -> Entry:
    """A meetup within two days of a change of the clocks, as somebody plans one: by the wall. Often one that ends after the change."""
    zone, year = chance.choice(ZONES), datetime(chance.randint(2024, 2030), 1, 1, tzinfo=UTC)
    offsets = [(day, (year + timedelta(days=day)).astimezone(ZoneInfo(zone)).utcoffset()) for day in range(366)]
    changes = [day for (day, before), (_, after) in pairwise(offsets) if before != after]
    planned = year + timedelta(days=chance.choice(changes or [0]), minutes=chance.randrange(-2880, 2880, 15))
    return entry(Wall.of(planned, zone).instant, zone, chance.choice([15, 60, 90, 120, 240, 1440, 4320]))


def span(event: Event) -> tuple[datetime, datetime]:
    """In UTC: Python finds no time in an hour that comes twice equal to one of another zone."""
    assert isinstance(event.start, datetime)
    assert isinstance(event.end, datetime)
    return event.start.astimezone(UTC), event.end.astimezone(UTC)


@pytest.mark.parametrize("seed", range(5))
def test_five_hundred_meetups_around_clock_changes_are_read_back_to_the_second(seed: int) -> None:
    planned = {each.uid: each for each in (around_a_change(random.Random(seed * 1000 + number)) for number in range(100))}
    text = calendar("Everything", list(planned.values()))
    read = {str(event["UID"]): event for event in Calendar.from_ical(text).events}
    assert read.keys() == planned.keys()
    assert {uid: span(event) for uid, event in read.items()} == {uid: (each.starts_at, each.ends_at) for uid, each in planned.items()}


@pytest.mark.parametrize("seed", range(5))
def test_five_hundred_series_across_clock_changes_keep_their_hour(seed: int) -> None:
    """Each meetup of a series for a year and more, read back, begins when a wall there shows the hour it was planned for."""
    planned: list[Entry] = []
    meant: dict[str, datetime] = {}
    for number in range(100):
        chance = random.Random(seed * 1000 + number)
        zone, at, first = chance.choice(ZONES), chance.choice(HOURS), date(2026, 1, 1) + chance.randrange(366) * DAY
        rule = recurrence.rule_for(chance.choice(list(recurrence.WORDS)), first)
        for day in chance.sample(list(recurrence.days(rule, first, first + 400 * DAY)), 4):
            each = entry(Wall(datetime.combine(day, at), zone).instant, zone, words=f"{number}")
            planned.append(replace(each, uid=f"{number}-{day}"))
            meant[f"{number}-{day}"] = first_minute_there_is(day, at, ZoneInfo(zone))
    read = {str(event["UID"]): span(event)[0] for event in Calendar.from_ical(calendar("Everything", planned)).events}
    assert read == meant


@pytest.mark.parametrize("seed", range(5))
def test_the_zones_are_described_rightly_for_a_program_that_believes_only_the_description(seed: int) -> None:
    """dateutil builds its zones from the VTIMEZONE alone, and is asked about every hour around every meetup that comes but once."""
    planned = [around_a_change(random.Random(seed * 1000 + number)) for number in range(100)]
    described = tzical(io.StringIO(calendar("Everything", planned).replace("\r\n", "\n")))
    assert set(described.keys()) == {each.zone for each in planned} - {"UTC"}
    for each in (one for one in planned if one.zone != "UTC"):
        theirs, ours = described.get(each.zone), ZoneInfo(each.zone)
        for hour in range(-24, 25):
            there = (each.starts_at + timedelta(hours=hour)).astimezone(ours)
            if there.utcoffset() == there.replace(fold=not there.fold).utcoffset():
                assert there.replace(tzinfo=theirs).utcoffset() == there.utcoffset(), (each.zone, there)


def test_the_clocks_change_at_the_moment_they_do() -> None:
    """icalendar works out in UTC when each part of a VTIMEZONE begins; zoneinfo must know of that very second."""
    planned = [entry(datetime(2026, 6, 1, 12, tzinfo=UTC), zone) for zone in ZONES]
    for described in Calendar.from_ical(calendar("Everything", planned)).timezones:
        there = ZoneInfo(described.tz_name)
        moments, infos = described.get_transitions()
        for moment, info in list(zip(moments, infos, strict=True))[1:]:
            at = moment.replace(tzinfo=UTC)
            assert at.astimezone(there).utcoffset() == info[0]
            assert (at - timedelta(seconds=1)).astimezone(there).utcoffset() != info[0]


def test_the_second_of_two_equal_hours_is_told_apart() -> None:
    """On 25 October 2026 the clocks of London go back at 02:00: 01:30 comes twice."""
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    for starts in (first, second):
        (event,) = Calendar.from_ical(calendar("G", [entry(starts)])).events
        assert span(event)[0] == starts
    (over_it,) = Calendar.from_ical(calendar("G", [entry(first, minutes=60)])).events
    assert span(over_it) == (first, second)


def test_lines_are_folded_by_octets_and_never_within_a_character() -> None:
    words = "Grüße aus Łódź 👩‍🔬 " * 40
    text = calendar("G", [entry(NOW, words=words)])
    raw = text.encode()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert all(line.decode() for line in raw.split(b"\r\n")[:-1])
    (event,) = Calendar.from_ical(text).events
    assert event["DESCRIPTION"] == words


@pytest.mark.parametrize(
    "words",
    [
        "Fine\r\nATTENDEE:mailto:eve@example.org",
        "Fine\nEND:VEVENT\nBEGIN:VALARM",
        "Fine\rURL:javascript:alert(1)",
        "Fine\u2028DTSTART:19700101T000000Z",
        "Fine\x0bSTATUS:CANCELLED",
        "Fine\x85STATUS:CANCELLED",
        "Fine\\nSTATUS:CANCELLED",
        "\\",
        ';,:"',
    ],
)
def test_text_that_breaks_a_line_stays_text(words: str) -> None:
    text = calendar(words, [entry(NOW, words=words)], own=True)
    read = Calendar.from_ical(text)
    (event,) = read.events
    assert len(read.subcomponents) == 2
    assert sorted(event) == sorted(
        ["CREATED", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "UID"]
    )
    assert (event.start, event["STATUS"]) == (NOW, "CONFIRMED")
    assert str(event["DESCRIPTION"]).split() == words.split()
