"""The list of events on SimCord, which knows real permissions and a member's own hand: mark an event, and it is a maybe.

SimCord asks the bot for Manage Events, as Discord did before February 2026; Discord itself asks for Create Events now, and lets whoever
created an event change and delete it with that alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from tests.adapters.test_contract import announced
from tests.adapters.test_contract_events import sets_up
from tests.stage import houses
from tests.stages.discord import DiscordStage, open_stage


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[DiscordStage]:
    """A server whose bot may do everything."""
    async with open_stage(houses(f"sqlite:///{tmp_path}/core.db"), tmp_path, ["Priya"]) as stage:
        yield stage


def may(stage: DiscordStage, *, events: bool) -> None:
    """Whether the bot's role may create events."""
    role = next(role for role in stage.env.backend.guilds[stage.guild.id].roles.values() if role.managed)
    both = discord.Permissions(manage_events=True, create_events=True).value
    role.permissions = role.permissions | both if events else role.permissions & ~both


def listed(stage: DiscordStage) -> list[Any]:
    """What stands on the server's list."""
    return list(stage.env.backend.guilds[stage.guild.id].scheduled_events.values())


async def test_a_meetup_is_listed_and_being_interested_there_is_maybe(town: DiscordStage) -> None:
    tom = town.citizen("Tom")
    await sets_up(town, "yes")
    await announced(town)
    (event,) = listed(town)
    assert event.name == "Pub meet-up"
    await tom.actor.subscribe_event(event)
    await town.later(seconds=10)
    assert tom.sees("Pub meet-up", "Maybe", "1")
    await tom.actor.unsubscribe_event(event)
    await town.later(seconds=10)
    assert not tom.sees("Pub meet-up", "**Maybe** 1")
    assert tom.pinged() == 0


async def test_a_restart_loses_nothing_of_it(town: DiscordStage) -> None:
    await sets_up(town, "yes")
    await announced(town)
    await town.restart()
    (event,) = listed(town)
    await town.citizen("Tom").actor.subscribe_event(event)
    await town.later(seconds=10)
    assert town.citizen("Tom").sees("Pub meet-up", "Maybe", "1")
    await town.citizen("Priya").presses("Undo")
    await town.later(seconds=10)
    assert listed(town) == []


async def test_a_permission_lost_is_said_on_the_desk_and_nowhere_else(town: DiscordStage) -> None:
    priya = town.citizen("Priya")
    may(town, events=False)
    await sets_up(town, "yes")
    await announced(town)
    await town.later(minutes=20)
    assert listed(town) == []
    await priya.types("/organise")
    assert priya.sees("Not there yet: Pub meet-up", "give my role Create Events")
    assert priya.pinged() == 0
    may(town, events=True)
    await town.later(hours=6)
    assert len(listed(town)) == 1
