"""Kinds of rows, and where a row goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

P = ParamSpec("P")
T = TypeVar("T")

Hook = Callable[[Connection, datetime, str], None]
"""A rule run by the loop: `(connection, now, ref)`, in the transaction that records what happened."""


class Aside(Protocol):
    """Where something that takes long is worked out before its rule runs, outside any transaction."""

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Look at what is true just now; it may not be by the time the rule runs."""
        ...

    async def work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Work something out where nobody waits for it. What goes in and comes out travels by pickle."""
        ...


Prepare = Callable[[Aside, datetime, str], Awaitable[Hook]]
"""`(aside, now, ref)`: gives the rule to run, which checks again whatever must be true when it does."""


@dataclass(frozen=True)
class Kind:
    """A kind of row; a constant beside the rule that writes it. Its name is `subject.what`.

    `urgency`: 0 answers somebody who waits, 1 is timed, 2 can wait. `run` is for `do` rows, `prepare` for those that take long.
    `delivered` runs when it has arrived for the first time, `dropped` when it no longer applied as it came to be sent, `failed` when it
    never can arrive: organisers are told of each of those by itself, of others once for all that is stuck for one reason.
    `ends_in_member`: its reference ends in the id of whom it is for (`"12.3"`: member 3), and follows them when two records become one.
    `wipes`: one of these deletes words that nothing may be left of, so the database's own log is emptied behind it. `words` name it to
    organisers, "an announcement"; a `do` row without them is nobody's business.
    """

    name: str
    urgency: int = 1
    run: Hook | None = None
    prepare: Prepare | None = None
    delivered: Hook | None = None
    dropped: Hook | None = None
    failed: Hook | None = None
    ends_in_member: bool = False
    wipes: bool = False
    words: str = ""

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.name, self) is not self:
            raise ValueError(f"two kinds are called {self.name}")

    @property
    def said(self) -> bool:
        """Whether it is said to somebody, and so needs words."""
        return self.run is None and self.prepare is None


KINDS: Final[dict[str, Kind]] = {}
"""Every kind there is, by name: start-up checks that each that is said has exactly one renderer."""


@dataclass(frozen=True, slots=True)
class To:
    """Where a row goes: one of a place of ours, a member, the thread under another row's message, or a circle's private place."""

    place: int | None = None
    member: int | None = None
    under: str | None = None
    circle: int | None = None

    def __str__(self) -> str:
        if self.circle is not None:
            return f"c{self.circle}"
        if self.place is not None:
            return f"p{self.place}"
        return f"m{self.member}" if self.member is not None else f"u{self.under}"
