"""Who may do what with blocks, reports and introductions: nobody acts on what is another's, whatever they press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import introductions, meetups, members, profiles, reports, rsvp, safety
from bot.community.act import Act
from bot.community.introductions import Wish, tables, two
from bot.community.meetups import Plan
from bot.community.newcomers import buddies, greeters, greeting, hello
from bot.community.newcomers import tables as newcomers
from bot.community.profiles import Said
from bot.schema import Connection
from tests.app.world import ADA, AWAY, BEA, DIRECT, ELSEWHERE, NORTH, OWNER, SAM, SOUTH, TOM, ZOE, World, said

ROUTES = (
    *("safety.undo", "safety.unhide", "safety.take", "safety.settle", "safety.release"),
    *("introduce.ask", "introduce.yes", "introduce.no", "introduce.met", "introduce.not_met"),
    *("hello.take_down", "hello.ask_me", "hello.well", "hello.not_yet", "hello.not_this_time"),
    *("two.yes", "two.yes_with", "two.no", "buddy.ask", "buddy.no"),
)
_ASKED = (newcomers.greeter_asks, newcomers.buddy_asks, tables.two_asks)
PAYLOADS = ("1.3", "1.14", "1", "2", "", "0", "-1", "²", "9" * 60, "\x00", "1 OR 1=1", "a.b")


async def begin(world: World) -> None:
    """Tom keeps Sam away, reported Sam to Ada, and asked Zoe, all in the northern group."""

    def work(conn: Connection) -> None:
        now = world.clock.now()
        tom, sam, zoe = (members.meet(conn, now, each) for each in (TOM, SAM, ZOE))
        members.join(conn, now, zoe, world.north)
        for each in (tom, zoe):
            act = Act(conn, now, each, world.north)
            profiles.say(act, Said("Inverness", 25, "School", "", "2to5", ("Bees",)))
            members.be_found(act, found=True)
        act = Act(conn, now, tom, world.north)
        reports.report_member(act, sam, "He waits for me.")
        safety.hide(act, "Highland Health")
        assert introductions.look(act, Wish("like", "", "To talk.")) == 1
        introductions.ask(act, 1)
        greeters.welcome(Act(conn, now, zoe, world.north), willing=True)
        assert hello.post(act, hello.Said("Here I am.", "Bees")) == 1
        greeting._ask_next(conn, now, 1)
        olu = members.add(conn, now, "Olu North")
        members.join(conn, now, olu, world.north)
        two.introduce(Act(conn, now, olu, world.north), tom, zoe, "Bees.", joins=True)
        meetup = meetups.announce(act, Plan("Pub meet-up", Wall.of(now + timedelta(days=9), "Europe/London"), "The Laurieston"))
        for each in (tom, zoe):
            rsvp.say_yes(Act(conn, now, each, world.north), meetup.id)
        buddies.ask(act, meetup.id)

    await world.store.write(work)


async def stands(world: World) -> tuple[object, ...]:
    """Everything somebody could change."""

    def look(conn: Connection) -> tuple[object, ...]:
        held = conn.execute(select(introductions.introductions.c.answer, introductions.introductions.c.asker_met)).all()
        told = conn.execute(select(reports.reports.c.state, reports.reports.c.taken_by_id)).all()
        counted = (safety.blocks, safety.hidings, reports.contacts, introductions.introductions)
        hellos = conn.execute(select(newcomers.hellos.c.state, newcomers.hellos.c.day3, newcomers.hellos.c.day14)).all()
        asked = [row for table in _ASKED for row in conn.execute(select(table.c.member_id, table.c.answer)).all()]
        wanted = conn.execute(select(newcomers.buddy_requests.c.member_id, newcomers.buddy_requests.c.state)).all()
        return (
            *held,
            *told,
            *hellos,
            *asked,
            *wanted,
            *(conn.execute(select(func.count()).select_from(table)).scalar_one() for table in counted),
        )

    return await world.store.read(look)


@pytest.mark.parametrize(("who", "where"), [(SAM, NORTH), (SAM, DIRECT), (BEA, SOUTH), (BEA, NORTH), (OWNER, ELSEWHERE), (ZOE, AWAY)])
async def test_whoever_it_is_no_business_of_changes_nothing(world: World, who: Person, where: Place) -> None:
    await begin(world)
    before = await stands(world)
    for route in ROUTES:
        for payload in PAYLOADS:
            answer = said(await world.forges(who, route, payload, where))
            assert answer, (route, payload)
            assert "broke" not in answer, (route, payload)
    assert await stands(world) == before


async def test_those_whose_it_is_may(world: World) -> None:
    await begin(world)
    assert "They know that you see to it" in said(await world.forges(ADA, "safety.take", "1"))
    assert "Lovely" in said(await world.forges(ZOE, "introduce.yes", "1"))
    assert "Good to hear" in said(await world.forges(TOM, "introduce.met", "1"))
    assert "I'll ask you once on day 3" in said(await world.forges(TOM, "hello.ask_me", "1"))
    assert "Good to hear" in said(await world.forges(TOM, "hello.well", "1.3"))
    assert "I ask somebody else" in said(await world.forges(ZOE, "hello.not_this_time", "1"))
    assert "I ask somebody else" in said(await world.forges(ZOE, "buddy.no", "1"))
    assert "If the other says yes too" in said(await world.forges(ZOE, "two.yes", "1"))
    assert "Taken down" in said(await world.forges(TOM, "hello.take_down", "1"))
    assert "Undone" in said(await world.forges(TOM, "safety.undo", "1"))


async def test_whom_a_report_is_about_may_not_take_it_though_they_organise(world: World) -> None:
    await begin(world)
    await world.store.write(lambda conn: members.appoint(conn, members.meet(conn, world.clock.now(), SAM), world.north))
    assert "isn't there any more" in said(await world.forges(SAM, "safety.take", "1", NORTH))


async def test_only_organisers_name_contacts(world: World) -> None:
    for who in (TOM, SAM, ZOE):
        assert "organisers" in said(await world.forges(who, "safety.name_contact", str(world.north)))
        assert "organisers" in said(await world.forges(who, "safety.release", str(world.north)))
