"""Heavy work stands in a process of its own, and nothing heavy comes into the bot's."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot import matching
from bot.matching.assignment import assign
from bot.matching.certificate import verify
from bot.matching.rounds import round_of
from bot.matching.worker import WorkerLost, in_worker

HEAVY = {"numpy", "ortools", "rustworkx", "pandas", "scipy", "networkx"}


async def test_an_assignment_and_a_round_come_back_from_a_worker_as_they_would_here() -> None:
    scores = np.random.default_rng(1).integers(0, 100, (30, 8))
    found, coffee = await asyncio.gather(
        in_worker(assign, scores, [2] * 8, aims=("most", "total")), in_worker(round_of, np.ones((6, 6), np.int64), met=[(0, 1)])
    )
    verify(scores, [2] * 8, found)
    assert found.mentor.tolist() == assign(scores, [2] * 8, aims=("most", "total")).mentor.tolist()
    assert coffee == round_of(np.ones((6, 6), np.int64), met=[(0, 1)])


async def test_what_goes_wrong_there_is_raised_here() -> None:
    with pytest.raises(ValueError, match="capacity"):
        await in_worker(assign, np.ones((2, 2), np.int64), [1])


async def test_a_worker_that_dies_is_told_from_one_that_answers() -> None:
    with pytest.raises(WorkerLost, match="ended 3"):
        await in_worker(os._exit, 3)


async def test_what_is_printed_there_is_no_answer() -> None:
    assert await in_worker(print, "words") is None


async def test_nobody_waiting_any_more_ends_the_worker_and_all_it_started(tmp_path: Path) -> None:
    """A pipe ends when the last who could write to it has gone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    waiting = asyncio.create_task(in_worker(subprocess.call, ["sh", "-c", f"exec 9>{pipe}; echo started >&9; sleep 60"]))
    with await asyncio.to_thread(pipe.open, encoding="utf-8") as reading:
        assert await asyncio.to_thread(reading.readline) == "started\n"
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await asyncio.to_thread(reading.read) == ""


@pytest.mark.parametrize(
    "what", ["bot.run.main", "bot.cli", "cogs", "bot.matching", "bot.matching.worker", "bot.matching.score", "bot.matching.bars"]
)
def test_nothing_heavy_is_imported_by_what_the_bot_imports(what: str) -> None:
    asked = f"import sys, {what}; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert what in ended.stdout.split()
    assert {name.split(".")[0] for name in ended.stdout.split()} & HEAVY == set()


def test_everything_named_can_be_had_from_the_package() -> None:
    assert all(getattr(matching, name).__name__ == name for name in matching.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        matching.nothing  # noqa: B018 - asking is enough  # pyright: ignore[reportAttributeAccessIssue]
