"""Reminders: when they leave, to whom, and when they don't."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Wall
from bot.community import members, reminders
from bot.community.meetups import Meetup
from tests.community.village import SUNDAY, Village, in_memory

ALONE, THREAD = "reminder.alone", "reminder.in_thread"


def moments(village: Village, name: str) -> list[timedelta]:
    """How long before the meetup somebody was reminded."""
    starts = village.stands().starts_at
    return [starts - told.at for told in village.told if told.who == name and told.kind in {ALONE, THREAD}]


def test_a_week_a_day_and_two_hours_before(village: Village) -> None:
    village.announce(starts_in=timedelta(days=30))
    village.yes("Ada")
    village.passes(days=31)
    assert moments(village, "Ada") == [timedelta(days=7), timedelta(days=1), timedelta(hours=2)]


@pytest.mark.parametrize(("starts_in", "left"), [(timedelta(days=6), 2), (timedelta(hours=8), 1), (timedelta(hours=1), 0)])
def test_announced_late_only_what_is_still_ahead(village: Village, starts_in: timedelta, left: int) -> None:
    village.announce(starts_in=starts_in)
    village.yes("Ada")
    village.passes(days=7)
    assert len(moments(village, "Ada")) == left


def test_published_later_only_what_comes_after_that(village: Village) -> None:
    village.announce(publish=timedelta(days=25), starts_in=timedelta(days=30))
    assert len(village.planned("reminder.due")) == 2


def test_who_said_no_maybe_or_waits_is_left_in_peace(village: Village) -> None:
    village.announce(1, starts_in=timedelta(days=10))
    village.yes("Ada")
    village.yes("Tom")
    village.maybe("Sam")
    village.no("Una")
    village.passes(days=11)
    assert [len(moments(village, name)) for name in ("Ada", "Tom", "Sam", "Una")] == [3, 0, 0, 0]


def test_who_joins_between_two_reminders_has_the_rest(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    village.passes(days=5)
    village.yes("Ada")
    village.passes(days=6)
    assert moments(village, "Ada") == [timedelta(days=1), timedelta(hours=2)]


def test_those_who_agreed_to_be_named_are_reminded_together_the_others_by_themselves(village: Village) -> None:
    village.announce(starts_in=timedelta(hours=30))
    for name in ("Ada", "Bea", "Cat"):
        village.yes(name)
        if name != "Cat":
            village.acts(name, lambda act: members.show_name(act, named=True))
    village.passes(hours=7)
    assert village.heard("thread") == [THREAD]
    assert (village.heard("Ada"), village.heard("Cat")) == ([], [ALONE])


def test_a_hundred_and_twenty_names_are_three_messages_and_each_stands_in_one(village: Village) -> None:
    village.announce(starts_in=timedelta(hours=30))
    for number in range(120):
        village.yes(f"person {number}")
        village.acts(f"person {number}", lambda act: members.show_name(act, named=True))
    village.passes(hours=7)
    assert village.heard("thread") == [THREAD] * 3
    ids = sorted(village.people[f"person {number}"] for number in range(120))
    refs = [f"{village.meetup}.day.{ids[first]}.{ids[last]}" for first, last in ((0, 49), (50, 99), (100, 119))]
    village.no("person 3")
    shown = [[guest.member_id for guest in village.do(lambda conn, ref=ref: reminders.named_in(conn, ref))] for ref in refs]
    assert sorted(member for page in shown for member in page) == [each for each in ids if each != village.people["person 3"]]
    assert [len(page) for page in shown] == [49, 50, 20]


def test_who_has_stepped_back_since_is_not_reminded_after_all(village: Village) -> None:
    village.announce(starts_in=timedelta(hours=30))
    village.yes("Ada")
    ref = f"{village.meetup}.day.{village.who('Ada')}"
    assert village.do(lambda conn: reminders.still_coming(conn, ref))
    village.no("Ada")
    assert not village.do(lambda conn: reminders.still_coming(conn, ref))


def test_after_an_outage_what_is_still_of_use_leaves_once_and_the_rest_does_not(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    village.yes("Ada")
    village.now += timedelta(days=9, hours=20)  # asleep past the week's and the day's; the day's is of use for another hour
    village.deliver()
    assert moments(village, "Ada") == [timedelta(hours=4)]
    village.passes(hours=5)
    assert moments(village, "Ada") == [timedelta(hours=4), timedelta(hours=2)]


def test_planning_again_after_a_restart_plans_nothing_twice(village: Village) -> None:
    meetup = village.announce(starts_in=timedelta(days=10))
    village.yes("Ada")
    village.do(lambda conn: reminders.plan(conn, village.now, meetup))
    village.passes(days=11)
    assert len(moments(village, "Ada")) == 3


def test_two_hours_before_a_breakfast_is_in_the_night_so_it_waits_for_eight(village: Village) -> None:
    village.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    village.announce(starts_in=timedelta(hours=24 - 0.5 + 24))  # Wednesday 8.30
    village.yes("Ada")
    village.passes(days=3)
    assert moments(village, "Ada") == [timedelta(days=1), timedelta(minutes=30)]


@given(
    starts=st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)),
    zone=st.sampled_from(["Europe/London", "Asia/Kolkata", "America/St_Johns"]),
)
def test_whenever_it_is_reminders_are_few_never_early_and_never_in_the_quiet(starts: datetime, zone: str) -> None:
    wall = Wall(starts.replace(second=0, microsecond=0), zone)
    meetup = Meetup(1, 1, "", "", "", wall.at.isoformat(), zone, wall.instant, 120, None, SUNDAY, "announced", False, 1, None)
    due = [moment for step in reminders.STEPS if (moment := reminders.due_at(meetup, step, "21:00-08:00")) is not None]
    assert len(due) == len(set(due)) <= 3
    for moment in due:
        assert 8 <= moment.astimezone(ZoneInfo(zone)).hour < 21
        assert moment < meetup.starts_at
    for step in reminders.STEPS:
        moment = reminders.due_at(meetup, step, "21:00-08:00")
        assert moment is None or moment >= step.comes(meetup)


@pytest.mark.parametrize(("day", "ahead"), [(datetime(2027, 3, 28, 18, 30), 23), (datetime(2027, 10, 31, 18, 30), 25)])
def test_a_day_before_is_the_same_hour_also_where_the_clocks_change_between(day: datetime, ahead: int) -> None:
    with in_memory() as do:
        village = Village(do, now=datetime(2027, 3, 1, tzinfo=UTC))
        village.announce(starts_in=Wall(day, "Europe/London").instant - village.now)
        village.yes("Ada")
        village.passes(days=300)
        assert moments(village, "Ada")[1:] == [timedelta(hours=ahead), timedelta(hours=2)]


def test_a_days_reminder_put_off_by_quiet_hours_says_today() -> None:
    with in_memory() as do:
        village = Village(do)
        for hour, says in ((20, "tomorrow"), (22, "today")):
            meetup = village.announce(starts_in=timedelta(days=5, hours=hour - 10))
            assert do(lambda conn, meetup=meetup: reminders.opening_of(conn, reminders.STEPS[1], [meetup])) == says


def test_a_meetup_that_was_taken_back_reminds_nobody() -> None:
    with in_memory() as do:
        village = Village(do)
        village.announce(starts_in=timedelta(days=10))
        village.yes("Ada")
        village.undo()
        village.passes(days=11)
        assert village.heard("Ada") == ["meetup.taken_back"]


# --- several that fall together -------------------------------------------------------------------------------------------------

TOGETHER = "reminder.several"


def two(village: Village, apart: timedelta) -> tuple[int, int]:
    """Ada comes to both, Tom to the second alone."""
    first = village.announce(starts_in=timedelta(hours=30))
    village.yes("Ada")
    second = village.announce(starts_in=timedelta(hours=30) + apart)
    village.yes("Ada")
    village.yes("Tom")
    return first.id, second.id


def test_two_that_fall_together_are_one_message(village: Village) -> None:
    first, second = two(village, timedelta(hours=2, minutes=30))
    village.passes(hours=12)
    ada = village.who("Ada")
    assert (village.heard("Ada"), village.heard("Tom")) == ([TOGETHER], [ALONE])
    assert [told.ref for told in village.told if told.kind == TOGETHER] == [f"day.{ada}.{first}.{second}"]
    village.passes(days=3)
    assert village.heard("Ada") == [TOGETHER, TOGETHER]


def test_two_on_different_afternoons_are_two(village: Village) -> None:
    two(village, timedelta(hours=4))
    village.passes(hours=12)
    assert village.heard("Ada") == [ALONE, ALONE]


def test_who_agreed_to_be_named_is_not_mentioned_in_the_threads_as_well(village: Village) -> None:
    village.acts("Ada", lambda act: members.show_name(act, named=True))
    village.acts("Tom", lambda act: members.show_name(act, named=True))
    _, second = two(village, timedelta(hours=1))
    village.passes(hours=12)
    assert village.heard("Ada") == [TOGETHER]
    assert village.heard("thread") == [THREAD]
    tom, ada = village.who("Tom"), village.who("Ada")
    shown = village.do(lambda conn: reminders.named_in(conn, f"{second}.day.{min(tom, ada)}.{max(tom, ada)}"))
    assert [guest.member_id for guest in shown] == [tom]


def test_three_in_a_row_are_each_told_of_once(village: Village) -> None:
    two(village, timedelta(hours=2))
    village.announce(starts_in=timedelta(hours=34))
    village.yes("Ada")
    village.passes(hours=12)
    assert village.heard("Ada") == [TOGETHER, ALONE]


def test_one_they_step_back_from_is_left_out(village: Village) -> None:
    first, second = two(village, timedelta(hours=1))
    village.no("Ada")
    ref = f"day.{village.who('Ada')}.{first}.{second}"
    assert [meetup.id for meetup in village.do(lambda conn: reminders.several(conn, ref))[1]] == [first]


def test_more_than_fit_one_message_are_each_in_one(village: Village) -> None:
    there: list[int] = []
    for number in range(6):
        there.append(village.announce(starts_in=timedelta(hours=30, minutes=10 * number)).id)
        village.yes("Ada")
    village.now += timedelta(hours=8)  # the bot was away, and all are due at once
    village.passes(hours=4)
    told = [told.ref.split(".")[2:] for told in village.told if told.kind == TOGETHER]
    assert sorted(int(number) for each in told for number in each) == there
    assert village.heard("Ada") == [TOGETHER, TOGETHER]
