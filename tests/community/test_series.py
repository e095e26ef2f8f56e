"""Meetups that come again: each day once, none missing, never an hour off; whatever the clocks do.

`make test` takes a few zones, WALLFLOWER_ZONES=all every one there is; seeds are in the test.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from sqlalchemy import select

from bot.chat import Refusal
from bot.clock import DAY, MINUTE, Wall
from bot.community import changing, groups, meetups, recurrence, rsvp, series
from bot.community.changing import Move
from bot.community.meetups import Meetup, Plan
from bot.community.series import Repeat
from bot.outbox import outbox
from tests.community.village import Village, in_memory

SOME = ("Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut", "America/Sao_Paulo", "Asia/Kathmandu",
        "Africa/Casablanca", "Pacific/Apia", "America/Nuuk", "UTC")  # fmt: skip
ALL = os.environ.get("WALLFLOWER_ZONES") == "all"
ZONES = sorted(available_timezones()) if ALL else SOME
TEN_YEARS = (date(2026, 1, 1), date(2036, 1, 1))
LIVED = [(zone, again) for zone in SOME for again in recurrence.WORDS] if ALL else [*zip(SOME, list(recurrence.WORDS)[1:], strict=False)]
"""Where and by what rhythm ten years are lived through; three of them take six seconds."""
HOURS = (time(0, 0), time(0, 30), time(1, 30), time(2, 15), time(2, 30), time(3, 0), time(18, 30), time(23, 45))


def every_day(first: date, fits: Callable[[date], bool]) -> list[date]:
    """The plain way to say what a rule means: look at each day of ten years."""
    return [day for number in range((TEN_YEARS[1] - first).days) if fits(day := first + number * DAY)]


def nth(day: date) -> int:
    return (day.day - 1) // 7 + 1


def months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def last_of_its_weekday(day: date) -> bool:
    return (day + 7 * DAY).month != day.month


def meant(again: str, first: date) -> list[date]:
    """The days of a usual rhythm, counted by hand."""
    same = every_day(first, lambda day: day.weekday() == first.weekday())
    if again in {recurrence.WEEKLY, recurrence.FORTNIGHTLY}:
        return same if again == recurrence.WEEKLY else same[::2]
    step = 1 if again == recurrence.MONTHLY else 3
    fits = [day for day in same if (last_of_its_weekday(day) if nth(first) == 5 else nth(day) == nth(first))]
    return [day for day in fits if months(first, day) % step == 0]


def first_minute_there_is(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant at which the wall first shows this time, or the first later one it does show: looked for from the day before.

    By quarters of an hour: every zone is a number of them away from UTC, and so is every time of day here.
    """
    wanted = datetime.combine(day, at)
    instant = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    while instant.astimezone(zone).replace(tzinfo=None) < wanted:
        left = wanted - instant.astimezone(zone).replace(tzinfo=None)
        instant += max(15 * MINUTE, left - timedelta(hours=3))
    return instant


@pytest.mark.parametrize("again", list(recurrence.WORDS))
def test_ten_years_of_any_rhythm_have_each_day_once(again: str) -> None:
    for number in range(40):
        first = TEN_YEARS[0] + random.Random(number).randrange(1200) * DAY
        rule = recurrence.rule_for(again, first)
        found = list(recurrence.days(rule, first, TEN_YEARS[1] - DAY))
        assert found == meant(again, first), (rule, first)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("again", list(recurrence.WORDS))
def test_ten_years_in_every_zone_are_never_an_hour_off(again: str) -> None:
    dice = random.Random(20261122)
    for name in ZONES:
        zone, at = ZoneInfo(name), dice.choice(HOURS)
        first = TEN_YEARS[0] + dice.randrange(60) * DAY
        days = list(recurrence.days(recurrence.rule_for(again, first), first, TEN_YEARS[1] - DAY))
        instants = [Wall(datetime.combine(day, at), name).instant for day in days]
        assert instants == [first_minute_there_is(day, at, zone) for day in days], (name, at)
        assert instants == sorted(set(instants))


# --- by the rules themselves, as time passes ------------------------------------------------------------------------------------


def begin(village: Village, at: datetime, rule: str, zone: str = "Europe/London", **repeat: object) -> Meetup:
    """Priya announces a meetup that comes again."""
    plan = Plan("Pub meet-up", Wall(at, zone), "Edinburgh", seats=2)

    def announce(act: rsvp.Act) -> Meetup:
        meetup = meetups.announce(act, plan)
        series.begin(act, meetup, Repeat(rule, **repeat))  # type: ignore[arg-type]  what each test says
        return meetup

    return village.acts("Priya", announce)


