"""One person on two platforms: joined by a code and two yeses, and from then on one person on both."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tests.adapters.test_three_platforms import settled, stages
from tests.stage import Citizen, Stage

__all__ = ["stages"]


async def code_from(somebody: Citizen) -> str:
    """A code for their other account."""
    await somebody.types("/my accounts")
    await somebody.presses("Get a code")
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", somebody.answer())
    assert found, somebody.answer()
    return found[0]


async def enters(somebody: Citizen, code: str) -> None:
    """The code, from the other account."""
    await somebody.types("/my accounts", code=code)


async def test_grace_is_one_person_on_both(stages: Sequence[Stage]) -> None:
    discord, slack, _ = stages
    there, here, priya = discord.citizen("Grace"), slack.citizen("Grace"), slack.citizen("Priya")
    await settled(stages)
    await priya.types("/meetup new", title="Pub meet-up", when="Thursday 26 November 2026, 6.30pm", where="The Laurieston")
    await priya.presses("Publish")
    await settled(stages)
    for grace in (there, here):
        await grace.presses("I'll be there")
    await settled(stages)
    assert slack.citizen("Ada").sees("Pub meet-up", "2 people")

    await enters(here, await code_from(there))
    assert "The code is that of Grace, on Discord." in here.answer()
    await here.presses("Yes, join them")
    await settled(stages)
    assert there.sees("Is that you too?", "entered by Grace, on Slack", "If you didn't enter it yourself, press No.")
    await there.presses("Yes, both are me")
    await settled(stages)

    assert slack.citizen("Ada").sees("Pub meet-up", "1 person")
    await here.types("/my export")
    await settled(stages)
    held = {each["list"]: each["rows"] for each in json.loads(here.files()["wallflower-about-you.json"])["held"]}
    assert sorted(row["Where you speak from"] for row in held["Your accounts"]) == ["discord", "slack"]
    assert len(held["Your answers to meetups"]) == 1


async def test_a_no_joins_nobody(stages: Sequence[Stage]) -> None:
    discord, slack, _ = stages
    ada, stranger = discord.citizen("Ada"), slack.citizen("Zed")
    await settled(stages)
    await enters(stranger, await code_from(ada))
    await stranger.presses("Yes, join them")
    await settled(stages)
    await ada.presses("No, that isn't me")
    await stranger.types("/my accounts")
    assert "You speak to me from Slack." in stranger.answer()


async def test_erased_on_one_is_erased_on_both(stages: Sequence[Stage]) -> None:
    discord, slack, _ = stages
    there, here = discord.citizen("Jo"), slack.citizen("Jo")
    await settled(stages)
    await enters(here, await code_from(there))
    await here.presses("Yes, join them")
    await settled(stages)
    await there.presses("Yes, both are me")
    await here.types("/my forget")
    await here.presses("Yes, erase everything about me")
    assert "Receipt" in here.answer()
    await there.types("/my accounts")
    assert "You speak to me from Discord." in there.answer()
