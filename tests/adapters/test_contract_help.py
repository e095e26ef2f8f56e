"""What the bot says it can do, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.stage import Stage

__all__ = ["town"]


async def test_every_command_a_member_has_is_listed_however_many_there_are(town: Stage) -> None:
    tom = town.citizen("Tom")
    declared = [each for cog in town.house.app.cogs.values() for each in cog.commands() if each.only is None]
    await tom.types("/wallflower")
    assert len(declared) > 15
    assert [each.words for each in declared if each.words not in tom.answer() and each.name != "wallflower"] == []
