"""Which meetups stand on a list of events, and what being interested there comes to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat import Place, Refusal
from bot.community import groups, interests, maybes, meetups, occasions, setting_up
from bot.community.act import Act
from bot.community.groups import Habits
from bot.community.seats import GOING, MAYBE, NO, WAITING
from bot.community.setting_up import Setup
from bot.outbox import To, keep, outbox
from bot.schema import Connection
from tests.community.village import Village


def wants(village: Village, *, listed: bool) -> None:
    """Priya sets the group up so."""

    def work(act: Act) -> None:
        ((_, place),) = groups.places_for(act.conn, act.group)
        setting_up.set_up(act, Setup("Group", "Europe/London", place, Habits(listed=listed)))

    village.acts("Priya", work)


def entries(village: Village) -> list[tuple[str, str]]:
    """What is planned for lists of events: the meetup and what became of it."""
    rows = select(outbox.c.ref, outbox.c.state).where(outbox.c.kind == occasions.OCCASION.name).order_by(outbox.c.id)
    return village.do(lambda conn: [(row.ref, row.state) for row in conn.execute(rows)])


def interested(village: Village, name: str) -> None:
    """They mark it there."""
    village.acts(name, lambda act: maybes.be_interested(act, village.meetup))


def no_longer(village: Village, name: str) -> None:
    """They take the mark away."""
    village.acts(name, lambda act: maybes.lose_interest(act, village.meetup))


def test_nothing_is_listed_unless_the_group_wants_it(village: Village) -> None:
    village.announce()
    assert entries(village) == []
    wants(village, listed=True)
    assert entries(village) == [(str(village.meetup), "sent")]


def test_a_meetup_is_listed_when_its_card_is_there_and_not_before(village: Village) -> None:
    wants(village, listed=True)
    village.announce(publish=timedelta(days=1))
    assert entries(village) == []
    village.passes(days=1)
    assert len(entries(village)) == 1


def test_a_server_has_one_entry_however_often_the_card_stands_there(village: Village) -> None:
    wants(village, listed=True)
    meetup = village.announce()

    def two_more(conn: Connection) -> None:
        (_, home), *_ = groups.places_for(conn, village.group)
        for place in (Place(home.platform, home.workspace, f"second-{village.group}"), Place("chat", f"W2-{village.group}", "third")):
            there = groups.add_place(conn, village.group, place)
            keep(conn, meetups.CARD, meetup.id, To(place=there), group=village.group, subject=meetup.subject, due=village.now)

    village.do(two_more)
    village.deliver()
    assert len(entries(village)) == 2


def test_interested_twice_is_one_maybe_and_no_longer_interested_is_none(village: Village) -> None:
    village.announce()
    interested(village, "Tom")
    interested(village, "Tom")
    assert village.state("Tom") == MAYBE
    no_longer(village, "Tom")
    no_longer(village, "Tom")
    assert village.state("Tom") is None


def test_what_was_said_in_so_many_words_is_not_a_lists_to_take_back(village: Village) -> None:
    village.announce(1)
    village.yes("Ada")
    village.yes("Bea")
    village.maybe("Cat")
    for name in ("Ada", "Bea", "Cat"):
        interested(village, name)
        no_longer(village, name)
    assert [village.state(name) for name in ("Ada", "Bea", "Cat")] == [GOING, WAITING, MAYBE]
    interested(village, "Dee")
    village.maybe("Dee")
    no_longer(village, "Dee")
    assert village.state("Dee") == MAYBE


def test_after_a_no_it_is_a_maybe_again_and_a_seat_taken_since_stays(village: Village) -> None:
    village.announce()
    village.no("Tom")
    interested(village, "Tom")
    assert village.state("Tom") == MAYBE
    village.yes("Tom")
    no_longer(village, "Tom")
    assert village.state("Tom") == GOING
    village.no("Tom")
    no_longer(village, "Tom")
    assert village.state("Tom") == NO


def test_a_meetup_that_is_over_or_another_groups_takes_no_interest(village: Village) -> None:
    meetup = village.announce(starts_in=timedelta(hours=1), lasts=60)
    village.passes(hours=3)
    with pytest.raises(Refusal):
        interested(village, "Tom")
    elsewhere = village.do(lambda conn: groups.create(conn, village.now, "Elsewhere", "UTC"))
    tom = village.who("Tom")
    with pytest.raises(Refusal):
        village.do(lambda conn: maybes.be_interested(Act(conn, village.now, tom, elsewhere), meetup.id))


def test_remembering_twice_is_remembering_once(village: Village) -> None:
    village.announce()
    tom = village.who("Tom")
    village.do(lambda conn: interests.remember(conn, village.now, village.meetup, tom))
    village.do(lambda conn: interests.remember(conn, village.now, village.meetup, tom))
    assert village.do(lambda conn: interests.forget(conn, village.meetup, tom))
    assert not village.do(lambda conn: interests.forget(conn, village.meetup, tom))
