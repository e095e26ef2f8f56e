"""A unit of work, the store that runs it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, Never, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, Result, event

from bot.store.errors import StoreError

if TYPE_CHECKING:
    from bot.store.presence import Presence

T = TypeVar("T")

_WORKING: Final = "wallflower: a unit of work is running"

Work: TypeAlias = Callable[[Connection], T]
"""A plain synchronous function of a connection. It may be run more than once, so it does nothing but read and write through the
connection; it never commits or rolls back, and returns plain data, not a `Result`."""


class Store(Protocol):
    """The database. Each call is one transaction."""

    beside: Path
    """What must outlive the database is kept in a file beside this one, of the same name with another ending."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` and commit; returns only after COMMIT.

        If it raises, just that work is undone and the error is the caller's. A caller cancelled while waiting may find its work
        done or not, as after a crash.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one unmoving view of what is committed. Writing there is an error."""
        ...

    async def scrub(self) -> None:
        """After erasing: let nothing of what was erased linger in the database's own log, as far as that is ours to say."""
        ...

    async def present(self, number: int) -> Presence | None:
        """Show other processes on this database that this one lives, as `number` (64 bits); None where there can be no others."""
        ...

    async def close(self) -> None:
        """Finish what was asked for, refuse anything more, let go of the database. Closing twice is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The work was done, and gave this."""

    value: T

    def unwrap(self) -> T:
        """What it gave."""
        return self.value


@dataclass(frozen=True, slots=True)
class Failed:
    """The work was undone, because of this."""

    error: BaseException

    def unwrap(self) -> Never:
        """Raise it, to whoever asked."""
        raise self.error


Outcome: TypeAlias = Done[T] | Failed


def run(work: Work[T], conn: Connection) -> T:
    """Run `work`; TypeError if it gives back a `Result`, which is worth nothing once its transaction has ended."""
    conn.info[_WORKING] = True
    try:
        value = work(conn)
    finally:
        conn.info[_WORKING] = False
    if isinstance(value, Result):
        msg = f"{work} returned a Result; fetch its rows inside the work and return those."
        raise TypeError(msg)
    return value


def keep_whole(engine: Engine) -> Engine:
    """From now on, work on `engine`'s connections that would commit or roll back by itself gets an error instead."""
    event.listen(engine, "commit", _refuse)
    event.listen(engine, "rollback", _refuse)
    return engine


def _refuse(conn: Connection) -> None:
    if conn.info.get(_WORKING):
        raise StoreError("A unit of work must not commit or roll back; raise an error to undo it, or use begin_nested().")
