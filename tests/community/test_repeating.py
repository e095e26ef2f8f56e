"""What comes again: by the wall, in every month, across every change of the clocks."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import Wall
from bot.community import repeating
from bot.community.repeating import DATE, FORTNIGHTLY, ONCE, REPEATS, WEEKDAY, WEEKLY

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata")


def wall(words: str, zone: str = "Europe/London") -> Wall:
    return Wall(datetime.fromisoformat(words), zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("repeat", [WEEKLY, FORTNIGHTLY, WEEKDAY, DATE])
def test_in_ten_years_nothing_comes_twice_is_missing_or_an_hour_off(repeat: str, zone: str) -> None:
    first = wall("2026-11-29T18:30", zone)
    found = [repeating.nth(first, repeat, number) for number in range({WEEKLY: 520, FORTNIGHTLY: 260}.get(repeat, 120))]
    assert {each.at.time() for each in found} == {first.at.time()}
    assert found == sorted(found, key=lambda each: each.instant)
    days = [each.at.date() for each in found]
    if repeat in {WEEKLY, FORTNIGHTLY}:
        assert {(later - day).days for day, later in itertools.pairwise(days)} == {7 if repeat == WEEKLY else 14}
    else:
        months = [day.year * 12 + day.month for day in days]
        assert months == list(range(months[0], months[0] + 120))
    if repeat == WEEKDAY:
        assert {day.weekday() for day in days} == {6}


@pytest.mark.parametrize(
    ("first", "repeat", "days"),
    [
        ("2027-01-31T09:00", DATE, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2027-01-29T09:00", WEEKDAY, ["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30"]),
        ("2026-11-24T09:00", WEEKDAY, ["2026-11-24", "2026-12-22", "2027-01-26", "2027-02-23"]),
        ("2026-12-28T09:00", FORTNIGHTLY, ["2026-12-28", "2027-01-11", "2027-01-25", "2027-02-08"]),
    ],
)
def test_months_that_are_too_short_have_their_last(first: str, repeat: str, days: list[str]) -> None:
    assert [repeating.nth(wall(first), repeat, number).at.date() for number in range(4)] == [date.fromisoformat(day) for day in days]


def test_what_was_missed_is_passed_over() -> None:
    first = wall("2026-11-23T09:00")
    assert repeating.after(first, WEEKLY, 0, first.instant) == 1
    assert repeating.after(first, WEEKLY, 0, first.instant + timedelta(days=30)) == 5
    assert repeating.after(first, ONCE, 0, first.instant) is None


def test_until_gives_what_is_left_and_no_more() -> None:
    first, last = wall("2026-11-23T09:00"), datetime(2026, 12, 25, tzinfo=UTC)
    assert [each.at.day for each in repeating.until(first, WEEKLY, 1, last)] == [30, 7, 14, 21]
    assert len(list(repeating.until(first, ONCE, 0, last))) == 1


def test_every_way_has_words() -> None:
    assert set(REPEATS) == {ONCE, WEEKLY, FORTNIGHTLY, WEEKDAY, DATE}
