"""Guests, parts of a meetup, and two meetups at one time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.chat import Refusal
from bot.clock import Wall
from bot.community import clashes, guests, parties, rsvp
from bot.community.rsvp import Outcome
from bot.community.seats import GOING, NO, OFFERED, WAITING
from tests.community.village import Village


def test_a_guest_takes_a_seat_and_goes_with_whoever_brought_them(village: Village) -> None:
    village.announce(2)
    village.yes("Ada")
    village.brings("Ada", "Isla")
    assert village.yes("Tom").state == WAITING
    tally = village.do(lambda conn: guests.tally(conn, village.stands()))
    assert (tally.going, tally.held, tally.waiting) == (2, 2, 1)
    village.no("Ada")
    assert village.state("Tom") == OFFERED
    seat = village.seat("Ada")
    assert seat is not None
    assert (seat.state, seat.party, seat.guest) == (NO, 1, None)


def test_only_the_guest_comes_and_whoever_brought_them_may_come_back(village: Village) -> None:
    village.announce(2)
    village.yes("Ada")
    village.brings("Ada")
    village.sends_guest("Ada")
    assert village.yes("Tom").state == GOING
    with pytest.raises(Refusal, match="Your guest's is safe"):
        village.yes("Ada")
    village.no("Tom")
    assert village.yes("Ada").seat == village.seat("Ada")
    assert (seat := village.seat("Ada")) is not None
    assert (seat.party, seat.absent) == (2, False)


def test_two_in_line_come_alone_if_that_is_what_there_is(village: Village) -> None:
    village.announce(2)
    for name in ("Ada", "Bea", "Tom", "Sam"):
        village.yes(name)
    village.brings("Tom")
    village.brings("Sam")
    village.no("Ada")
    assert village.of(WAITING) == ["Tom", "Sam"]
    assert village.heard("Tom") == []  # nobody has gone past them yet
    assert village.alone("Sam").state == GOING
    assert village.heard("Tom") == ["seat.passed_over"]


def test_two_seats_go_to_the_two_who_waited_longest(village: Village) -> None:
    village.announce(2)
    for name in ("Ada", "Bea", "Tom", "Sam"):
        village.yes(name)
    village.brings("Tom")
    village.no("Ada")
    assert (village.state("Tom"), village.state("Sam")) == (WAITING, OFFERED)
    village.no("Sam")
    village.no("Bea")
    seat = village.seat("Tom")
    assert seat is not None
    assert (seat.state, seat.party) == (OFFERED, 2)


def test_whoever_has_no_seat_brings_nobody(village: Village) -> None:
    village.announce(2)
    for attempt in (village.brings, village.alone, village.sends_guest):
        with pytest.raises(Refusal):
            attempt("Ada")


# --- a part of it ---------------------------------------------------------------------------------------------------------------


def for_a_part(village: Village, name: str, comes: datetime | None, leaves: datetime | None) -> Outcome:
    at = [Wall(each, "Europe/London") if each else None for each in (comes, leaves)]
    return village.acts(name, lambda act: parties.come_for_a_part(act, village.meetup, *at))


def test_a_part_lies_within_the_meetup(village: Village) -> None:
    starts = village.announce(2).when.at
    village.yes("Ada")
    with pytest.raises(Refusal, match="outside"):
        for_a_part(village, "Ada", starts - timedelta(minutes=1), None)
    with pytest.raises(Refusal, match="before you come"):
        for_a_part(village, "Ada", starts + timedelta(hours=1), starts + timedelta(minutes=30))
    seat = for_a_part(village, "Ada", starts + timedelta(hours=1), None).seat
    assert seat is not None
    assert (seat.comes_at, seat.leaves_at) == (f"{starts + timedelta(hours=1):%H:%M}", None)


def test_a_part_after_midnight_is_on_the_next_day(village: Village) -> None:
    meetup = village.announce(2, starts_in=timedelta(hours=12), lasts=5 * 60)  # from ten in the evening until three
    assert (after := clashes.hours(meetup, "01:00")) is not None
    assert (before := clashes.hours(meetup, "23:00")) is not None
    assert after.instant - before.instant == timedelta(hours=2)


# --- two at one time ------------------------------------------------------------------------------------------------------------


def two_at_one_time(village: Village, *, apart: timedelta = timedelta(hours=1)) -> int:
    """Ada has a seat at one; the other begins so much later. Both last two hours. Returns the first."""
    first = village.announce(2)
    village.yes("Ada")
    village.announce(2, starts_in=timedelta(days=30) + apart)
    return first.id


def clash(village: Village, name: str = "Ada") -> int | None:
    outcome = village.acts(name, lambda act: rsvp.say_yes(act, village.meetup, sure=False))
    return outcome.clash.id if outcome.clash else None


def test_before_saying_yes_to_two_at_one_time_one_hears_of_the_other(village: Village) -> None:
    first = two_at_one_time(village)
    assert clash(village) == first
    assert village.state("Ada") is None
    assert clash(village, "Tom") is None
    village.yes("Ada")
    assert clash(village) is None  # both are wanted: nothing more to ask


def test_one_after_the_other_is_no_clash(village: Village) -> None:
    two_at_one_time(village, apart=timedelta(hours=2))
    assert clash(village) is None


def test_who_leaves_the_first_in_time_is_free_for_the_second(village: Village) -> None:
    village.announce(2)
    village.yes("Ada")
    for_a_part(village, "Ada", None, village.stands().when.at + timedelta(hours=1))
    village.announce(2, starts_in=timedelta(days=30, hours=1))
    assert clash(village) is None


def test_what_is_put_off_is_in_nobodys_way(village: Village) -> None:
    from bot.community import changing

    first = two_at_one_time(village)
    village.acts("Priya", lambda act: changing.postpone(act, first, ""))
    assert clash(village) is None
