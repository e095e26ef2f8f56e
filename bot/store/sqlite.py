"""The store on SQLite: one writing thread, a few reading ones, a file anyone can copy.

Write-ahead log, so readers never wait for the writer; `synchronous=FULL`, so what was committed survives a power cut.
"""

import asyncio
import os
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from bot.store.errors import StoreError
from bot.store.lock import Sole
from bot.store.readers import Readers
from bot.store.unit import T, Work, keep_whole
from bot.store.upgrade import upgrade
from bot.store.writer import Writer

# How long one statement waits, in seconds, for a lock another process holds. Whoever must have the lock asks again after that.
BUSY_TIMEOUT: Final = 5.0
_SCRUBS: Final = 5


class SqliteStore:
    """Open: see `open_sqlite`. A `Store`."""

    def __init__(self, path: Path, lock: Sole | None) -> None:
        self.beside = path
        self._lock = lock
        self._writer = Writer(sqlite_engine(path))
        self._readers = Readers(sqlite_engine(path, query_only=True))

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        return await self._writer.write(work)

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        return await self._readers.read(work)

    async def scrub(self) -> None:
        """As `Store.scrub`: the log comes home into the file, where `secure_delete` has overwritten what went, and is emptied."""
        await asyncio.to_thread(_empty_log, self.beside)

    async def present(self, number: int) -> None:
        """As `Store.present`: nobody else sends from this file."""

    async def close(self) -> None:
        """As `Store.close`."""
        await self._readers.close()
        await self._writer.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


async def open_sqlite(path: Path, *, sole: bool) -> SqliteStore:
    """Open the file, making or migrating it where needed; with `sole`, keep every other `sole` opener out.

    Raises StoreInUse, StoreTooNew, and StoreError when the file can't be used.
    """
    try:
        return SqliteStore(*await asyncio.to_thread(_prepare, path, sole=sole))
    except (OSError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error.strerror
        msg = f"The database {path} can't be opened: {reason}. Check the path, its permissions and the space on its disk."
        raise StoreError(msg) from error


def sqlite_engine(path: Path, *, query_only: bool = False, foreign_keys: bool = True, timeout: float = BUSY_TIMEOUT) -> Engine:
    """An engine that opens a new, set-up connection for each `connect()`. `timeout` in seconds."""

    def connect() -> sqlite3.Connection:
        # autocommit as far as the driver is concerned (isolation_level=None): every BEGIN is one of ours.
        # A reader's connection is closed by another thread than its own, after that one has ended.
        raw = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False, cached_statements=512)
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute(f"PRAGMA foreign_keys={int(foreign_keys)}")
        raw.execute("PRAGMA secure_delete=ON")  # what someone asked us to erase does not linger in the file
        raw.execute(f"PRAGMA query_only={int(query_only)}")
        return raw

    return keep_whole(create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool))


def _empty_log(path: Path) -> None:
    """Waits for whoever reads or writes at the moment. Raises StoreError when they won't let go: the next checkpoint will do it then."""
    with sqlite_engine(path, timeout=1).connect() as conn:
        for _ in range(_SCRUBS):
            if not conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
                return
    raise StoreError("The database's log could not be emptied just now: somebody is reading for a long time.")


def _prepare(path: Path, *, sole: bool) -> tuple[Path, Sole | None]:
    """Make the file if there is none, private to its owner; bring its tables up to date. Gives its full path, and the lock if `sole`."""
    path = path.resolve()
    lock = Sole(path) if sole else None
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # Foreign keys are off while tables are rebuilt: dropping the old one would otherwise delete all that refers to it.
        # The long timeout: another process may be at it already, and that takes longer than any one write.
        with sqlite_engine(path, foreign_keys=False, timeout=60).connect() as conn:
            conn.exec_driver_sql("PRAGMA journal_mode=WAL")
            conn.rollback()
            upgrade(conn)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return path, lock
