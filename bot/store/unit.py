"""A unit of work, the store that runs it, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Never, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Result

T = TypeVar("T")

Work: TypeAlias = Callable[[Connection], T]
"""A plain synchronous function of a connection. It may be run more than once, so it does nothing but read and write through the
connection; it never commits or rolls back, and returns plain data, not a `Result`."""


class Store(Protocol):
    """The database. Each call is one transaction."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` and commit; returns only after COMMIT.

        If it raises, just that work is undone and the error is the caller's. A caller cancelled while waiting may find its work
        done or not, as after a crash.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one unmoving view of what is committed. Writing there is an error."""
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
    value = work(conn)
    if isinstance(value, Result):
        msg = f"{work} returned a Result; fetch its rows inside the work and return those."
        raise TypeError(msg)
    return value
