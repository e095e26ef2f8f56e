"""Showing the other processes on one PostgreSQL that this one lives: by a lock, held for as long as it does.

The server lets go of a lock when the connection it was taken on ends, however it ends, so no clock is compared with another machine's and
nothing waits for a lease to run out. A machine that falls silent is told from one with nothing to say after 11 seconds; the one that holds
the lock asks often enough to know within 4 that it may soon be taken for gone, and stops sending before anybody takes over.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from sqlalchemy import URL, func, select
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


class Presence:
    """This process lives, under a name. `lost` is set once others may take it for gone; then it is never found again: open another."""

    def __init__(self, name: str, conn: AsyncConnection) -> None:
        self.name = name
        self.lost = asyncio.Event()
        self._conn = conn
        self._watching = asyncio.create_task(self._watch())

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
