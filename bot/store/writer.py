"""SQLite's one writer: a thread that runs whatever is waiting and commits it together.

A commit costs one wait for the disk. Shared by all who wait at that moment, it costs each of them little.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple, TypeAlias, cast

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.store.errors import StoreClosed
from bot.store.group import GroupCommit
from bot.store.unit import Failed, Outcome, T, Work

# Enough to share a commit well; few enough that the first of a group does not wait long for the last.
GROUP: Final = 64

_Committer: TypeAlias = Callable[[list[Work[object]]], list[Outcome[object]]]


class _Job(NamedTuple):
    work: Work[object]
    answer: asyncio.Future[Outcome[object]]


class Writer:
    """Runs units of work in the order they were handed in. Belongs to the event loop that made it."""

    def __init__(self, engine: Engine) -> None:
        self._conn = engine.connect()
        self._loop = asyncio.get_running_loop()
        self._waiting: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing = threading.Event()
        # A daemon: a process that ends without `close` must not hang, and nothing it was told was committed is lost.
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Work[T]) -> T:
        """Hand in `work` and wait until it is committed, or has failed. Raises what it raised; StoreClosed after `close`."""
        if self._closing.is_set():
            raise StoreClosed("The database is closed.")
        answer: asyncio.Future[Outcome[object]] = self._loop.create_future()
        self._waiting.put(_Job(work, answer))
        return cast("T", (await answer).unwrap())

    async def close(self) -> None:
        """Finish what was handed in, then stop the thread."""
        if not self._closing.is_set():
            self._closing.set()
            self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        commit = GroupCommit(self._conn, giving_up=self._closing.is_set)
        while self._commit_waiting(commit):
            pass
        with suppress(sqlite3.Error, DBAPIError):  # of a broken connection; what it left undone the next start does
            commit.checkpoint()
            self._conn.close()

    def _commit_waiting(self, commit: _Committer) -> bool:
        """Commit what is waiting, up to a group. False when there will be no more."""
        jobs, more = self._take()
        # Who was cancelled before their turn is not waiting any more.
        jobs = [job for job in jobs if not job.answer.cancelled()]
        if jobs:
            outcomes = self._commit(commit, [job.work for job in jobs])
            with suppress(RuntimeError):  # the loop has ended, and with it everyone who was waiting
                self._loop.call_soon_threadsafe(_tell, jobs, outcomes)
        return more

    @staticmethod
    def _commit(commit: _Committer, works: list[Work[object]]) -> list[Outcome[object]]:
        try:
            return commit(works)
        except Exception as error:  # noqa: BLE001 - without this thread everyone would wait for ever
            return [Failed(error) for _ in works]

    def _take(self) -> tuple[list[_Job], bool]:
        """Wait for a job, then add what is there already, up to a group; and whether more may come."""
        jobs: list[_Job] = []
        job = self._waiting.get()
        with suppress(Empty):
            while job is not None:
                jobs.append(job)
                if len(jobs) == GROUP:
                    break
                job = self._waiting.get_nowait()
        return jobs, job is not None


def _tell(jobs: list[_Job], outcomes: list[Outcome[object]]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if not job.answer.done():
            job.answer.set_result(outcome)
