"""Where a rule that takes long is worked out beforehand: reading from the store, reckoning in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, ParamSpec, TypeVar

from bot.chat.errors import NotNow
from bot.matching import in_worker
from bot.schema import Connection
from bot.store import Store

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE: Final = 2
"""Processes reckoning at the same time: hundreds of groups have their coffee drawn at the same hour, and each takes a hundred megabytes."""
TURN: Final = timedelta(seconds=10)
"""The longest wait for a turn, well within a lease; whoever had none comes back after as long."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What a kind's `prepare` is handed, see `bot.outbox.kinds`."""

    store: Store
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Look at what is true just now."""
        return await self.store.read(query)

    async def work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """In a worker. Raises what the function raises, WorkerLost, or NotNow while too many others are at it."""
        async with self._turn():
            return await in_worker(function, *args, **kwargs)

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None]:
        try:
            async with asyncio.timeout(TURN.total_seconds()):
                await self.turns.acquire()
        except TimeoutError:
            raise NotNow("others are worked out first", TURN) from None
        try:
            yield
        finally:
            self.turns.release()