def occurrences(village: Village) -> list[Meetup]:
    """Every meetup there has been, by the day it was meant for."""
    rows = village.do(lambda conn: list(conn.execute(select(meetups.meetups).order_by(meetups.meetups.c.slot))))
    return [Meetup(*row) for row in rows]


def waiting(village: Village) -> int:
    """How many rows say when to plan on."""
    kinds = select(outbox.c.id).where(outbox.c.kind == series.PLAN.name, outbox.c.state == "waiting")
    return len(village.do(lambda conn: list(conn.execute(kinds))))


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("zone", "again"), LIVED)
def test_ten_years_lived_through_announce_each_day_once(zone: str, again: str) -> None:
    with in_memory() as do:
        village = Village(do)
        village.do(lambda conn: groups.change(conn, village.group, "North", zone, groups.Habits(reminders="none")))
        at = datetime(2026, 11, 29, 1, 30)
        begin(village, at, recurrence.rule_for(again, at.date()), zone)
        village.until(datetime(2036, 1, 1, tzinfo=UTC))
        there = [meetup for meetup in occurrences(village) if meetup.starts_at < village.now]
        assert [date.fromisoformat(meetup.slot or "") for meetup in there] == meant(again, at.date())
        assert [meetup.starts_at for meetup in there] == [
            first_minute_there_is(day, at.time(), ZoneInfo(zone)) for day in meant(again, at.date())
        ]
        told = [told.ref for told in village.told if told.kind == "meetup.card"]
        assert len(told) == len(set(told)) >= len(there)
        assert waiting(village) == 1


def test_three_months_are_planned_and_each_announced_when_the_one_before_takes_place(village: Village) -> None:
    begin(village, datetime(2026, 11, 26, 18, 30), recurrence.rule_for(recurrence.WEEKLY, date(2026, 11, 26)))
    there = occurrences(village)
    assert len(there) == 13
    assert [meetup.publish_at for meetup in there[1:3]] == [datetime(2026, 11, day, 10, tzinfo=UTC) for day in (26,)] + [
        datetime(2026, 12, 3, 10, tzinfo=UTC)
    ]
    village.passes(days=7)
    assert len(occurrences(village)) == 14


def test_a_quarter_is_announced_six_weeks_ahead(village: Village) -> None:
    begin(village, datetime(2026, 11, 26, 18, 30), recurrence.rule_for(recurrence.QUARTERLY, date(2026, 11, 26)))
    village.passes(days=10)
    second = occurrences(village)[1]
    assert (second.slot, second.publish_at) == ("2027-02-25", datetime(2027, 1, 14, 10, tzinfo=UTC))


def test_places_take_turns_whatever_becomes_of_one(village: Village) -> None:
    begin(village, datetime(2026, 11, 26, 18, 30), "FREQ=WEEKLY;INTERVAL=2", others=("Glasgow", "Perth"))
    gone = occurrences(village)[1]
    village.acts("Priya", lambda act: changing.call_off(act, gone.id, ""))
    village.passes(days=60)
    assert [meetup.venue for meetup in occurrences(village)][:7] == ["Edinburgh", "Glasgow", "Perth"] * 2 + ["Edinburgh"]


def test_one_that_was_moved_stays_one_and_the_others_stay_where_they_are(village: Village) -> None:
    begin(village, datetime(2026, 11, 26, 18, 30), "FREQ=WEEKLY;INTERVAL=1")
    second = occurrences(village)[1]
    to = Move(Wall(datetime(2026, 12, 4, 19), "Europe/London"), "Stirling", meetups.ROOM)
    village.acts("Priya", lambda act: changing.move(act, second.id, to))
    village.passes(days=100)
    days = [meetup.starts_at.date() for meetup in occurrences(village)]
    assert days[:3] == [date(2026, 11, 26), date(2026, 12, 4), date(2026, 12, 10)]
    assert len(set(days)) == len(days)


