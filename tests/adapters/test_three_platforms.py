"""One group on a Discord server, in a Slack workspace and in the town at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.stage import Citizen, House, Stage, houses
from tests.stages import discord, slack, web


class Shared(House):
    """A house three stages stand in: none of them closes it."""

    async def close(self) -> None:
        """The last to leave does that."""


@pytest.fixture
async def stages(tmp_path: Path) -> AsyncGenerator[Sequence[Stage]]:
    """A stage of each kind, with one core behind them and one group before them."""
    whole = await houses(f"sqlite:///{tmp_path}/core.db")()
    shared = Shared(whole.core, whole.clock)

    async def house() -> House:
        return shared

    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(each.open_stage(house, tmp_path, ["Priya"])) for each in (discord, slack, web)]
    await whole.close()


async def settled(stages: Sequence[Stage]) -> None:
    """Everything due is delivered, everywhere."""
    for stage in stages:
        await stage.settle()


async def test_forty_people_on_three_platforms_and_ten_seats(stages: Sequence[Stage]) -> None:
    # Everybody is here before anything happens: in the town, people move in first.
    people = [[stage.citizen(f"Person {number}") for number in range(count)] for stage, count in zip(stages, (13, 13, 14), strict=True)]
    priya = stages[1].citizen("Priya")
    await settled(stages)
    await priya.types("/meetup new", title="Pub meet-up", when="Thursday 26 November 2026, 6.30pm", where="The Laurieston")
    await priya.presses("Seats and details")
    await priya.fills(seats="10")
    await priya.presses("Publish")
    await settled(stages)

    async def all_press(citizens: Sequence[Citizen]) -> list[str]:
        said: list[str] = []
        for citizen in citizens:
            await citizen.presses("I'll be there")
            said.append(citizen.answer())
        return said

    said = [words for there in await asyncio.gather(*map(all_press, people)) for words in there]
    await settled(stages)
    assert sum("You have a seat" in words for words in said) == 10
    places = sorted(int(words.split(", ")[1].split(" in line")[0].rstrip("stndrh")) for words in said if "waiting list" in words)
    assert places == list(range(1, 31))
    for stage in stages:
        card = next(seen for seen in stage.citizen("Priya").reads() if "[I'll be there]" in seen)
        assert "Full" in card, stage.name
        assert "10 people" in card, stage.name
        assert "30 in line" in card, stage.name
