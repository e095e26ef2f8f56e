"""What is near somebody, and where a group has met for a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.community import meetups, near, profiles
from bot.community.meetups import Meetup
from bot.community.near import Areas
from bot.community.profiles import Profile, Said
from cogs.meetups.desk import where
from tests.community.village import Village


def lives(village: Village, name: str, area: str) -> None:
    village.acts(name, lambda act: profiles.say(act, Said(area, 25, "School", "", "2to5", ())))


def announced(village: Village, venue: str, days: int, how: str = meetups.ROOM) -> Meetup:
    made = village.announce(starts_in=timedelta(days=days))
    village.do(lambda conn: conn.execute(meetups.meetups.update().where(meetups.meetups.c.id == made.id).values(venue=venue, how=how)))
    return village.do(lambda conn: meetups.get(conn, made.id))


@pytest.mark.parametrize(
    ("area", "venue", "found"),
    [
        ("Glasgow", "The Laurieston, glasgow", True),
        ("Ayr", "A prayer room, Oban", False),
        ("Perth", "Perthshire Hall", False),
        ("St. Andrews (Fife)", "Town Hall, St. Andrews (Fife)", True),
        ("", "Anywhere", True),
        ("Oban", "Online, and in Leeds", True),
    ],
)
def test_an_area_is_a_word_of_its_own(village: Village, area: str, venue: str, *, found: bool) -> None:
    meetup = announced(village, venue, 3)
    assert near.is_near(Profile(1, "Jo", area=area), meetup) is found


def test_what_can_be_joined_online_is_near_everybody_and_whoever_stays_online_sees_only_that(village: Village) -> None:
    here, both = announced(village, "Glasgow", 3), announced(village, "Leeds", 4, meetups.HYBRID)
    at_home = Profile(1, "Jo", area="Glasgow", travel_miles=None)
    assert [near.is_near(at_home, each) for each in (here, both)] == [False, True]
    assert near.is_near(replace(at_home, area="Oban", travel_miles=25), both)


def test_the_list_near_somebody_is_paged_in_order(village: Village) -> None:
    for day in range(1, 13):
        announced(village, "Glasgow" if day % 2 else "Leeds", day)
    lives(village, "Jo", "Glasgow")
    jo = village.who("Jo")
    pages = [village.do(lambda conn, skip=skip: near.coming(conn, jo, village.group, village.now, skip=skip, most=4)) for skip in (0, 4)]
    assert [[each.venue for each in page] for page in pages] == [["Glasgow"] * 4, ["Glasgow"] * 2]
    assert pages[0][-1].starts_at < pages[1][0].starts_at


def test_organisers_read_where_a_year_of_meetups_was_and_no_area_of_fewer_than_five(village: Village) -> None:
    for venue in ("Glasgow", "The Laurieston, Glasgow", "Edinburgh"):
        announced(village, venue, 2)
    announced(village, "Glasgow", 2, meetups.ONLINE)
    for number in range(6):
        lives(village, f"G{number}", "glasgow " if number else "Glasgow")
    for number in range(5):
        lives(village, f"I{number}", "Inverness")
    for number in range(4):
        lives(village, f"O{number}", "Oban")
    village.passes(days=10)
    found = village.do(lambda conn: near.fairness(conn, village.group, village.now))
    assert found == Areas(3, 15, (("Glasgow", 6, 2), ("Inverness", 5, 0)), 4)
    village.passes(days=400)
    assert village.do(lambda conn: near.fairness(conn, village.group, village.now)) is None


def test_the_desk_says_so_only_once_an_area_had_no_meetup() -> None:
    assert where(None) == []
    assert where(Areas(3, 15, (("Glasgow", 6, 2), ("Perth", 9, 1)), 0)) == []
    (card,) = where(Areas(3, 15, (("Glasgow", 6, 2), ("Inverness", 5, 0)), 4))
    assert card.body == (
        "A year of meetups in the room: 3. Glasgow: 6 members, 2 meetups; Inverness: 5 members, no meetup. "
        "A series can take other places in turn."
    )
