"""The example a newcomer copies works as it stands, on a real door and in the town."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat import Change, Say
from bot.run.house import House as Core
from bot.store import open_store
from cogs import COGS
from examples.feature import ThanksCog
from tests.app.world import ADA, NORTH, SOUTH, TOM, ZOE, World, build, said
from tests.stage import House, StillClock
from tests.stages.web import open_stage

FILE = Path(__file__).parents[2] / "examples/feature.py"


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """Two groups, every feature, and the example."""
    store = await open_store(sqlite_url)
    yield await build(store, [*COGS, ThanksCog])
    await store.close()


def test_it_has_at_most_forty_lines() -> None:
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= 40


async def test_it_is_in_the_help_of_everyone(world: World) -> None:
    assert "/thanks: Thank somebody in front of everyone" in said(await world.types(TOM, "wallflower.wallflower"))


async def test_thanks_are_seen_first_and_then_said_once_in_front_of_everyone(world: World) -> None:
    asked = await world.types(TOM, "thanks.thanks")
    preview = await world.sends(TOM, asked, who=str(ADA), what="the projector")
    assert isinstance(preview, Say)
    assert preview.private
    assert "Tom North thanks Ada North for the projector." in said(preview)
    assert "Everyone in this channel sees it." in said(preview)
    told = await world.presses(TOM, "Say it", preview)
    assert isinstance(told, Say)
    assert not told.private
    assert [mention.account for mention in told.card.to] == [ADA]
    again = await world.presses(TOM, "Say it", preview)
    assert isinstance(again, Say)
    assert again.private
    assert said(again) == "That is done already. /thanks starts a new one."


async def test_somebody_nobody_has_met_is_not_thanked_yet_and_the_words_are_kept(world: World) -> None:
    refused = await world.types(TOM, "thanks.thanks", who=str(ZOE), what="the projector")
    assert "Once they have typed /wallflower" in said(refused)
    await world.types(ZOE, "wallflower.wallflower")
    again = await world.presses(TOM, "Change", refused)
    assert "Tom North thanks Zoe New" in said(await world.sends(TOM, again))


async def test_a_preview_of_one_group_is_not_said_in_another(world: World) -> None:
    preview = await world.types(TOM, "thanks.thanks", who=str(ADA), what="the projector")
    assert "another group" in said(await world.presses(TOM, "Say it", preview, SOUTH))
    assert not isinstance(await world.presses(TOM, "Say it", preview, NORTH), Change)


async def test_it_works_in_the_town_as_it_stands(tmp_path: Path) -> None:
    clock = StillClock()

    async def factory() -> House:
        return House(await Core.open(f"sqlite:///{tmp_path}/core.db", clock, [*COGS, ThanksCog]), clock)

    async with open_stage(factory, tmp_path, ["Priya"]) as town:
        tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
        await ailsa.types("/wallflower")
        await tom.types("/thanks", who=str(ailsa.person), what="the projector")
        assert not ailsa.sees("the projector")
        await tom.presses("Say it")
        await town.settle()
        assert ailsa.sees("Tom", "thanks", "Ailsa", "for the projector.")
        assert (ailsa.pinged(), tom.pinged()) == (1, 0)


def test_the_readme_shows_this_very_feature() -> None:
    assert f"```python\n{FILE.read_text(encoding='utf-8').rstrip()}\n```" in (FILE.parents[1] / "README.md").read_text(encoding="utf-8")
