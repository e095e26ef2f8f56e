"""kill -9 with the real discord.py and the real slack-bolt: whatever was under way stands there once. `KILLS=200 SEED=7` for more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.delivery.killing import killed

KILLS = int(os.environ.get("KILLS", "8"))
SEED = int(os.environ.get("SEED", "1"))


@pytest.mark.timeout(3600)
async def test_whatever_was_being_said_on_either_platform_stands_there_once(tmp_path: Path) -> None:
    came = await killed(tmp_path, KILLS, SEED)
    assert not came.wrong, f"SEED={SEED} KILLS={KILLS}: {came}"
    assert came.parked == 0
    assert came.arrived >= 3 * came.planned
    assert came.in_hand, "no kill came while something was being sent"


@pytest.mark.timeout(300)
async def test_sent_again_without_looking_the_same_has_doubles(tmp_path: Path) -> None:
    came = await killed(tmp_path, 10, SEED, blind=True)
    assert [what for what in came.wrong if what.startswith("doubled")], came
