# apscheduler brings no types:
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""Wakes the loop. APScheduler keeps the time in memory only; what is due is in the database.

Its interval job sleeps on the monotonic clock: a wall clock put forward makes it late and one put back an hour can stop it. So a
watchdog, on the monotonic clock as well, rings when no tick came for three intervals and sets the job anew.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.delivery.loop import Delivery

log = structlog.get_logger("wallflower.alarm")

TICK: Final = timedelta(seconds=1)
_JOB: Final = "tick"


class Alarm:
    """Calls `deliver_due` every second, and at once when somebody says so."""

    def __init__(self, delivery: Delivery, clock: Clock, *, tick: timedelta = TICK, sole: bool = True) -> None:
        self.delivery = delivery
        self.clock = clock
        self.tick = tick
        self.sole = sole
        self._rung = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self.trouble = ""
        """What kept us from looking at what is due, the last time; nothing when we could."""
        self._last = clock.monotonic()
        self._tasks: list[asyncio.Task[None]] = []

    def ring(self) -> None:
        """Something may be due now."""
        self._rung.set()
        self.delivery.poke()

    async def start(self) -> None:
        """Begin; what an earlier process left half done is looked at first."""
        await self.delivery.recover(sole=self.sole)
        self._scheduler.start()
        self._set()
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._watch())]
        self.ring()

    async def stop(self) -> None:
        """Stop waking it, and let it finish what it is sending."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self.delivery.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _set(self) -> None:
        seconds = self.tick.total_seconds()
        self._scheduler.add_job(
            self._ticked,
            "interval",
            seconds=seconds,
            id=_JOB,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def _ticked(self) -> None:
        self._last = self.clock.monotonic()
        self.ring()

    async def _work(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            await self.deliver()

    async def deliver(self) -> None:
        """What is due now. Never raises: a disk that is full may not be in a second, and the next tick tries again."""
        try:
            await self.delivery.deliver_due()
            self.trouble = ""
        except Exception as broken:
            self.trouble = type(broken).__name__
            log.exception("deliver_due broke")

    async def _watch(self) -> None:
        patience = 3 * self.tick.total_seconds()
        while True:
            await asyncio.sleep(patience)
            if self.clock.monotonic() - self._last > patience:
                log.warning("no tick came; the machine's clock may have been changed")
                self._set()
                self.ring()
