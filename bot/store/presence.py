"""Showing the other processes on one PostgreSQL that this one lives: by a lock, held for as long as it does.

The server lets go of a lock when the connection it was taken on ends, however it ends, so no clock is compared with another machine's and
nothing waits for a lease to run out. A machine that falls silent is told from one with nothing to say after 11 seconds; the one that holds
the lock asks often enough to know within 4 that it may soon be taken for gone, and stops sending before anybody takes over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import URL, ColumnElement, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from bot.outbox.alive import key_of, name_of
from bot.store.errors import StoreError

ASK: Final = 2.0
ANSWER: Final = 2.0
"""Seconds between two questions to the server, and for how long its answer is waited for."""
# The server asks a silent machine after 5 seconds, then every 2, and gives it up after the third question without an answer.
# (https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-TCP-SETTINGS)
_SILENCE: Final = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
# Any two numbers nobody else takes: the parts each process has, and how many it counts.
_PARTS: Final = 0x77616C73
_COUNT: Final = 0x77616C74
_COUNTED: Final = text(
    "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid::int = :what AND objid::int <> :of"
)


def _shared(parts: Sequence[int]) -> Callable[..., ColumnElement[bool]]:
    return func.pg_try_advisory_lock_shared if parts else func.pg_try_advisory_lock


class Presence:
    """This process lives, under a name. `lost` is set once others may take it for gone; then it is never found again: open another."""

    def __init__(self, name: str, conn: AsyncConnection) -> None:
        self.name = name
        self.lost = asyncio.Event()
        self._conn = conn
        self._watching = asyncio.create_task(self._watch())

    async def claim(self, parts: Sequence[int], of: int) -> str:
        """Have these parts of something to oneself for as long as one is present, none meaning all of it. Returns what is in the way.

        `of`: how many there are. Whoever has some holds a lock for each, and shares one with the others that have some; whoever has all
        has that one alone.
        """
        counted = (await self._conn.execute(_COUNTED, {"what": _COUNT, "of": of})).scalars().first() if parts else None
        if counted is not None:
            return f"another process counts {counted} in all, this one {of}"
        if not await self._conn.scalar(select(_shared(parts)(_PARTS, 0))):
            return "another process has all of them" if parts else "other processes have some of them"
        for had, part in enumerate(parts):
            if not await self._conn.scalar(select(func.pg_try_advisory_lock(_PARTS, part + 1))):
                await self._let_go(parts[:had])
                return f"number {part} is another process's"
        if parts:
            await self._conn.execute(select(func.pg_advisory_lock_shared(_COUNT, of)))
        return ""

    async def _let_go(self, parts: Sequence[int]) -> None:
        await self._conn.execute(select(func.pg_advisory_unlock_shared(_PARTS, 0)))
        for part in parts:
            await self._conn.execute(select(func.pg_advisory_unlock(_PARTS, part + 1)))

    async def close(self) -> None:
        """Let go: from now on this process is gone. Closing twice is harmless."""
        self._watching.cancel()
        self.lost.set()
        with suppress(SQLAlchemyError, OSError, TimeoutError):
            async with asyncio.timeout(ANSWER):
                await self._conn.close()
                await self._conn.engine.dispose()

    async def _watch(self) -> None:
        try:
            while True:
                await asyncio.sleep(ASK)
                async with asyncio.timeout(ANSWER):
                    await self._conn.scalar(select(1))
        except (SQLAlchemyError, OSError, TimeoutError):
            self.lost.set()


async def open_presence(url: URL, number: int) -> Presence:
    """Be present as `number` (64 bits). `url` is as asyncpg's dialect wants it. Raises StoreError when the database can't be reached."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"server_settings": _SILENCE})
    try:
        conn = await engine.connect()
        await conn.execute(select(func.pg_advisory_lock(key_of(number))))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        await engine.dispose()
        raise StoreError("The database can't be reached.") from error
    return Presence(name_of(number), conn)
