"""What is mine, said at the door."""

from __future__ import annotations

from bot.chat import Open
from tests.app.world import NORTH, TOM, World, said

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
