"""Clocks, wall time across clock changes, quiet hours, and how dates are said."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock, OffsetClock, SystemClock, Wall, after_quiet, say_full, say_until, say_zone, zone_named

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC"])
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


# --- clocks


def test_the_machines_clock_is_aware_and_its_monotonic_side_never_goes_back() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    assert clock.now().utcoffset() == timedelta()
    assert clock.monotonic() >= before


def test_time_travel_moves_the_date_and_leaves_delays_alone() -> None:
    under = FixedClock(NOON)
    clock = OffsetClock(under)
    clock.travel(NOON + timedelta(days=2))
    under.advance(timedelta(hours=1))
    clock.advance(timedelta(minutes=5))
    assert clock.now() == NOON + timedelta(days=2, hours=1, minutes=5)
    assert clock.monotonic() == 3600
    assert clock.offset == timedelta(days=2, minutes=5)


def test_time_travel_never_goes_backwards() -> None:
    clock = OffsetClock(FixedClock(NOON))
    with pytest.raises(ValueError, match="forwards"):
        clock.travel(NOON - timedelta(seconds=1))
    with pytest.raises(ValueError, match="forwards"):
        clock.advance(timedelta(seconds=-1))
    assert clock.now() == NOON


def test_a_fixed_clock_can_pass_time_or_be_put_back() -> None:
    clock = FixedClock(NOON)
    clock.advance(timedelta(minutes=2))
    clock.jump(timedelta(hours=-3))
    assert (clock.now(), clock.monotonic()) == (NOON - timedelta(hours=2, minutes=58), 120)
    with pytest.raises(ValueError, match="jump"):
        clock.advance(timedelta(seconds=-1))


# --- wall time


@pytest.mark.parametrize(
    ("at", "zone", "instant"),
    [
        (datetime(2026, 11, 26, 18, 30), "Europe/London", datetime(2026, 11, 26, 18, 30)),
        (datetime(2026, 7, 2, 18, 30), "Europe/London", datetime(2026, 7, 2, 17, 30)),
        (datetime(2026, 3, 29, 0, 59), "Europe/London", datetime(2026, 3, 29, 0, 59)),
        (datetime(2026, 3, 29, 1, 0), "Europe/London", datetime(2026, 3, 29, 1, 0)),  # skipped: 02:00 summer time
        (datetime(2026, 3, 29, 1, 30), "Europe/London", datetime(2026, 3, 29, 1, 0)),
        (datetime(2026, 3, 29, 1, 59, 59), "Europe/London", datetime(2026, 3, 29, 1, 0)),
        (datetime(2026, 3, 29, 2, 0), "Europe/London", datetime(2026, 3, 29, 1, 0)),
        (datetime(2026, 10, 25, 1, 30), "Europe/London", datetime(2026, 10, 25, 0, 30)),  # comes twice: the first
        (datetime(2026, 10, 4, 2, 10), "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30)),  # a gap of half an hour
        (datetime(2011, 12, 30, 9, 0), "Pacific/Apia", datetime(2011, 12, 30, 10, 0)),  # a whole day Samoa skipped
    ],
)
def test_a_wall_time_is_one_instant_even_when_clocks_change(at: datetime, zone: str, instant: datetime) -> None:
    assert Wall(at, zone).instant == instant.replace(tzinfo=UTC)


def test_a_wall_time_keeps_its_zone_beside_it() -> None:
    with pytest.raises(ValueError, match="naive"):
        Wall(NOON, "Europe/London")


@given(INSTANTS, ZONES)
def test_a_wall_read_from_an_instant_goes_back_to_it_or_to_its_earlier_twin(instant: datetime, zone: str) -> None:
    wall = Wall.of(instant, zone)
    assert wall == Wall.of(wall.instant, zone)
    assert wall.instant == instant or timedelta() < instant - wall.instant <= timedelta(hours=1)


# --- quiet hours


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-11-24 03:00", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-03-28 22:00", "2026-03-29 07:00"),  # 08:00 in summer time: an hour shorter a night
        ("2026-10-24 21:00", "2026-10-25 08:00"),  # 22:00 summer time to 08:00 winter time
        ("2026-07-01 20:30", "2026-07-02 07:00"),
    ],
)
def test_quiet_hours_end_at_eight_on_the_wall_in_london(at: str, expected: str) -> None:
    assert after_quiet(_utc(at), "Europe/London") == _utc(expected)


def test_quiet_hours_may_lie_within_one_day_or_be_none() -> None:
    assert after_quiet(_utc("2026-11-23 13:30"), "UTC", time(13), time(14)) == _utc("2026-11-23 14:00")
    assert after_quiet(_utc("2026-11-23 14:00"), "UTC", time(13), time(14)) == _utc("2026-11-23 14:00")
    assert after_quiet(_utc("2026-11-23 23:00"), "UTC", time(9), time(9)) == _utc("2026-11-23 23:00")


@given(INSTANTS, ZONES, st.times(), st.times())
def test_waiting_for_quiet_to_end_never_goes_back_and_is_soon_over(instant: datetime, zone: str, start: time, end: time) -> None:
    moved = after_quiet(instant, zone, start, end)
    assert instant <= moved <= instant + timedelta(hours=49)  # Samoa's lost day makes one night two
    assert after_quiet(moved, zone, start, end) == moved or start > end or _near_a_change(moved, zone)


def _near_a_change(instant: datetime, zone: str) -> bool:
    return len({(instant + timedelta(hours=h)).astimezone(ZoneInfo(zone)).utcoffset() for h in (-25, 0, 25)}) > 1


# --- zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        (" UK ", "Europe/London"),
        ("Scotland", "Europe/London"),
        ("Lisbon", "Europe/Lisbon"),
        ("new  york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("Istanbul", "Europe/Istanbul"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_may_be_named_by_its_city(typed: str, zone: str) -> None:
    assert zone_named(typed) == zone


@pytest.mark.parametrize("typed", ["", "GMT", "BST", "EST", "Eastern", "Narnia", "../etc/passwd", "x" * 10_000, "\0", "Europe"])
def test_a_zone_nobody_knows_is_refused_in_a_short_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="Try a large city nearby") as refused:
        zone_named(typed)
    assert len(str(refused.value)) < 160


def test_zones_sharing_a_last_part_keep_the_same_time_so_any_of_them_will_do() -> None:
    sharing: dict[str, set[str]] = defaultdict(set)
    for name in available_timezones():
        if "/" in name and not name.startswith(("Etc/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")):
            sharing[name.rpartition("/")[2]].add(name)
    for names in sharing.values():
        years = {tuple(datetime(2026, month, 15, tzinfo=ZoneInfo(name)).utcoffset() for month in range(1, 13)) for name in names}
        assert len(years) == 1, names


def test_every_zone_can_be_said_and_read_back() -> None:
    zones = {zone for zone in available_timezones() if "/" in zone} | {"UTC"}
    assert {zone: zone_named(say_zone(zone).removesuffix(" time")) for zone in zones} == {zone: zone for zone in zones}


# --- saying it


def test_a_date_is_said_in_full_with_its_place() -> None:
    assert say_full(Wall(datetime(2026, 11, 26, 18, 30), "Europe/London")) == "Thursday 26 November 2026, 18:30 (London time)"
    assert say_full(Wall(datetime(2027, 1, 1, 9, 5), "America/New_York")) == "Friday 1 January 2027, 09:05 (New York time)"
    assert say_full(Wall(datetime(2027, 1, 1, 9, 5), "UTC")) == "Friday 1 January 2027, 09:05 (UTC)"


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(seconds=50), "1 minute"),
        (timedelta(minutes=45), "45 minutes"),
        (timedelta(minutes=59, seconds=50), "1 hour"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, hours=3, minutes=20), "1 day 3 hours"),
        (timedelta(days=7, hours=3), "7 days"),
    ],
)
def test_a_wait_is_said_in_at_most_two_units(delta: timedelta, words: str) -> None:
    assert say_until(delta) == words


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
