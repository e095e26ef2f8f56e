"""A few lives of the bot among people who do whatever they can, while everything that can go wrong does.

`STORIES=200 ACTS=400 SEED=1 pytest tests/simulation`: more of them, and longer.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.delivery.test_crashes import Blind, with_courier
from tests.simulation.world import Simulation

STORIES = int(os.environ.get("STORIES", "1"))
ACTS = int(os.environ.get("ACTS", "40"))
SEED = int(os.environ.get("SEED", "1"))
FOUND: list[tuple[int, int]] = [(10019, 40)]
"""Seeds, and acts, that found something once; what it was stands in the change that mended it."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What breaks here is meant to, and hundreds of times."""
    with capture_logs():
        yield


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("seed", "acts"), [*((seed, ACTS) for seed in range(SEED, SEED + STORIES)), *FOUND])
async def test_whatever_people_do_and_whatever_goes_wrong_nothing_is_lost_doubled_misplaced_or_told(
    tmp_path: Path, seed: int, acts: int
) -> None:
    simulation = Simulation(tmp_path, seed)
    findings = await simulation.run(acts)
    assert findings.wrong == Counter(), f"SEED={seed} ACTS={acts}: {simulation.told} {findings.counted}"
    assert simulation.told["crashes"]
    assert findings.counted["messages"]


async def test_a_seed_tells_the_same_story_again(tmp_path: Path) -> None:
    first, second = (Simulation(tmp_path / name, SEED, rounds=False) for name in ("first", "second"))
    for each in (first, second):
        each.folder.mkdir()
        await each.run(15)
    assert first.as_told() == second.as_told()
    assert first.told["crashes"]


@pytest.mark.timeout(600)
async def test_without_looking_before_resending_the_checkers_find_doubles(tmp_path: Path) -> None:
    wrong: Counter[str] = Counter()
    for seed in range(SEED, SEED + 2):
        wrong += (await Simulation(tmp_path, seed, rounds=False, change=with_courier(Blind)).run(80)).wrong
    assert [what for what in wrong if what.startswith("doubled")]
