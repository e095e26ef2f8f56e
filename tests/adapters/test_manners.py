"""Promise 8: good manners, whatever the limits are, and people come first."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.pace import Lane, Lanes, urgent
from tests.adapters.manners import Side, Storm
from tests.adapters.manners_sides import on_discord, on_slack


async def polite(side: Side, count: int) -> None:
    came = await Storm(side, count, 12, random.Random(1)).told()
    assert (came.arrived, came.disorderly) == (came.wanted, 0)
    assert came.refused <= 30
    assert max(came.p95) < 3  # of a shared machine in a hurry; measured alone in bench/promises/manners.py


async def test_discord_is_asked_no_more_than_it_takes(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as side:
        await polite(side, 96)


async def test_slack_is_asked_no_more_than_it_takes(tmp_path: Path) -> None:
    async with on_slack(tmp_path) as side:
        await polite(side, 96)


def pressed(lane: Lane, every: float, seconds: float) -> tuple[int, int]:
    """How often a lane goes wrong, and right, where one turn is allowed `every` so many seconds and a turn is wanted at any time."""
    now = last = 100.0
    wrong = right = 0
    while now < 100 + seconds:
        now += max(lane.wait(now), 0.001)
        lane.take(now)
        if now - last < every:
            wrong += 1
            lane.slow(now, last + every - now)
        else:
            right, last = right + 1, now
    return wrong, right


@pytest.mark.parametrize("every", [0.5, 1.0, 1.5, 3.0])
def test_a_limit_nobody_told_of_is_learnt_from_few_refusals(every: float) -> None:
    wrong, right = pressed(Lane(usual=1.0, burst=5), every, 3600)
    assert wrong <= 12
    assert right > 0.5 * 3600 / max(every, 1.0)


def test_a_limit_on_all_together_slows_all_by_little() -> None:
    lane = Lane(usual=0.1, burst=20, told=False)
    for turn in range(40):
        lane.take(10.0 + turn / 10)
    lane.slow(14.0, 12.0)
    assert lane.wait(14.0) == 12.0
    lane.take(26.0)
    assert lane.wait(26.0) < 0.2


def test_what_two_channels_learn_holds_for_all() -> None:
    lanes = Lanes(usual=1.0)
    for at, key in enumerate("aab"):
        lanes.take(key, 10.0 + at)
    lanes.slow("a", 12.0, 3.0)
    lanes.take("c", 12.0)
    assert lanes.wait("c", 12.0) == 1.0
    lanes.take("b", 13.0)
    lanes.slow("b", 13.0, 3.0)
    lanes.take("c", 20.0)
    assert lanes.wait("c", 20.0) > 3.0


def test_a_turn_waited_for_while_it_was_learnt_to_be_too_early_is_not_taken() -> None:
    lanes = Lanes(usual=1.0)
    for at, key in enumerate("abab"):
        lanes.take(key, 10.0 + at)
    lanes.take("c", 14.0)
    lanes.take("c", 15.0)
    lanes.slow("a", 14.5, 2.0)
    assert lanes.too_early("c", 15.0, 15.0) == 0.0
    lanes.slow("b", 14.5, 2.0)
    assert lanes.too_early("c", 15.0, 15.0) > 1.0


def test_a_turn_that_nothing_came_of_is_not_counted_from() -> None:
    lane = Lane(usual=1.0)
    lane.take(10.0)
    lane.take(15.0)
    lane.give_back(15.0)
    lane.take(16.0)
    assert lane.since == 6.0


def test_after_a_refusal_what_somebody_waits_for_goes_first_but_not_all_at_once() -> None:
    lane = Lane(usual=0.1, burst=20, reserve=20, told=False)
    waiting = urgent.set(True)
    lane.take(10.0)
    lane.slow(10.0, 8.0)
    went = 0
    while not lane.wait(18.0):
        lane.take(18.0)
        went += 1
    assert went == 1
    assert lane.wait(18.5) == 0.0
    urgent.reset(waiting)


def test_what_somebody_waits_for_goes_first() -> None:
    lane = Lane(usual=1.0, reserve=2)
    lane.take(10.0)
    assert lane.wait(10.0) == 1.0
    waiting = urgent.set(True)
    assert lane.wait(10.0) == 0.0
    urgent.reset(waiting)
