"""Ailsa is a lone information officer, forty miles from any meet-up. Her boss is in the same workspace.

She wants to meet somebody like her, and for her boss to notice nothing.
"""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.stage import Stage

__all__ = ["town"]


async def test_ailsa_says_who_she_is_and_her_boss_notices_nothing(town: Stage) -> None:
    ailsa, boss = town.citizen("Ailsa"), town.citizen("Moira")
    await announced(town)

    await ailsa.types(
        "/my profile",
        topics="Copyright, Working alone",
        kind="Charity",
        area="Oban",
        years="5 to 10 years",
        does="Everything to do with information, for eleven people and a boat.",
    )
    await ailsa.presses("How you like to meet")
    await ailsa.fills(ways="Online, by call", wants="Somebody who is the only one, too.", alone="yes")
    assert ailsa.sees("Charity, as a team of one", "Oban, meets online only", "Nobody sees it")
    await ailsa.presses("Keep it")
    await ailsa.presses("What stays private")
    await ailsa.fills(employer="Hebridean Rescue", manager="Moira")
    await ailsa.presses("I'll be there")
    await town.settle()

    assert not boss.sees("Ailsa")
    assert not boss.sees("boat")
    assert boss.pinged() == 0
    await boss.types("/my export")
    await town.settle()
    assert b"Ailsa" not in boss.files()["wallflower-about-you.json"]
    assert b"Hebridean" not in boss.files()["wallflower-about-you.json"]


async def test_when_her_boss_leaves_ailsa_loses_nothing(town: Stage) -> None:
    ailsa, boss = town.citizen("Ailsa"), town.citizen("Moira")
    await ailsa.types("/my profile", topics="Copyright", kind="Charity", area="Oban", years="5 to 10 years", does="A boat.")
    await ailsa.presses("Keep it")
    await ailsa.presses("What stays private")
    await ailsa.fills(employer="Hebridean Rescue", manager="Moira")
    await boss.types("/my forget")
    await boss.presses("Yes, erase everything about me")
    await ailsa.types("/my export")
    await town.settle()
    held = ailsa.files()["wallflower-about-you.json"]
    assert b"Hebridean Rescue" in held
    assert b"Moira" not in held
