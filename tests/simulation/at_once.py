"""The store of a simulation: the real tables, rules and commits on a real file, but each unit of work done in the step that asks for it.

Threads come back in an order nobody chose. Here everybody comes back in the same order every time, and so a seed tells its story again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from bot.delivery import aside
from bot.store import Work
from bot.store.group import GroupCommit
from bot.store.sqlite import sqlite_engine
from bot.store.unit import run

P = ParamSpec("P")
T = TypeVar("T")


class AtOnce:
    """A `Store`. The file is there, with every table."""

    def __init__(self, path: Path) -> None:
        self.beside = path
        self._writer = sqlite_engine(path).connect()
        self._writer.exec_driver_sql("PRAGMA synchronous=OFF")  # no power is cut here, and days go by with every disk's wait
        self._writer.rollback()
        self._commit = GroupCommit(self._writer, giving_up=lambda: True)
        self._reader = sqlite_engine(path, query_only=True).connect()

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        await asyncio.sleep(0)
        (outcome,) = self._commit([work])
        return outcome.unwrap()  # type: ignore[return-value]  # what it gave, or it raises

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        await asyncio.sleep(0)
        self._reader.exec_driver_sql("BEGIN")
        try:
            return run(work, self._reader)
        finally:
            self._reader.rollback()

    async def scrub(self) -> None:
        """As `Store.scrub`."""
        self._commit.checkpoint()

    async def present(self, number: int) -> None:
        """As `Store.present`."""

    async def close(self) -> None:
        """As `Store.close`."""
        self._reader.close()
        self._writer.close()


@contextmanager
def told_again_exactly(seed: int) -> Generator[None]:
    """Within this, what is worked out in other processes is worked out here, and ids nobody is to guess come from the seed."""
    dice = Random(seed)

    async def here(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await asyncio.sleep(0)
        return function(*args, **kwargs)

    def token_hex(size: int) -> str:
        return f"{dice.getrandbits(8 * size):0{2 * size}x}"

    with (
        patch.object(aside, "in_worker", here),
        patch.object(secrets, "token_hex", token_hex),
        patch.object(secrets, "choice", dice.choice),
    ):
        yield
