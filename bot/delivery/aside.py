"""Where a rule that takes long is worked out beforehand: reading from the store, reckoning in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from bot.matching import in_worker
from bot.schema import Connection
from bot.store import Store

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Aside:
    """What a kind's `prepare` is handed, see `bot.outbox.kinds`."""

    store: Store

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Look at what is true just now."""
        return await self.store.read(query)

    async def work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """In a worker. Raises what the function raises, or WorkerLost."""
        return await in_worker(function, *args, **kwargs)
