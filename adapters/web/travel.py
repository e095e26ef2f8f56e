"""Time travel, which exists only here: forwards, in steps short enough that everything due on the way happens in its turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from adapters.web.live import Live
from adapters.web.people import Json
from adapters.web.town import Town
from bot.clock import OffsetClock

STEP = timedelta(minutes=15)
BREATH = timedelta(seconds=1)
"""The least the clock moves: what is due already and could not be done yet must not hold it."""
FURTHEST = timedelta(days=100)


class Travel:
    """The town clock and its buttons. `busy` while the journey lasts. `wake` does what is due, and says when something is due next."""

    def __init__(self, town: Town, live: Live, clock: OffsetClock, wake: Callable[[], Awaitable[datetime | None]]) -> None:
        self._town = town
        self._live = live
        self._clock = clock
        self._wake = wake
        self._turn = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether a journey is under way."""
        return self._turn.locked()

    def as_json(self) -> Json:
        """As the page reads it."""
        return {"now": self._clock.now().isoformat(), "busy": self.busy, "travelled": self._clock.offset.total_seconds()}

    async def to(self, moment: datetime) -> None:
        """Go there. Raises ValueError, in words, for the past, the far future, or a second journey at once."""
        if self.busy:
            raise ValueError("The clock is moving already.")
        if moment < self._clock.now():
            raise ValueError("Time only goes forwards here.")
        if moment - self._clock.now() > FURTHEST:
            raise ValueError("That is further than the town clock goes in one journey.")
        try:
            async with self._turn:
                due = await self._wake()
                while (now := self._clock.now()) < moment:
                    self._clock.travel(min(moment, now + STEP, max(due or moment, now + BREATH)))
                    self._tell()
                    due = await self._wake()
        finally:
            await self._town.remember_travel()
            self._tell()

    def _tell(self) -> None:
        self._live.publish("clock", self.as_json())
