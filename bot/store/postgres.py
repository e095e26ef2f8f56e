"""The store on PostgreSQL: for many machines on one database."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.errors import StoreClosed, StoreError
from bot.store.presence import Presence, open_presence
from bot.store.unit import T, Work, keep_whole, run
from bot.store.upgrade import upgrade

# Two transactions got in each other's way and PostgreSQL undid one of them: serialization_failure, deadlock_detected.
# (https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html)
_TRY_AGAIN: Final = frozenset({"40001", "40P01"})
_TRIES: Final = 8
# Connections: PostgreSQL serves few busy ones better than many, and a single event's seats are taken one after another anyway.
_CONNECTIONS: Final = 10
# A process that is stopped half-way through a transaction holds up everybody else: the server then undoes it, and lets go.
IDLE: Final = {"idle_in_transaction_session_timeout": "10000"}


class PostgresStore:
    """Open: see `open_postgres`. A `Store`."""

    def __init__(self, engine: AsyncEngine, jitter: Callable[[], float] = random.random) -> None:
        """`jitter` gives numbers in [0, 1), to keep those who collided once from colliding again."""
        self.beside = Path("wallflower.db")
        self._engine = engine
        # The same view for the whole read, as on SQLite.
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._jitter = jitter
        self._writes: set[asyncio.Task[object]] = set()
        self._closed = False

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        if self._closed:
            raise StoreClosed("The database is closed.")
        # A task of its own: what has begun is finished, even when whoever asked has been cancelled.
        task = asyncio.create_task(self._write(work))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        if self._closed:
            raise StoreClosed("The database is closed.")
        async with self._reading.begin() as conn:
            return await conn.run_sync(lambda sync: run(work, sync))

    async def scrub(self) -> None:
        """As `Store.scrub`: dead rows are cleared away. Its own log and its archives are for whoever runs the server to keep short."""
        async with self._engine.connect() as conn:
            await (await conn.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("VACUUM")

    async def present(self, number: int) -> Presence | None:
        """As `Store.present`. Raises StoreError when the database can't be reached."""
        return await open_presence(self._engine.url, number)

    async def close(self) -> None:
        """As `Store.close`."""
        self._closed = True
        await asyncio.gather(*self._writes, return_exceptions=True)
        await self._engine.dispose()

    async def _write(self, work: Work[T]) -> T:
        for attempt in range(1, _TRIES):
            try:
                return await self._once(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
            await asyncio.sleep(self._jitter() * 0.01 * 2**attempt)
        return await self._once(work)

    async def _once(self, work: Work[T]) -> T:
        async with self._engine.begin() as conn:
            return await conn.run_sync(lambda sync: run(work, sync))


async def open_postgres(url: URL) -> PostgresStore:
    """Connect and migrate where needed. Raises StoreTooNew, and StoreError when the database can't be reached or used."""
    engine = _engine(url)
    try:
        async with engine.connect() as conn:
            await conn.run_sync(upgrade)
    except (OSError, SQLAlchemyError) as error:
        await engine.dispose()
        reason = error.orig if isinstance(error, DBAPIError) else error
        msg = f"The database {url.render_as_string(hide_password=True)} can't be opened: {reason}"
        raise StoreError(msg) from error
    except BaseException:
        await engine.dispose()
        raise
    keep_whole(engine.sync_engine)
    return PostgresStore(engine)


def _engine(url: URL) -> AsyncEngine:
    try:
        return create_async_engine(
            for_asyncpg(url),
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_timeout=None,  # wait for one's turn, like the writers on SQLite
            pool_pre_ping=True,  # PostgreSQL may have restarted since
            connect_args={"server_settings": IDLE},
        )
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs one more package: pip install 'wallflower[postgres]'") from error


def for_asyncpg(url: URL) -> URL:
    """The address as asyncpg wants it: libpq, and with it every host's instructions, says `sslmode` where it says `ssl`."""
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return url.set(drivername="postgresql+asyncpg", query=query)
