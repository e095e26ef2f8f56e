"""Newcomers, buddies and introductions by a third, on each engine in turn."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.clock import Wall
from bot.community import introductions, meetups, members, merging, person_data, profiles, rsvp
from bot.community.act import Act
from bot.community.introductions import two
from bot.community.meetups import Plan
from bot.community.newcomers import buddies, greeters, greeting, hello, reading, requests
from bot.community.newcomers.hello import Said
from bot.community.person_data import Ledger
from bot.store import Store
from tests.community.test_person_data import NOW, village

DAY = timedelta(days=1)


async def test_a_hello_goes_to_a_greeter_and_is_answered(store: Store, tmp_path: Path) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        ids = village(conn)
        tom, dee, ada = (Act(conn, NOW, ids[name], ids["group"]) for name in ("tom", "dee", "ada"))
        for act in (dee, ada):
            greeters.welcome(act, willing=True)
        posted = hello.post(tom, Said("I am new."))
        greeting._watch(conn, NOW + DAY, str(posted))
        order = greeters.in_turn(conn, NOW + DAY, ids["group"], ids["tom"])
        (ask,) = greeting.asked_for(conn, posted)
        hello.say_hello(dee, posted)
        found = reading.get(conn, posted)
        merging.merge(conn, NOW + DAY, ids["tom"], ids["dee"])
        again = reading.get(conn, posted)
        person_data.erase(conn, NOW + DAY, min(ids["tom"], ids["dee"]), Ledger(tmp_path / "list.erased"))
        gone = reading.get(conn, posted)
        next_ = [ids["ada"], ids["dee"]] if ask.member == ids["dee"] else [ids["dee"], ids["ada"]]
        return found and (found.answered, found.greeted), again and again.answered, gone, order == next_

    assert await store.write(work) == ((True, 1), False, None, True)


async def test_a_buddy_is_found_lost_and_found_again(store: Store) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        ids = village(conn)
        tom, dee, ada = (Act(conn, NOW, ids[name], ids["group"]) for name in ("tom", "dee", "ada"))
        when = Wall.of(NOW + 9 * DAY, "Europe/London")
        meetup = meetups.announce(ada, Plan("Book swap", when, "The library"))
        for act in (tom, dee, ada):
            rsvp.say_yes(act, meetup.id)
        first = buddies.might_like(conn, NOW, meetup, ids["tom"])
        for act in (dee, ada):
            greeters.welcome(act, willing=True)
        buddies.ask(tom, meetup.id)
        request = requests.of_member(conn, meetup.id, ids["tom"])
        assert request
        (asked,) = requests.asked_for(conn, request.id)
        buddy, other = (dee, ada) if asked.member == ids["dee"] else (ada, dee)
        buddies.accept(buddy, asked.id, "By the door")
        beside = requests.beside(conn, meetup, ids["tom"])
        rsvp.say_no(buddy, meetup.id)
        left = [(each.member == other.member, each.answer) for each in requests.asked_for(conn, request.id)]
        return first, beside and beside.sign, left

    assert await store.write(work) == (True, "By the door", [(False, "over"), (True, None)])


async def test_two_are_introduced_by_a_third(store: Store) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        ids = village(conn)
        tom, dee, ada = (Act(conn, NOW, ids[name], ids["group"]) for name in ("tom", "dee", "ada"))
        for act in (tom, dee):
            profiles.say(act, profiles.Said("Oban", 25, "School", "", "2to5", ("Bees",)))
            members.be_found(act, found=True)
        two.introduce(ada, ids["tom"], ids["dee"], "Bees.", joins=True)
        (asked,) = two.twos_asked_of(conn, ids["tom"], ids["group"])
        before = introductions.states(conn, ids["group"], NOW)
        for act in (tom, dee):
            two.answer_two(act, asked.id, two.WITH_THEM)
        after = introductions.states(conn, ids["group"], NOW)
        found = two.together_now(conn, str(asked.id))
        return (before.waiting, before.last_day), (after.waiting, after.together), found and found.with_introducer

    assert await store.write(work) == ((1, NOW + introductions.ANSWER_WITHIN), (0, 1), True)
