"""Promise 2: reminders on time, in every zone, whatever its clocks do and however long the bot was away."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from bot.community.reminders import Step
from tests.delivery.reminded import wrong
from tests.delivery.years import Years, in_utc

SEED = int(os.environ.get("SEED", "1"))


async def test_every_reminder_is_on_time_once_and_says_so_when_late(tmp_path: Path) -> None:
    found = await Years(tmp_path, SEED, 15, 10).lived()
    assert found["owed"] > 60
    assert found["late"], "nothing was ever due while it was away"
    assert wrong(found) == Counter()


async def test_counted_in_hours_the_changes_of_clocks_are_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Step, "comes", in_utc)
    found = wrong(await Years(tmp_path, SEED, 10, 0).lived())
    assert found["early"] + found["tardy"]
