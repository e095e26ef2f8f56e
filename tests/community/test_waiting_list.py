"""Seats, the waiting list and its offers, rule by rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Refusal
from bot.community import members
from bot.community.seats import GOING, LAPSED, MAYBE, NO, OFFERED, WAITING
from tests.community.village import Village

OFFER, LAPSE, FREE = "seat.offered", "seat.lapsed", "seat.free"


def full(village: Village, *line: str, seats: int = 1, starts_in: timedelta = timedelta(days=30)) -> None:
    """A meetup whose seats are Ada's, Bea's…, with a waiting list."""
    village.announce(seats, starts_in=starts_in)
    for name in ("Ada", "Bea", "Cat")[:seats]:
        assert village.yes(name).state == GOING
    for position, name in enumerate(line, start=1):
        outcome = village.yes(name)
        assert (outcome.state, outcome.position) == (WAITING, position)


def test_without_a_limit_everybody_comes(village: Village) -> None:
    village.announce()
    assert [village.yes(f"person {number}").state for number in range(30)] == [GOING] * 30


def test_saying_yes_twice_is_saying_it_once(village: Village) -> None:
    full(village, "Tom", "Sam")
    assert village.yes("Ada").before == GOING
    assert village.yes("Tom").position == 1
    assert village.of(WAITING) == ["Tom", "Sam"]


def test_a_freed_seat_is_offered_to_the_first_in_line_alone(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.no("Ada")
    assert (village.state("Tom"), village.state("Sam")) == (OFFERED, WAITING)
    assert (village.heard("Tom"), village.heard("Sam")) == ([OFFER], [])


def test_while_it_is_on_offer_nobody_else_takes_it(village: Village) -> None:
    full(village, "Tom")
    village.no("Ada")
    assert village.yes("Zoe").state == WAITING
    assert village.yes("Ada").position == 2
    assert village.yes("Tom").state == GOING


def test_two_freed_seats_go_to_the_first_two_in_line(village: Village) -> None:
    full(village, "Tom", "Sam", "Una", seats=2)
    village.no("Bea")
    village.no("Ada")
    assert village.of(OFFERED) == ["Tom", "Sam"]
    assert village.of(WAITING) == ["Una"]


@pytest.mark.parametrize("answer", ["no", "maybe"])
def test_who_declines_an_offer_passes_it_on(village: Village, answer: str) -> None:
    full(village, "Tom", "Sam")
    village.no("Ada")
    outcome = getattr(village, answer)("Tom")
    assert outcome.before == OFFERED
    assert village.state("Tom") in {NO, MAYBE}
    assert village.state("Sam") == OFFERED


def test_who_leaves_the_line_and_comes_back_stands_at_its_end(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.maybe("Tom")
    assert village.yes("Tom").position == 2


def test_a_seat_with_nobody_in_line_is_simply_free(village: Village) -> None:
    full(village)
    village.no("Ada")
    assert village.yes("Zoe").state == GOING


# --- the offer's clock ----------------------------------------------------------------------------------------------------------


def test_an_offer_lasts_a_day_from_its_delivery(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.no("Ada")
    village.passes(hours=23, minutes=59)
    assert village.state("Tom") == OFFERED
    village.passes(minutes=1)
    assert (village.state("Tom"), village.state("Sam")) == (LAPSED, OFFERED)
    assert village.heard("Tom") == [OFFER, LAPSE]


def test_who_let_an_offer_lapse_may_join_the_line_again(village: Village) -> None:
    full(village, "Tom", "Sam", "Una")
    village.no("Ada")
    village.passes(hours=24)
    assert village.yes("Tom").position == 2
    village.no("Sam")
    village.no("Una")
    assert village.state("Tom") == OFFERED
    assert village.heard("Tom") == [OFFER, LAPSE, OFFER]


def test_the_clock_waits_for_the_delivery(village: Village) -> None:
    full(village, "Tom")
    deliver = village.deliver
    village.deliver = lambda: None  # the platform is away
    village.no("Ada")
    village.now += timedelta(days=5)
    village.deliver = deliver
    village.deliver()
    seat = village.seat("Tom")
    assert seat is not None
    assert seat.offer_ends_at == village.now + timedelta(hours=24)


def test_an_offer_that_can_not_be_delivered_runs_out_all_the_same(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.closed.add("Tom")
    village.no("Ada")
    assert "thread" not in [told.who for told in village.told if told.kind == OFFER]
    village.passes(hours=24)
    assert (village.state("Tom"), village.state("Sam")) == (LAPSED, OFFERED)


def test_who_agreed_to_be_named_finds_an_undeliverable_offer_in_the_thread(village: Village) -> None:
    full(village, "Tom")
    village.closed.add("Tom")
    village.acts("Tom", lambda act: members.show_name(act, named=True))
    village.no("Ada")
    assert village.heard("thread") == [OFFER]


def test_who_asked_for_the_thread_is_told_there_and_not_directly(village: Village) -> None:
    full(village, "Tom")
    village.acts("Tom", lambda act: members.reach_by(act, members.THREAD))
    village.no("Ada")
    assert (village.heard("thread"), village.heard("Tom")) == ([OFFER], [])


def test_on_the_last_day_an_offer_lasts_three_hours_and_then_it_is_first_to_tap(village: Village) -> None:
    full(village, "Tom", "Sam", "Una", starts_in=timedelta(hours=20))
    village.no("Ada")
    village.passes(hours=3)
    assert village.state("Tom") == LAPSED
    assert village.of(WAITING) == ["Sam", "Una"]
    assert (village.heard("Sam"), village.heard("Una"), village.heard("Tom")) == ([FREE], [FREE], [OFFER, LAPSE])
    assert village.yes("Una").state == GOING
    assert village.yes("Sam").state == WAITING


def test_a_day_long_offer_that_lapses_on_the_last_day_still_goes_to_the_next_in_line(village: Village) -> None:
    full(village, "Tom", "Sam", starts_in=timedelta(hours=40))
    village.no("Ada")
    village.passes(hours=24)
    assert (village.state("Tom"), village.state("Sam")) == (LAPSED, OFFERED)
    assert not village.stands().first_to_tap


def test_three_hours_never_end_in_the_night(village: Village) -> None:
    village.now = datetime(2026, 11, 22, 22, tzinfo=UTC)  # London keeps UTC in November
    full(village, "Tom", starts_in=timedelta(hours=20))
    village.no("Ada")
    seat = village.seat("Tom")
    assert seat is not None
    assert seat.offer_ends_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_with_less_than_three_hours_left_the_first_to_tap_has_it(village: Village) -> None:
    full(village, "Tom", "Sam", starts_in=timedelta(hours=5))
    village.passes(hours=2, minutes=30)
    village.no("Ada")
    assert village.of(OFFERED) == []
    assert (village.heard("Tom")[-1], village.heard("Sam")[-1]) == (FREE, FREE)
    assert village.yes("Sam").state == GOING


def test_every_offer_ends_when_the_meetup_begins(village: Village) -> None:
    village.now = datetime(2026, 11, 22, 22, tzinfo=UTC)
    full(village, "Tom", "Sam", starts_in=timedelta(hours=9, minutes=30))  # a walk at half past seven: the night is all the time there is
    village.no("Ada")
    village.passes(hours=9, minutes=29)
    assert village.state("Tom") == OFFERED
    village.passes(minutes=1)
    assert village.state("Tom") == LAPSED
    assert (village.heard("Tom"), village.heard("Sam")) == ([OFFER], [])


def test_an_offer_that_never_left_ends_there_too(village: Village) -> None:
    full(village, "Tom", starts_in=timedelta(hours=30))
    deliver = village.deliver
    village.deliver = lambda: None
    village.no("Ada")
    village.now += timedelta(hours=31)
    village.deliver = deliver
    village.deliver()
    assert village.state("Tom") == LAPSED


def test_once_it_has_begun_whoever_comes_first_takes_a_free_seat(village: Village) -> None:
    full(village, "Tom", "Sam", starts_in=timedelta(hours=4))
    village.passes(hours=4, minutes=10)
    village.no("Ada")
    assert village.of(OFFERED) == []
    assert village.yes("Sam").state == GOING


def test_an_offer_accepted_a_moment_after_its_time_still_holds_if_nobody_has_been_given_the_seat(village: Village) -> None:
    full(village, "Tom", "Sam")
    village.no("Ada")
    village.now += timedelta(hours=25)  # and the loop has not come round yet
    assert village.yes("Tom").state == GOING
    assert village.state("Sam") == WAITING


# --- what can not be answered ---------------------------------------------------------------------------------------------------


def test_nobody_answers_once_it_is_over(village: Village) -> None:
    village.announce(2, starts_in=timedelta(hours=5), lasts=90)
    village.passes(hours=6, minutes=29)
    assert village.yes("Ada").state == GOING
    village.passes(minutes=1)
    for answer in (village.yes, village.no, village.maybe):
        with pytest.raises(Refusal, match="over"):
            answer("Tom")


def test_nobody_answers_what_is_not_announced_yet(village: Village) -> None:
    village.announce(2, publish=timedelta(days=2))
    with pytest.raises(Refusal, match="isn't announced yet"):
        village.yes("Ada")
    village.passes(days=2)
    assert village.yes("Ada").state == GOING


def test_another_groups_meetup_is_not_there(village: Village) -> None:
    village.announce(2)
    elsewhere = Village(village.do)
    elsewhere.meetup = village.meetup
    with pytest.raises(Refusal, match="can't find that meetup"):
        elsewhere.yes("Eve")
    assert village.of(GOING) == []
