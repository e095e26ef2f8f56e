"""Who may do what, where: groups, roles, and half-answers of one's own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Button, Open, Person, Place
from bot.community import members
from tests.app.world import ADA, AWAY, BEA, DIRECT, ELSEWHERE, LOBBY, NORTH, OWNER, SAM, SOUTH, TOM, ZOE, World, controls, said


@pytest.mark.parametrize("route", ["meetup.going", "meetup.maybe", "meetup.cannot", "meetup.show_me", "meetup.tell_me_in_thread"])
@pytest.mark.parametrize(("who", "where"), [(BEA, SOUTH), (BEA, DIRECT), (OWNER, ELSEWHERE), (ZOE, AWAY)])
async def test_a_groups_buttons_do_nothing_anywhere_else(world: World, route: str, who: Person, where: Place) -> None:
    await world.announced()
    before = await world.effects()
    assert "another group" in said(await world.forges(who, route, "1", where)) or where == ELSEWHERE
    assert await world.effects() == before


async def test_a_groups_buttons_work_in_a_direct_message_to_its_members(world: World) -> None:
    await world.announced()
    assert "You have a seat" in said(await world.forges(SAM, "meetup.going", "1", DIRECT))


async def test_in_a_channel_of_no_group_the_meetup_says_which_group_is_meant(world: World) -> None:
    await world.announced()
    assert "You have a seat" in said(await world.forges(TOM, "meetup.going", "1", LOBBY))


async def test_the_organiser_of_one_group_is_nobody_in_the_other(world: World) -> None:
    published = await world.announced()
    assert "organisers" in said(await world.types(BEA, "meetup.new", NORTH))
    assert "organisers" in said(await world.types(BEA, "organise.organise", NORTH))
    undo = next(one for one in controls(published) if isinstance(one, Button))
    for who, where in ((BEA, NORTH), (TOM, NORTH), (BEA, SOUTH), (SAM, DIRECT)):
        assert said(await world.forges(who, undo.route, str(undo.payload), where)) != ""
    assert await world.titles() == ["Pub meet-up"]


async def test_running_a_workspace_elsewhere_gives_no_right_here(world: World) -> None:
    member = await world.store.write(lambda conn: members.meet(conn, world.clock.now(), OWNER))
    await world.store.write(lambda conn: members.join(conn, world.clock.now(), member, world.away))
    direct = Place("slack", "T2", "D2", direct=True)
    answer = await world.types(OWNER, "setup.setup", direct)
    assert not isinstance(answer, Open)
    assert "Setting up is for" in said(answer)


async def test_whoever_runs_this_workspace_may_set_up(world: World) -> None:
    assert isinstance(await world.types(replace(ZOE, admin=True), "setup.setup", NORTH), Open)


async def test_a_channel_of_another_server_is_not_taken_for_announcements(world: World) -> None:
    opened = await world.types(OWNER, "setup.setup", ELSEWHERE)
    for foreign in ("discord:G9:lobby", "slack:T1:lobby", "slack:T2", "::", "slack:T2:x:y:z", "slack:T2:" + "x" * 5000):
        asked = await world.sends(OWNER, opened, ELSEWHERE, name="Ours", announcements=foreign, zone="London")
        assert "I don't know that channel" in said(asked), foreign
    assert "Only you see this" in said(await world.sends(OWNER, opened, ELSEWHERE, announcements="slack:T2:general"))


async def test_a_command_in_a_direct_message_asks_which_group_is_meant_then_goes_on(world: World) -> None:
    await world.store.write(lambda conn: members.appoint(conn, members.meet(conn, world.clock.now(), SAM), world.south))
    asked = await world.types(SAM, "meetup.new", DIRECT, title="Late shift lunch")
    assert "Which group is this for?" in said(asked)
    assert "organisers" in said(await world.chooses(SAM, str(world.north), asked, DIRECT))
    assert "another group" in said(await world.chooses(SAM, str(world.away), asked, DIRECT))
    for forged in ("²", "9" * 40, "", "\x00", "north"):
        assert "Which group is this for?" in said(await world.chooses(SAM, forged, asked, DIRECT))
    opened = await world.chooses(SAM, str(world.south), asked, DIRECT)
    assert "Late shift lunch" in said(opened)
    preview = await world.sends(SAM, opened, DIRECT, when="Thursday 26 November, 6.30pm", where="The canteen")
    assert "Everyone in South" in said(preview) or "everyone in South" in said(preview)
    await world.presses(SAM, "Publish", preview, DIRECT)
    assert (await world.titles(world.south), await world.titles(world.north)) == (["Late shift lunch"], [])


async def test_ninety_minutes_from_now_means_the_groups_clock_though_the_group_was_named_later(world: World) -> None:
    world.clock.advance(timedelta(days=200))  # June: London is an hour ahead of UTC
    await world.store.write(lambda conn: members.appoint(conn, members.meet(conn, world.clock.now(), SAM), world.south))
    asked = await world.types(SAM, "meetup.new", DIRECT, title="Soon", when="in 90 minutes", where="Here")
    preview = await world.chooses(SAM, str(world.south), asked, DIRECT)
    assert "12:30" in said(preview)


async def test_a_stranger_in_a_direct_message_is_told_how_to_be_known(world: World) -> None:
    assert "Ask me once in one of your group's channels" in said(await world.types(ZOE, "meetup.list", DIRECT))


async def test_half_answers_are_their_owners_alone(world: World) -> None:
    opened = await world.types(ADA, "meetup.new", title="Mine")
    assert isinstance(opened, Open)
    draft = opened.sheet.draft
    await world.store.write(lambda conn: members.appoint(conn, members.meet(conn, world.clock.now(), TOM), world.north))
    for route, payload in (("draft.fix", draft), ("draft.edit", f"{draft}.0"), ("draft.group", draft), ("meetup.publish", draft)):
        answer = said(await world.forges(TOM, route, payload))
        assert "somebody else's" in answer
        assert "Mine" not in answer
    assert "somebody else's" in said(await world.sends(TOM, opened, title="Stolen"))
    assert "another group" in said(await world.forges(ADA, "draft.fix", draft, SOUTH))
    assert "Mine" in said(await world.forges(ADA, "draft.fix", draft))


async def test_a_half_answer_of_one_feature_confirms_no_other(world: World) -> None:
    opened = await world.types(ADA, "setup.setup")
    assert isinstance(opened, Open)
    before = await world.effects()
    assert "something else" in said(await world.forges(ADA, "meetup.publish", opened.sheet.draft))
    assert await world.effects() == before


@pytest.mark.parametrize(
    "payload", ["", "0", "1.0", "-1", "²", "9" * 15, "9" * 60, "9" * 90, "\x00", "\ud800", "1 OR 1=1", "😀" * 20, "..", "a.b.c"]
)
@pytest.mark.parametrize(
    "route", ["meetup.going", "meetup.undo", "meetup.coming", "meetup.publish", "organise.again", "draft.edit", "draft.fix"]
)
async def test_made_up_payloads_are_refused_kindly(world: World, route: str, payload: str) -> None:
    before = await world.effects()
    answer = said(await world.forges(ADA, route, payload))
    assert answer
    assert "broke" not in answer
    assert await world.effects() == before
