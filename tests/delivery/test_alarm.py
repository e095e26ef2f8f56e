# apscheduler brings no types:
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""What wakes the loop, and what wakes what wakes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base as scheduling
import pytest

from bot.clock import OffsetClock, SystemClock
from bot.delivery import Delivery
from bot.delivery.alarm import Alarm
from tests.delivery.conftest import Desk

TICK = timedelta(milliseconds=20)


@pytest.fixture
async def alarm(desk: Desk) -> AsyncIterator[Alarm]:
    """Ticking fifty times a second, on a clock that runs."""
    clock = OffsetClock(SystemClock())
    clock.offset = desk.clock.now() - clock.now()
    kept = desk.delivery
    desk.delivery = Delivery(desk.store, clock, kept.courier.renderers, kept.dice)
    desk.delivery.ports.update(kept.ports)
    alarm = Alarm(desk.delivery, clock, tick=TICK)
    await alarm.start()
    yield alarm
    await alarm.stop()


async def test_what_falls_due_leaves_without_anybody_asking(desk: Desk, alarm: Alarm) -> None:
    await desk.say("soon", due=alarm.clock.now() + timedelta(milliseconds=100))
    await asyncio.wait_for(desk.there.made.wait(), 5)
    assert desk.there.at("a")[0].title == "soon"


async def test_a_tick_that_is_lost_is_noticed(desk: Desk, alarm: Alarm) -> None:
    alarm._scheduler.remove_all_jobs()
    await desk.say("soon", due=alarm.clock.now() + timedelta(milliseconds=100))
    await asyncio.wait_for(desk.there.made.wait(), 5)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)])
async def test_the_machines_clock_may_jump(desk: Desk, alarm: Alarm, jump: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the scheduler sees it: put back an hour, its next tick is an hour away."""

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Jumped:
            there = datetime.now(tz) + jump
            return cls.combine(there.date(), there.timetz())

    monkeypatch.setattr(scheduling, "datetime", Jumped)
    await desk.say("soon", due=alarm.clock.now() + timedelta(milliseconds=100))
    await asyncio.wait_for(desk.there.made.wait(), 5)


async def test_a_loop_that_breaks_is_woken_again(desk: Desk, alarm: Alarm, monkeypatch: pytest.MonkeyPatch) -> None:
    broke = asyncio.Event()
    take = desk.delivery._begin_what_is_due

    async def breaks_once() -> int:
        if not broke.is_set():
            broke.set()
            raise OSError("database or disk is full")
        return await take()

    monkeypatch.setattr(desk.delivery, "_begin_what_is_due", breaks_once)
    await asyncio.wait_for(broke.wait(), 5)
    await desk.say("hello")
    await asyncio.wait_for(desk.there.made.wait(), 5)


async def test_stopping_lets_what_is_being_sent_arrive(desk: Desk, alarm: Alarm) -> None:
    desk.there.hangs = asyncio.Event()
    id_ = await desk.say("hello", due=alarm.clock.now())
    await asyncio.wait_for(desk.there.called.wait(), 5)
    stopping = asyncio.create_task(alarm.stop())
    desk.there.hangs.set()
    await stopping
    assert (await desk.state(id_), desk.there.titles("a")) == ("sent", ["hello"])
