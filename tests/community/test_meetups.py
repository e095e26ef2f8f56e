"""Announcing, taking back, and what is coming up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot import drafts
from bot.chat import Place, Refusal
from bot.clock import Wall
from bot.community import groups, guests, meetups
from bot.community.meetups import Meetup, Plan
from bot.community.seats import GOING
from bot.community.setting_up import Setup, set_up
from tests.community.village import Village, in_memory


@pytest.fixture
def nowhere() -> Iterator[Village]:
    """A village whose group has no channel."""
    with in_memory() as do:
        village = Village(do)
        village.do(lambda conn: conn.execute(groups.places.delete()).rowcount)
        yield village


def test_a_draft_announces_once(village: Village) -> None:
    draft = drafts.Draft("d1", village.who("Priya"), village.group, "meetup.new", "", "", {})
    plan = Plan("Pub meet-up", Wall.of(village.now + timedelta(days=3), "Europe/London"), "The Laurieston")
    village.do(lambda conn: drafts.begin(conn, village.now, draft))
    first, second = (village.do(lambda conn: meetups.announce(village.act(conn, "Priya", "d1"), plan)) for _ in range(2))
    assert first == second
    assert len(village.do(lambda conn: meetups.coming_up(conn, village.group, village.now))) == 1


def test_what_has_begun_or_would_before_it_is_published_is_not_announced(village: Village) -> None:
    with pytest.raises(Refusal, match="just gone by"):
        village.announce(starts_in=timedelta(hours=0))
    with pytest.raises(Refusal, match="after it has begun"):
        village.announce(publish=timedelta(hours=5), starts_in=timedelta(hours=5))


def test_a_group_without_a_channel_is_told_how_to_choose_one(nowhere: Village) -> None:
    with pytest.raises(Refusal, match="/setup"):
        nowhere.announce(starts_in=timedelta(days=3))


def test_each_place_of_the_group_has_its_card(village: Village) -> None:
    village.do(lambda conn: groups.add_place(conn, village.group, Place("other", "W9", "news")))
    village.announce(starts_in=timedelta(days=3))
    assert [told.kind for told in village.told] == ["meetup.card"] * 2


def test_a_channel_chosen_anew_is_where_the_next_one_is_announced(village: Village) -> None:
    moved = Setup("Information Officers, Scotland", "Europe/London", Place("chat", "W1", "noticeboard"))
    village.acts("Priya", lambda act: set_up(act, moved))
    places = village.do(lambda conn: groups.places_for(conn, village.group))
    assert [place.channel for _, place in places] == ["noticeboard"]


def test_taken_back_it_is_gone_from_the_list_and_whoever_said_yes_is_told_once(village: Village) -> None:
    village.announce(1, starts_in=timedelta(days=3))
    village.yes("Ada")
    village.yes("Tom")
    village.maybe("Sam")
    village.undo()
    village.undo()
    assert village.do(lambda conn: meetups.coming_up(conn, village.group, village.now)) == []
    assert [village.heard(name) for name in ("Ada", "Tom", "Sam")] == [["meetup.taken_back"], ["meetup.taken_back"], []]
    with pytest.raises(Refusal, match="took that announcement back"):
        village.yes("Una")


def test_an_offer_of_what_was_taken_back_is_no_offer(village: Village) -> None:
    village.announce(1, starts_in=timedelta(days=3))
    village.yes("Ada")
    village.yes("Tom")
    village.no("Ada")
    village.undo()
    village.passes(days=4)
    assert village.heard("Tom") == ["seat.offered", "meetup.taken_back"]


def test_after_two_minutes_it_stands(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    village.passes(minutes=2)
    with pytest.raises(Refusal, match="two minutes"):
        village.undo()


def test_one_planned_for_later_can_be_taken_back_until_two_minutes_after_it_went_out(village: Village) -> None:
    village.announce(publish=timedelta(hours=5), starts_in=timedelta(days=3))
    village.passes(hours=5, minutes=1)
    assert village.undo().state == meetups.WITHDRAWN


def test_one_taken_back_before_it_went_out_never_does(village: Village) -> None:
    village.announce(publish=timedelta(hours=5), starts_in=timedelta(days=3))
    village.undo()
    village.passes(days=4)
    assert village.told == []


def test_a_day_long_meetup_is_listed_until_it_ends(village: Village) -> None:
    meetup = village.announce(starts_in=timedelta(hours=5), lasts=8 * 60)
    village.yes("Ada")
    ada = village.who("Ada")

    def listed() -> tuple[list[Meetup], int]:
        coming = village.do(lambda conn: list(meetups.coming_up(conn, village.group, village.now)))
        return coming, len(village.do(lambda conn: guests.of_member(conn, ada, village.group, village.now)))

    village.passes(hours=12, minutes=59)
    assert listed() == ([meetup], 1)
    village.passes(minutes=1)
    assert listed() == ([], 0)


def test_one_planned_for_later_is_not_listed_before(village: Village) -> None:
    village.announce(publish=timedelta(hours=5), starts_in=timedelta(days=3))
    assert village.do(lambda conn: meetups.coming_up(conn, village.group, village.now)) == []


def test_the_card_counts_everybody_and_names_those_who_agreed(village: Village) -> None:
    village.announce(3, starts_in=timedelta(days=3))
    for name in ("Ada Lovelace", "Bea", "Cat", "Tom"):
        village.yes(name)
    village.no("Bea")
    tally = village.do(lambda conn: guests.tally(conn, village.stands()))
    assert (tally.going, tally.offered, tally.waiting, tally.held, tally.names) == (2, 1, 0, 3, ())
    assert village.of(GOING) == ["Ada Lovelace", "Cat"]
