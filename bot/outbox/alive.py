"""Which of the processes that share a PostgreSQL live: each holds a lock there for as long as it does (see `bot.store.presence`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, func, select

_MARK: Final = "@"


def name_of(number: int) -> str:
    """What a process that holds the lock `number` (64 bits) calls itself on the rows it takes."""
    return f"{_MARK}{number:016x}"


def key_of(number: int) -> int:
    """The lock's key, counted as PostgreSQL counts 64 bits."""
    return number - (1 << 64) if number >= 1 << 63 else number


def gone(conn: Connection, names: Iterable[str]) -> list[str]:
    """Which of these live no more: nobody holds their lock. Names of processes that never held one are not judged.

    The lock is only looked at: it is shared, and let go of with this transaction.
    """
    return [name for name in names if name.startswith(_MARK) and _is_free(conn, int(name[1:], 16))]


def _is_free(conn: Connection, number: int) -> bool:
    return bool(conn.execute(select(func.pg_try_advisory_xact_lock_shared(key_of(number)))).scalar_one())
