"""A store whose disk can be taken away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import OperationalError

from bot.store import Store, Work
from bot.store.unit import T


class WeakStore:
    """A `Store` that writes nothing while its disk is `full`."""

    def __init__(self, store: Store) -> None:
        self.store, self.full = store, False
        self.beside: Path = store.beside

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        if self.full:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("database or disk is full"))
        return await self.store.write(work)

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        return await self.store.read(work)

    async def scrub(self) -> None:
        """As `Store.scrub`."""
        await self.store.scrub()

    async def present(self, number: int) -> None:
        """As `Store.present`."""

    async def close(self) -> None:
        """As `Store.close`."""
        await self.store.close()
