"""Lena works in Auckland, thirteen hours ahead, and has the bot read to her by a screen reader."""

from __future__ import annotations

import re

from tests.adapters.test_contract import town
from tests.adapters.test_contract_introduce import can_be_found
from tests.stage import Citizen, Stage

__all__ = ["town"]

PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
SETTINGS = {"name": "Lena", "zone": "Auckland", "quiet": "none", "reach": "Directly, for you alone", "named": "no"}


def nothing_but_words(lena: Citizen) -> None:
    """Whatever she can press says in words what it does, and nothing is told by a picture."""
    for seen in lena.reads():
        assert not PICTURES.search(seen), seen
        assert all(re.search(r"[A-Za-z]{2}", label) for label in re.findall(r"\[([^\]]*)\]", seen)), seen


async def test_lena_reads_every_time_in_her_own_day_and_everything_in_words(town: Stage) -> None:
    lena, tom = town.citizen("Lena"), town.citizen("Tom")
    await lena.types("/my settings", **SETTINGS)
    await lena.presses("I like to welcome newcomers")
    await can_be_found(lena)
    await town.later(hours=3)

    # Two in the afternoon on Sunday in Glasgow is Monday morning where she is. Where a chat app turns a moment into its reader's own
    # time by itself, that is how these tests see it: in London's.
    hers = "Sunday 22 November" if town.name == "discord" else "Monday 23 November"
    await tom.types("/introduce myself", words="I catalogue maps.")
    await tom.presses("Say hello")
    await town.later(days=1)
    assert lena.sees("Would you say hello to Tom?", "I catalogue maps.", hers)
    await lena.types("/my waiting")
    assert "Tom waits for a hello" in lena.answer()
    await lena.presses("Said hello", on="Would you say hello")
    await town.settle()
    assert tom.sees("1 person has said hello")

    # She says hello herself: nobody has to be awake at her hours for it to be answered.
    await lena.types("/introduce myself", words="Auckland, and always online at odd hours.")
    await lena.presses("Say hello")
    await lena.types("/my waiting")
    assert "Your hello to the group" in lena.answer()
    assert ("Monday 23 November" if town.name == "discord" else "Tuesday 24 November") in lena.answer()
    await town.settle()
    await tom.presses("Said hello", on="Lena says hello")
    await town.settle()
    assert lena.sees("Lena says hello", "1 person has said hello")
    nothing_but_words(lena)
