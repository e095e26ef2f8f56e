"""What is mine, said at the door."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Open
from bot.community import members, profiles
from tests.app.world import ADA, NORTH, TOM, World, said

ABOUT = {
    "topics": "Copyright, Keeping bees",
    "kind": "Hospital or health service",
    "area": "Inverness",
    "years": "2 to 5 years",
    "does": "Find the evidence for a diabetes clinic, alone.",
}


async def profile(world: World, **more: str) -> str:
    """Tom says who he is, and keeps it."""
    opened = await world.types(TOM, "my.profile", NORTH, **ABOUT)
    shown = await world.sends(TOM, opened, NORTH, **ABOUT, **more) if isinstance(opened, Open) else opened
    kept = await world.presses(TOM, "Keep it", shown)
    return said(shown) + "\n" + said(kept)


async def test_a_profile_is_seen_as_others_will_see_it_and_stays_private(world: World) -> None:
    words = await profile(world)
    assert "Copyright and Keeping bees" in words
    assert "Nobody sees it until you let people" in words
    assert "Kept, and private" in words
    assert "Tom North" not in words


async def test_topics_are_suggested_as_one_types_and_own_words_stay(world: World) -> None:
    offered = await world.suggestions(TOM, "my.profile", "topics", "copyrigt")
    assert "Copyright" in offered
    assert offered[0] == "copyrigt"


async def test_a_second_topic_is_added_to_the_first(world: World) -> None:
    offered = await world.suggestions(TOM, "my.profile", "topics", "Copyright, record")
    assert "Copyright, Records management" in offered


async def test_topics_of_those_who_let_themselves_be_found_come_first(world: World) -> None:
    await profile(world)
    assert "Keeping bees" not in await world.suggestions(TOM, "my.profile", "topics", "")
    kept = await world.presses(TOM, "Keep it", await world.types(TOM, "my.profile", NORTH, **ABOUT))
    await world.presses(TOM, "Let people find me here", kept)
    assert (await world.suggestions(TOM, "my.profile", "topics", ""))[:2] == ["Copyright", "Keeping bees"]


async def test_four_topics_are_one_too_many(world: World) -> None:
    opened = await world.types(TOM, "my.profile", NORTH, **{**ABOUT, "topics": "a, b, c, d"})
    assert "choose the three" in said(opened)


async def test_the_end_of_somebody_elses_card_is_nobodys_to_press(world: World) -> None:
    asked = await world.types(TOM, "my.forget")
    refused = await world.presses(ADA, "Yes, erase everything about me", asked)
    assert "somebody else's" in said(refused)
    assert "Nothing is open" in said(await world.types(TOM, "my.waiting"))


async def test_whoever_runs_a_group_alone_is_told_before_they_go(world: World) -> None:
    assert "You are the only organiser of North" in said(await world.types(ADA, "my.forget"))
    assert "only organiser" not in said(await world.types(TOM, "my.forget"))


async def test_a_break_in_the_past_is_no_break(world: World) -> None:
    assert "has already gone" in said(await world.types(TOM, "my.pause", until="2026-11-01T09:00"))


async def test_a_break_ends_by_itself(world: World) -> None:
    await world.types(TOM, "my.pause", until="Tuesday 24 November 2026, 9am")
    (tom,) = await world.read(members.called, "Tom North")
    now = world.clock.now()
    assert await world.read(members.paused, tom.id, now)
    assert not await world.read(members.paused, tom.id, now + timedelta(days=3))


async def test_who_can_be_found_is_whoever_said_so_here_and_is_not_on_a_break(world: World) -> None:
    async def found(group: int) -> list[str]:
        return [each.first_name for each in await world.read(profiles.found_in, group)]

    await profile(world)
    assert await found(world.north) == []
    kept = await world.presses(TOM, "Keep it", await world.types(TOM, "my.profile", NORTH, **ABOUT))
    await world.presses(TOM, "Let people find me here", kept)
    assert await found(world.north) == ["Tom"]
    assert await found(world.south) == []
    await world.types(TOM, "my.pause", until="Tuesday 24 November 2026, 9am")
    assert await found(world.north) == []


async def test_quiet_hours_need_two_times(world: World) -> None:
    settings = {"name": "Tom", "zone": "London", "reach": "direct", "named": "no"}
    assert "Type two times" in said(await world.types(TOM, "my.settings", quiet="at night", **settings))
    assert "Kept" in said(await world.types(TOM, "my.settings", quiet="21 - 7.30", **settings))
