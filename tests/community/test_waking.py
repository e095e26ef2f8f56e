"""The thread before a meetup: when it is woken, what is put in it, and when nothing is said any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from bot.chat import Refusal
from bot.clock import Wall
from bot.community import changing, groups, meetups, members, merging, parties, person_data
from bot.community.before import agenda, bringing, prompts, reading, waking
from bot.community.before.reading import Preparation
from bot.community.before.waking import Company
from bot.community.groups import Habits
from bot.community.meetups import Meetup
from bot.community.person_data import Ledger
from bot.store import Store
from tests.community.village import SUNDAY, Village, in_memory

WAKE, PROMPT = "before.wake", "before.prompt"
OWN = ("Tea or coffee?", "Which chapter next?")


def wakes(village: Village, days: int = 4, *own: str) -> Meetup:
    """Priya wakes the thread."""
    return village.acts("Priya", lambda act: waking.switch_on(act, village.meetup, days, own))


def said(village: Village) -> list[tuple[str, int]]:
    """What was said in the thread, and how many days before the meetup."""
    starts = village.stands().starts_at
    return [(_what(told.kind, told.ref), (starts - told.at).days) for told in village.told if told.kind in {WAKE, PROMPT}]


def _what(kind: str, ref: str) -> str:
    return "wake" if kind == WAKE else ref.split(".")[3]


def company(village: Village) -> Company:
    """Who stands in the first message."""
    ref = next(told.ref for told in village.told if told.kind == WAKE)
    found = village.do(lambda conn: waking.company(conn, ref))
    assert found
    return found


# --- when -----------------------------------------------------------------------------------------------------------------------


def test_it_is_woken_some_days_ahead_and_then_asked_one_question_a_day_until_the_day_before(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 4)
    village.passes(days=11)
    assert said(village) == [("wake", 4), ("0", 3), ("1", 2), ("2", 1)]
    assert {told.who for told in village.told if told.kind in {WAKE, PROMPT}} == {"thread"}


def test_a_meetup_that_was_not_prepared_plans_nothing(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    assert village.planned(WAKE, PROMPT) == []
    assert not village.stands().prepared


def test_of_a_meetup_that_was_not_prepared_nothing_is_looked_up(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    asked: list[str] = []

    def look(conn: Connection) -> Preparation:
        meetup = meetups.get(conn, village.meetup)
        event.listen(conn, "before_cursor_execute", lambda *about: asked.append(about[2]))
        agenda.replan(conn, village.now, waking.replan(conn, village.now, meetup))
        bringing.seat_given_up(conn, meetup, 1)
        return reading.of(conn, meetup)

    assert village.do(look) == reading.NOTHING
    assert asked == []


def test_what_is_on_its_way_when_plans_change_is_not_said_after_all(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village)
    refs = [f"{village.meetup}.1.0.0", f"{village.meetup}.2.0.0", f"{village.meetup}.1.1.0"]

    def told() -> list[bool]:
        return [village.do(lambda conn, ref=ref: waking.prompt(conn, ref)) is not None for ref in refs]

    assert told() == [True, False, False]
    wakes(village, 3)
    assert told() == [False, True, False]
    village.acts("Priya", lambda act: changing.call_off(act, village.meetup, ""))
    assert told() == [False, False, False]


def test_with_questions_of_their_own_there_are_no_others(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 7, *OWN)
    village.passes(days=11)
    assert said(village) == [("wake", 7), ("0", 6), ("1", 5)]


def test_woken_late_only_the_days_that_are_left_have_something(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    village.passes(hours=5)
    wakes(village, 7)
    village.passes(days=4)
    assert said(village) == [("wake", 2), ("0", 1)]


def test_nothing_is_said_before_it_is_announced(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10), publish=timedelta(days=7, hours=1))
    wakes(village, 4)
    village.passes(days=11)
    assert said(village) == [("wake", 2), ("0", 1)]


def test_after_an_outage_nothing_stale_is_said_and_nothing_twice(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 4)
    village.passes(days=6)
    village.now += timedelta(days=1, hours=7)  # asleep: the first question's day is as good as over
    village.deliver()
    village.do(lambda conn: waking.plan(conn, village.now, village.stands()))
    village.passes(days=5)
    assert said(village) == [("wake", 4), ("1", 2), ("2", 1)]


@given(
    starts=st.datetimes(datetime(2026, 1, 10), datetime(2036, 1, 1)),
    zone=st.sampled_from(["Europe/London", "Asia/Kolkata", "America/St_Johns"]),
    quiet=st.sampled_from(["21:00-08:00", "09:30-12:15", "08:00-20:00", ""]),
    days=st.sampled_from(waking.DAYS),
)
def test_whenever_it_is_one_a_day_and_never_in_the_quiet_or_once_it_begins(starts: datetime, zone: str, quiet: str, days: int) -> None:
    wall = Wall(starts.replace(second=0, microsecond=0), zone)
    meetup = Meetup(1, 1, "", "", "", wall.at.isoformat(), zone, wall.instant, 120, None, SUNDAY, "announced", False, 1, None)
    found = waking.slots(meetup, days, quiet)
    walls = [at.astimezone(ZoneInfo(zone)) for at in found]
    assert len({each.date() for each in walls}) == len(found) <= days
    assert all(at < meetup.starts_at for at in found)
    if quiet:
        begins, ends = quiet.split("-")
        inside = [f"{each:%H:%M}" >= begins or f"{each:%H:%M}" < ends for each in walls]
        assert not any(inside if begins > ends else [begins <= f"{each:%H:%M}" < ends for each in walls])


def test_what_is_late_does_not_come_in_the_quiet_hours(village: Village) -> None:
    quiet = Habits(quiet="11:00-17:00")
    village.do(lambda conn: groups.change(conn, village.group, "Information Officers, Scotland", "Europe/London", quiet))
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 2)
    village.until(village.stands().starts_at - timedelta(days=2, minutes=1))
    village.now += timedelta(hours=1, minutes=10)
    village.deliver()
    assert said(village) == []


# --- when plans change ----------------------------------------------------------------------------------------------------------


def test_moved_it_is_woken_anew_and_goes_on_with_the_questions_that_are_left(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 4)
    village.passes(days=7, hours=1)
    village.move(by=timedelta(days=20))
    village.passes(days=24)
    assert [what for what, _ in said(village)] == ["wake", "0", "wake", "1", "2", "3"]
    assert [days for _, days in said(village)][2:] == [4, 3, 2, 1]


def test_moved_and_moved_back_within_two_minutes_nothing_is_lost_or_doubled(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 2)
    change = village.move(by=timedelta(days=20)).change
    village.acts("Priya", lambda act: changing.undo(act, change))
    village.passes(days=11)
    assert said(village) == [("wake", 2), ("0", 1)]


@pytest.mark.parametrize("how", ["put off", "called off", "taken back", "switched off"])
def test_once_it_is_not_to_be_nothing_more_is_said(village: Village, how: str) -> None:
    village.announce(starts_in=timedelta(days=10), publish=timedelta(days=1))
    wakes(village, 4)
    match how:
        case "taken back":
            village.undo()
        case "switched off":
            village.acts("Priya", lambda act: waking.switch_off(act, village.meetup))
        case _:
            village.passes(days=7, hours=1)
            rule = changing.postpone if how == "put off" else changing.call_off
            village.acts("Priya", lambda act: rule(act, village.meetup, ""))
    before = len(said(village))
    village.passes(days=11)
    assert len(said(village)) == before
    assert village.planned(WAKE, PROMPT) == []


def test_put_off_and_given_a_date_it_is_planned_for_that(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    village.acts("Priya", lambda act: changing.postpone(act, village.meetup, ""))
    wakes(village, 2)
    assert village.planned(WAKE, PROMPT) == []
    village.move(by=timedelta(days=5))
    village.passes(days=16)
    assert said(village) == [("wake", 2), ("0", 1)]


def test_changed_while_it_is_awake_nothing_is_put_twice_and_no_two_on_a_day(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village, 5)
    village.passes(days=6, hours=1)
    wakes(village, 7)
    village.passes(days=1)
    wakes(village, 3, *OWN)
    village.passes(days=4)
    assert said(village) == [("wake", 5), ("0", 4), ("1", 3), ("0", 2), ("1", 1)]


def test_once_it_begins_there_is_nothing_to_prepare(village: Village) -> None:
    village.announce(starts_in=timedelta(days=1))
    village.passes(days=1)
    with pytest.raises(Refusal, match="has begun"):
        wakes(village)
    with pytest.raises(Refusal, match="has begun"):
        village.acts("Priya", lambda act: waking.switch_off(act, village.meetup))


# --- who is named ---------------------------------------------------------------------------------------------------------------


def test_only_who_agreed_is_named_and_only_who_asked_for_it_is_welcomed(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village)
    for name in ("Ada", "Bea", "Tom", "Una", "Guy"):
        village.yes(name)
    for name in ("Ada", "Tom", "Una", "Guy"):
        village.acts(name, lambda act: members.show_name(act, named=True))
    for name in ("Bea", "Tom"):
        village.acts(name, lambda act: waking.welcome_me(act, village.meetup))
    village.acts("Guy", lambda act: parties.bring(act, village.meetup, ""))
    village.acts("Guy", lambda act: parties.send_guest(act, village.meetup))
    village.passes(days=7)
    village.no("Una")
    found = company(village)
    assert [each.name for each in found.named] == ["Ada", "Tom"]
    assert [each.name for each in found.new] == ["Bea", "Tom"]
    assert found.others == 1


def test_to_be_welcomed_one_has_a_seat_and_says_so_before_the_thread_is_woken(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    village.yes("Tom")
    with pytest.raises(Refusal, match="sleeps"):
        village.acts("Tom", lambda act: waking.welcome_me(act, village.meetup))
    wakes(village)
    with pytest.raises(Refusal, match="no seat"):
        village.acts("Ada", lambda act: waking.welcome_me(act, village.meetup))
    village.passes(days=7)
    with pytest.raises(Refusal, match="awake already"):
        village.acts("Tom", lambda act: waking.welcome_me(act, village.meetup))


def test_who_is_two_is_welcomed_once_and_who_is_erased_not_at_all(village: Village, tmp_path: Path) -> None:
    village.announce(starts_in=timedelta(days=10))
    wakes(village)
    for name in ("Tom", "Tam", "Ada"):
        village.yes(name)
        village.acts(name, lambda act: waking.welcome_me(act, village.meetup))
    one, other, ada = (village.people[name] for name in ("Tom", "Tam", "Ada"))
    village.do(lambda conn: merging.merge(conn, village.now, one, other))
    village.do(lambda conn: person_data.erase(conn, village.now, ada, Ledger(tmp_path / "list.erased")))
    village.passes(days=7)
    assert [each.name for each in company(village).new] == ["Tom"]


# --- words, and the other engine ------------------------------------------------------------------------------------------------


def test_questions_are_read_one_a_line_and_too_many_or_too_long_are_said() -> None:
    assert prompts.read("  Tea   or coffee? \n\n Which chapter next?") == OWN
    assert prompts.read("") == ()
    with pytest.raises(ValueError, match="7 questions"):
        prompts.read("One?\n" * 7)
    with pytest.raises(ValueError, match="Line 2 has 301"):
        prompts.read("One?\n" + "a" * 301)


async def test_on_each_engine_it_is_planned_once_and_names_the_same(store: Store) -> None:
    with in_memory() as do:
        expected = _lived(Village(do))
    assert expected == (3, 3, ["Tom"], ["Tom"], 1, 1)

    assert await store.write(lambda conn: _lived(Village(lambda work: work(conn)))) == expected


def _lived(village: Village) -> tuple[object, ...]:
    village.announce(starts_in=timedelta(days=10))
    planned: list[int] = []
    for _ in range(2):
        wakes(village, 3)
        planned.append(len(village.planned(WAKE, PROMPT)))
    for name in ("Tom", "Ada"):
        village.yes(name)
    village.acts("Tom", lambda act: members.show_name(act, named=True))
    village.acts("Tom", lambda act: waking.welcome_me(act, village.meetup))
    village.passes(days=8, hours=1)
    found = company(village)
    prepared = village.do(lambda inner: reading.of(inner, village.stands()))
    return (*planned, [each.name for each in found.named], [each.name for each in found.new], found.others, prepared.said)
