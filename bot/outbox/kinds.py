"""Kinds of rows, and where a row goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

Hook = Callable[[Connection, datetime, str], None]
"""A rule run by the loop: `(connection, now, ref)`, in the transaction that records what happened."""


@dataclass(frozen=True)
class Kind:
    """A kind of row; a constant beside the rule that writes it. Its name is `subject.what`.

    `urgency`: 0 answers somebody who waits, 1 is timed, 2 can wait. `run` is for `do` rows. `delivered` runs when it has arrived for
    the first time, `failed` when it never can; without `failed`, organisers are told. `words` name it to organisers, "an announcement";
    a `do` row without them is nobody's business.
    """

    name: str
    urgency: int = 1
    run: Hook | None = None
    delivered: Hook | None = None
    failed: Hook | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.name, self) is not self:
            raise ValueError(f"two kinds are called {self.name}")


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
