"""Changing a meetup, rule by rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.chat import Refusal
from bot.community import changing, meetups, members, rsvp, seats
from bot.community.changing import Changed
from bot.community.seats import GOING, OFFERED, WAITING
from tests.community.village import Village

ASKED, THREAD = "meetup.asked_again", "meetup.changed"


def full(village: Village, *line: str, seats: int = 1) -> None:
    """A meetup with Ada in its only seat, and a line."""
    village.announce(seats)
    for name in ("Ada", *line):
        village.yes(name)


def asked(village: Village, name: str) -> bool:
    seat = village.seat(name)
    return seat is not None and seat.asked is not None


def undo(village: Village, changed: Changed) -> meetups.Meetup:
    return village.acts("Priya", lambda act: changing.undo(act, changed.change))


def call_off(village: Village, why: str = "") -> Changed:
    return village.acts("Priya", lambda act: changing.call_off(act, village.meetup, why))


def postpone(village: Village) -> Changed:
    return village.acts("Priya", lambda act: changing.postpone(act, village.meetup, "Gales."))


# --- moving ---------------------------------------------------------------------------------------------------------------------


def test_two_minutes_after_a_move_each_hears_once_and_keeps_the_seat(village: Village) -> None:
    full(village, "Tom")
    village.maybe("Sam")
    assert village.move(by=timedelta(days=1)).told == 2
    village.passes(minutes=1, seconds=59)
    assert village.heard("Ada") == []
    village.passes(seconds=1)
    assert [village.heard(name) for name in ("Ada", "Tom", "Sam", "thread")] == [[ASKED], [ASKED], [], [THREAD]]
    assert village.state("Ada") == GOING
    assert asked(village, "Ada")
    village.passes(days=40)
    assert village.heard("Ada").count(ASKED) == 1


def test_who_answers_first_is_not_asked(village: Village) -> None:
    full(village)
    village.move()
    village.yes("Ada")
    village.passes(minutes=3)
    assert village.heard("Ada") == []
    assert not asked(village, "Ada")


def test_moved_twice_in_two_minutes_is_one_message(village: Village) -> None:
    full(village)
    village.move(by=timedelta(days=1))
    village.move(by=timedelta(days=1))
    village.passes(minutes=5)
    assert village.heard("Ada") == [ASKED]
    assert village.heard("thread") == [THREAD]


def test_who_asked_for_the_thread_is_asked_there(village: Village) -> None:
    full(village)
    village.acts("Ada", lambda act: members.reach_by(act, members.THREAD))
    village.move()
    village.passes(minutes=3)
    assert village.heard("Ada") == []
    assert sorted(village.heard("thread")) == [ASKED, THREAD]


def test_reminders_keep_step_even_back_to_a_date_it_had(village: Village) -> None:
    full(village)
    begins = village.stands().starts_at
    for days in (3, -3):
        village.move(by=timedelta(days=days))
    village.passes(days=31)
    reminded = [begins - told.at for told in village.told if told.who == "Ada" and told.kind == "reminder.alone"]
    assert reminded == [timedelta(days=7), timedelta(days=1), timedelta(hours=2)]


def test_offers_begin_anew_with_the_new_date(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.no("Ada")
    village.passes(hours=20)
    village.move(by=timedelta(days=7))
    seat = village.seat("Tom")
    assert seat is not None
    assert (seat.state, seat.offer_ends_at) == (OFFERED, village.now + timedelta(hours=24))
    village.passes(hours=5)
    assert (village.state("Tom"), village.state("Sam")) == (OFFERED, WAITING)
    assert village.heard("Tom") == ["seat.offered", "seat.offered"]


def test_whose_part_of_it_was_chosen_by_the_old_hours_comes_to_all_of_it_again(village: Village) -> None:
    full(village)
    seat = village.seat("Ada")
    assert seat is not None
    village.do(lambda conn: seats.change(conn, village.now, seat, comes_at="12:30"))
    village.move(venue="Next door")
    assert (moved := village.seat("Ada")) is not None
    assert moved.comes_at == "12:30"
    village.move(by=timedelta(hours=5))
    assert (moved := village.seat("Ada")) is not None
    assert moved.comes_at is None


def test_who_is_gone_before_they_are_asked_is_not_asked(village: Village) -> None:
    full(village)
    village.acts("Ada", lambda act: members.reach_by(act, members.THREAD))
    village.move()
    village.acts("Ada", lambda act: rsvp.leave(act.conn, act.now, act.member))
    village.do(lambda conn: conn.execute(delete(seats.seats)).rowcount)
    village.passes(minutes=3)
    assert village.heard("thread") == [THREAD]


def test_into_the_past_it_is_not_moved(village: Village) -> None:
    full(village)
    with pytest.raises(Refusal, match="gone by"):
        village.move(by=-timedelta(days=31))


# --- undoing --------------------------------------------------------------------------------------------------------------------


def test_undone_it_is_as_it_was_and_nobody_hears(village: Village) -> None:
    full(village, "Tom")
    before = village.stands()
    changed = village.move(by=timedelta(days=1), how=meetups.ONLINE)
    village.passes(minutes=1)
    after = undo(village, changed)
    assert (after.starts_at, after.venue, after.how) == (before.starts_at, before.venue, before.how)
    village.passes(minutes=10)
    assert village.told == [told for told in village.told if told.kind == "meetup.card"]
    assert not asked(village, "Ada")
    village.passes(days=31)
    assert village.heard("Ada") == ["reminder.alone"] * 3


def test_after_two_minutes_or_another_change_it_can_not_be_undone(village: Village) -> None:
    full(village)
    first = village.move(by=timedelta(days=1))
    second = village.resize(5)
    with pytest.raises(Refusal, match="changed again"):
        undo(village, first)
    village.passes(minutes=2)
    with pytest.raises(Refusal, match="two minutes"):
        undo(village, second)


def test_another_group_undoes_nothing(village: Village) -> None:
    full(village)
    changed = village.move()
    elsewhere = Village(village.do)
    with pytest.raises(Refusal, match="can't find"):
        elsewhere.acts("Eve", lambda act: changing.undo(act, changed.change))


def test_who_had_not_answered_an_earlier_move_is_still_asked_about_it(village: Village) -> None:
    full(village)
    village.move()
    village.passes(minutes=3)
    undo(village, village.move(venue="The Bon Accord"))
    assert asked(village, "Ada")


# --- putting and calling off ----------------------------------------------------------------------------------------------------


def test_called_off_each_is_told_once_and_nothing_else_is_said(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.no("Ada")
    call_off(village, "Gales.")
    village.passes(days=40)
    assert [village.heard(name) for name in ("Ada", "Tom", "Sam", "thread")] == [[], ["seat.offered", ASKED], [ASKED], [THREAD]]
    with pytest.raises(Refusal, match="cancelled"):
        village.yes("Una")
    with pytest.raises(Refusal, match="called off already"):
        call_off(village)


def test_called_off_by_mistake_it_is_on_again(village: Village) -> None:
    full(village, "Tom")
    village.no("Ada")
    undo(village, call_off(village))
    assert village.state("Tom") == OFFERED
    village.yes("Tom")
    village.passes(days=31)
    assert village.heard("Tom") == ["seat.offered", "seat.offered"] + ["reminder.alone"] * 3


def test_put_off_seats_are_kept_and_nothing_runs_out(village: Village) -> None:
    full(village, "Tom")
    village.no("Ada")
    postpone(village)
    with pytest.raises(Refusal, match="put off"):
        village.yes("Una")
    village.passes(days=60)
    assert village.state("Tom") == WAITING
    assert village.heard("Tom") == ["seat.offered", ASKED]
    assert [each.id for each in village.do(lambda conn: meetups.to_manage(conn, village.group, village.now))] == [village.meetup]
    village.move(by=timedelta(days=60))
    assert village.state("Tom") == OFFERED


def test_one_nobody_knows_of_is_changed_and_left_out_in_silence(village: Village) -> None:
    village.announce(publish=timedelta(days=2))
    assert village.move(by=timedelta(days=1)).told == 0
    with pytest.raises(Refusal, match="Nobody has been told"):
        postpone(village)
    assert call_off(village).meetup.state == meetups.WITHDRAWN
    village.passes(days=40)
    assert village.told == []


def test_what_is_over_is_not_changed(village: Village) -> None:
    full(village)
    village.passes(days=31)
    with pytest.raises(Refusal, match="over"):
        village.move(by=timedelta(days=9))


# --- seats ----------------------------------------------------------------------------------------------------------------------


def test_fewer_seats_take_none_away_and_none_is_offered_until_there_are_fewer(village: Village) -> None:
    village.announce(3)
    for name in ("Ada", "Bea", "Cat", "Tom"):
        village.yes(name)
    village.resize(1)
    assert village.of(GOING) == ["Ada", "Bea", "Cat"]
    village.no("Ada")
    village.no("Bea")
    assert village.state("Tom") == WAITING
    village.no("Cat")
    assert village.state("Tom") == OFFERED


def test_without_a_limit_everybody_in_line_is_offered_a_seat(village: Village) -> None:
    full(village, "Tom", "Sam", "Una")
    village.resize(None)
    assert village.of(OFFERED) == ["Tom", "Sam", "Una"]


def test_the_same_again_changes_nothing(village: Village) -> None:
    full(village)
    sequence = village.stands().sequence
    assert village.resize(1).change == 0
    assert village.stands().sequence == sequence
    village.resize(2)
    assert village.stands().sequence == sequence + 1


def test_from_the_room_to_both_to_online_everybody_keeps_their_seat(village: Village) -> None:
    full(village, seats=2)
    village.move(how=meetups.HYBRID)
    village.resize(2, 1)
    village.yes("Tom", online=True)
    village.yes("Sam", online=True)
    assert (village.of(GOING, online=False), village.of(GOING, online=True), village.of(WAITING)) == (["Ada"], ["Tom"], ["Sam"])
    village.move(how=meetups.ONLINE)
    assert village.of(GOING) == ["Ada", "Tom"]
    assert village.of(WAITING) == ["Sam"]
    village.resize(3)
    assert village.of(OFFERED) == ["Sam"]


def test_a_change_is_found_in_its_own_group(village: Village) -> None:
    full(village)
    changed = village.move()
    assert village.do(lambda conn: changing.group_of(conn, changed.change)) == village.group
    assert village.do(lambda conn: changing.group_of(conn, 999)) is None
