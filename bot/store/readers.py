"""SQLite's readers: a few threads, each with a connection of its own that can't write."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import Connection, Engine

from bot.store.errors import StoreClosed
from bot.store.unit import Done, Failed, Outcome, T, Work, run

# Reads are short and Python runs one at a time; a few threads keep a long one from holding up the rest.
READERS: Final = 4


class Readers:
    """Runs units of reading, each on one unmoving view of what is committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._here = threading.local()
        self._connections: list[Connection] = []
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a reader's thread. Raises what it raised; StoreClosed after `close`."""
        if self._closed:
            raise StoreClosed("The database is closed.")
        outcome = await asyncio.get_running_loop().run_in_executor(self._threads, self._read, work)
        return outcome.unwrap()

    async def close(self) -> None:
        """Finish what was asked for, then close every connection."""
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown)
        while self._connections:
            self._connections.pop().close()

    def _read(self, work: Work[T]) -> Outcome[T]:
        try:
            conn = self._connection()
            # One BEGIN around the whole work: its second SELECT sees what its first one saw.
            conn.exec_driver_sql("BEGIN")
            try:
                return Done(run(work, conn))
            finally:
                conn.rollback()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to whoever asked
            return Failed(error)

    def _connection(self) -> Connection:
        """This thread's connection, opened the first time."""
        if not hasattr(self._here, "connection"):
            self._here.connection = self._engine.connect()
            self._connections.append(self._here.connection)
        connection: Connection = self._here.connection
        return connection
