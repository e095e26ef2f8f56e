"""Committing many units of work at once on SQLite, without any of them noticing the others."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from typing import Final, cast

from sqlalchemy import Connection, event

from bot.store.errors import StoreError
from bot.store.unit import Done, Failed, Outcome, Work, run

_BUSY: Final = sqlite3.SQLITE_BUSY

_log = logging.getLogger(__name__)


class GroupCommit:
    """Runs units of work on one connection: BEGIN IMMEDIATE, a savepoint for each, one COMMIT.

    The transaction is begun and ended on the driver's own connection (`isolation_level=None`, so it adds nothing of its own);
    SQLAlchemy's idea of it is only tidied up after.
    `giving_up` is asked whenever another process has held the write lock for a whole busy_timeout: True stops the waiting.
    """

    def __init__(self, conn: Connection, giving_up: Callable[[], bool]) -> None:
        self._conn = conn
        self._raw = cast("sqlite3.Connection", conn.connection.dbapi_connection)
        self._giving_up = giving_up
        event.listen(conn, "before_cursor_execute", self._check_inside)

    def __call__(self, works: Sequence[Work[object]]) -> list[Outcome[object]]:
        """What became of each, in order. All that is `Done` is committed."""
        if len(works) > 1 and (outcomes := self._together(works)) is not None:
            return outcomes
        return [self._alone(work) for work in works]

    def checkpoint(self) -> None:
        """Bring the write-ahead log home into the file, as far as that needs no waiting for other processes."""
        self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _together(self, works: Sequence[Work[object]]) -> list[Outcome[object]] | None:
        """One transaction for all. None when it was lost: then nothing has happened at all, and each is to be tried alone."""
        try:
            self._begin()
        except sqlite3.Error as error:
            return [Failed(error) for _ in works]
        try:
            outcomes = [self._within_savepoint(work) for work in works]
            self._commit()
        except sqlite3.Error as error:
            _log.warning("Committing %d units of work together failed (%s); trying each alone.", len(works), error)
            self._rollback()
            return None
        return outcomes

    def _within_savepoint(self, work: Work[object]) -> Outcome[object]:
        """Do or undo one. When the transaction has gone, so has its savepoint, and coming back to it is an sqlite3.Error."""
        self._raw.execute("SAVEPOINT work")
        outcome = self._outcome(work)
        if isinstance(outcome, Failed):
            self._raw.execute("ROLLBACK TO work")
        self._raw.execute("RELEASE work")
        return outcome

    def _alone(self, work: Work[object]) -> Outcome[object]:
        """One transaction for one."""
        try:
            self._begin()
            outcome = self._outcome(work)
            if isinstance(outcome, Done):
                self._commit()
                return outcome
        except sqlite3.Error as error:
            outcome = Failed(error)
        self._rollback()
        return outcome

    def _outcome(self, work: Work[object]) -> Outcome[object]:
        try:
            return Done(run(work, self._conn))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to whoever asked
            return Failed(error)

    def _begin(self) -> None:
        """Take the write lock, however long another process holds it."""
        while True:
            try:
                self._raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != _BUSY or self._giving_up():
                    raise
                _log.warning("Another process is writing to the database; still waiting for my turn.")
            else:
                break
        self._conn.begin()  # or SQLAlchemy would roll back by itself after a statement it can't send

    def _commit(self) -> None:
        self._raw.execute("COMMIT")  # is an error when SQLite has ended the transaction on its own: then nothing is Done
        self._conn.commit()

    def _rollback(self) -> None:
        self._raw.rollback()
        self._conn.rollback()

    def _check_inside(self, *_: object) -> None:
        """On a full disk SQLite takes the whole transaction back, and would commit each further statement by itself."""
        if not self._raw.in_transaction:
            raise StoreError("The database gave up this transaction, probably because the disk is full.")
