"""What stands on whose badge, and who has one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.community import badges, meetups, merging, parties, profiles, rsvp, safety
from bot.community.act import Act
from bot.community.badges import Said
from bot.community.profiles import Said as Profile
from bot.printed import Badge
from bot.schema import Connection
from bot.store import Store
from tests.community.test_person_data import NOW
from tests.community.test_person_data import village as village_on
from tests.community.village import Village

BEES = Said("Tom Lee", "@tom", "he/him", "Bees", "no")


def says(village: Village, name: str, said: Said) -> None:
    village.acts(name, lambda act: badges.say(act, said))


def worn(village: Village, by: str = "Priya") -> list[Badge]:
    organiser = village.who(by)
    return village.do(lambda conn: badges.of_meetup(conn, village.stands(), organiser))


def mine(village: Village, name: str) -> Said | None:
    member = village.who(name)
    return village.do(lambda conn: badges.said(conn, member, village.group))


def begins_with(village: Village, name: str, handle: str = "") -> Said:
    member = village.who(name)
    return village.do(lambda conn: badges.to_begin_with(conn, member, village.group, handle))


def test_everybody_who_comes_has_a_badge_with_what_they_said_or_their_name(village: Village) -> None:
    village.announce()
    says(village, "Tom", BEES)
    for name in ("Tom", "ailsa", "Zoe"):
        village.yes(name)
    village.maybe("Ewan")
    assert [(each.name, each.ask_me, each.photos) for each in worn(village)] == [
        ("ailsa", "", "ask"),
        ("Tom Lee", "Bees", "no"),
        ("Zoe", "", "ask"),
    ]
    assert {each.group for each in worn(village)} == {"Information Officers, Scotland"}


def test_a_guest_is_behind_their_host_and_one_without_a_name_can_write_it(village: Village) -> None:
    village.announce()
    for name, guest in (("Tom", "Anna"), ("Zoe", ""), ("Bea", "Carl")):
        village.yes(name)
        village.brings(name, guest)
    village.sends_guest("Bea")
    assert [each.name for each in worn(village)] == ["Carl", "Tom", "Anna", "Zoe", ""]


def test_whoever_comes_for_a_part_has_a_badge_and_whoever_joins_online_or_waits_has_none(village: Village) -> None:
    meetup = village.announce(2, how=meetups.HYBRID)
    for name in ("Tom", "Zoe", "Bea"):
        village.yes(name, online=False)
    village.yes("Ewan", online=True)
    village.acts("Tom", lambda act: parties.come_for_a_part(act, meetup.id, None, meetup.when))
    assert village.state("Bea") == "waiting"
    assert [each.name for each in worn(village)] == ["Tom", "Zoe"]


def test_what_somebody_wrote_is_not_handed_to_an_organiser_they_keep_away(village: Village) -> None:
    village.announce()
    says(village, "Dee", Said("Dee D.", "@dee", "she/her", "Maps", "no"))
    village.yes("Dee")
    organiser = village.who("Priya")
    village.acts("Dee", lambda act: safety.keep_apart(act, organiser))
    assert worn(village) == [Badge("Information Officers, Scotland", "Dee", photos="no")]
    assert worn(village, "Ada")[0].ask_me == "Maps"


def test_an_organiser_prints_their_own_badge_too(village: Village) -> None:
    village.announce()
    says(village, "Priya", BEES)
    village.yes("Priya")
    assert worn(village)[0].ask_me == "Bees"


def test_the_form_begins_with_what_is_known(village: Village) -> None:
    village.acts("Tom", lambda act: profiles.say(act, Profile("Perth", 25, "School", "", "2to5", ("Bees", "Maps", "Tea", "Law"))))
    assert begins_with(village, "Tom", "tomlee") == Said("Tom", "tomlee", "", "Bees, Maps and Tea", "ask")
    assert begins_with(village, "Tom", "Tom").handle == ""
    says(village, "Tom", BEES)
    assert begins_with(village, "Tom", "other") == BEES


def test_said_again_it_replaces_and_taken_away_it_is_gone(village: Village) -> None:
    says(village, "Tom", BEES)
    says(village, "Tom", Said("T."))
    assert mine(village, "Tom") == Said("T.")
    village.acts("Tom", badges.take_away)
    assert mine(village, "Tom") is None


@pytest.mark.parametrize(("one", "other", "holds"), [("fine", "no", "no"), ("ask", "fine", "ask"), ("no", "fine", "no")])
def test_two_records_that_are_one_have_one_badge_and_the_stricter_mark(village: Village, one: str, other: str, holds: str) -> None:
    says(village, "Tom", Said("Tom", photos=one))
    village.now += timedelta(days=1)
    says(village, "Thomas", Said("Thomas", photos=other))
    kept, gone = village.who("Tom"), village.who("Thomas")
    village.do(lambda conn: merging.merge(conn, village.now, kept, gone))
    assert mine(village, "Tom") == Said("Tom", photos=holds)


async def test_on_each_engine_the_same(store: Store) -> None:
    assert await store.write(_a_round_of_badges) == (Said("Ada", photos="fine"), ["Ada"])


def _a_round_of_badges(conn: Connection) -> tuple[Said | None, list[str]]:
    ids = village_on(conn)
    ada, meetup = Act(conn, NOW, ids["ada"], ids["group"]), ids["meetup"]
    for photos in ("no", "fine"):
        badges.say(ada, Said("Ada", photos=photos))
    rsvp.say_yes(ada, meetup)
    return badges.said(conn, ids["ada"], ids["group"]), [
        each.name for each in badges.of_meetup(conn, meetups.get(conn, meetup), ids["dee"])
    ]