def test_after_a_long_sleep_nothing_gone_by_is_announced_and_what_comes_is(village: Village) -> None:
    begin(village, datetime(2026, 11, 26, 18, 30), "FREQ=WEEKLY;INTERVAL=1", others=("Glasgow",))
    village.now += timedelta(days=200)
    village.told.clear()
    village.passes(days=30)
    fresh = [meetup for meetup in occurrences(village) if meetup.publish_at > village.now - timedelta(days=29)]
    assert all(meetup.starts_at > meetup.publish_at for meetup in fresh)
    assert [meetup.venue for meetup in fresh[:2]] in (["Edinburgh", "Glasgow"], ["Glasgow", "Edinburgh"])
    slots = [date.fromisoformat(meetup.slot or "") for meetup in fresh]
    assert slots == [slots[0] + 7 * number * DAY for number in range(len(slots))]


def test_its_last_day_is_the_last(village: Village) -> None:
    begin(village, datetime(2026, 11, 26, 18, 30), "FREQ=WEEKLY;INTERVAL=1", last=date(2026, 12, 10))
    village.passes(days=400)
    assert [meetup.slot for meetup in occurrences(village)] == ["2026-11-26", "2026-12-03", "2026-12-10"]
    assert waiting(village) == 0


def test_stopped_it_plans_nothing_more_and_nobody_else_can_stop_it(village: Village) -> None:
    meetup = begin(village, datetime(2026, 11, 26, 18, 30), "FREQ=WEEKLY;INTERVAL=1")
    number = village.do(lambda conn: meetups.get(conn, meetup.id)).series_id or 0
    elsewhere = Village(village.do)
    with pytest.raises(Refusal, match="can't find that series"):
        elsewhere.acts("Eve", lambda act: series.stop(act, number))
    assert village.acts("Priya", lambda act: series.stop(act, number)) == 1
    village.passes(days=400)
    assert [meetup.state for meetup in occurrences(village)] == ["announced"] + ["withdrawn"] * 12
    assert [told.kind for told in village.told] == ["meetup.card"]


def test_one_meetup_is_in_one_series(village: Village) -> None:
    meetup = begin(village, datetime(2026, 11, 26, 18, 30), "FREQ=WEEKLY;INTERVAL=1")
    again = village.do(lambda conn: meetups.get(conn, meetup.id))
    with pytest.raises(Refusal, match="comes again already"):
        village.acts("Priya", lambda act: series.begin(act, again, Repeat("FREQ=DAILY")))


# --- rules people type ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("every Tuesday", "don't know that rhythm"),
        ("FREQ=HOURLY", "daily is the finest"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "nothing comes again"),
        ("FREQ=DAILY;COUNT=3", "can't go by Count"),
        ("FREQ=WEEKLY;UNTIL=20270101", "can't go by Until"),
        ("FREQ=WEEKLY;BYDAY=XX", "don't understand that rule"),
        ("FREQ=WEEKLY;INTERVAL=0", "don't understand that rule"),
        ("FREQ=WEEKLY;INTERVAL=-1", "don't understand that rule"),
        ("FREQ=DAILY;INTERVAL=99999999", "don't understand that rule"),
        ("FREQ=YEARLY;INTERVAL=9", "nothing comes again"),
        ("FREQ=MONTHLY;BYDAY=2TU;BYMONTH=0", "don't understand that rule"),
        ("FREQ=MONTHLY;BYDAY=2TU,,", "don't understand that rule"),
        ("", "don't know that rhythm"),
    ],
)
def test_what_is_no_rule_says_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        recurrence.read_rule(typed, date(2026, 11, 26))


def test_a_rule_goes_on_as_it_began_however_far(village: Village) -> None:
    """Taking each day as a new beginning is what keeps a step cheap: it must come to the same as counting from the first."""
    from dateutil.rrule import rrulestr

    first = datetime(2026, 11, 26)
    rules = ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=31",
             "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1SA", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1TH", "FREQ=YEARLY"]  # fmt: skip
    for rule in rules:
        found = rrulestr(rule, dtstart=first)
        whole = [day.date() for day in islice(found, 120) if day != first]
        assert list(recurrence.days(rule, first.date(), whole[-1]))[1:] == whole, rule


def test_places_by_turns_are_read_as_people_type_them() -> None:
    assert series.read_others("Edinburgh, then Glasgow") == ("Edinburgh", "Glasgow")
    assert series.read_others("Edinburgh; Glasgow then Perth") == ("Edinburgh", "Glasgow", "Perth")
    assert series.read_others("Northend House, Perth") == ("Northend House, Perth",)
    assert series.read_others(" ") == ()
