"""What may become of a row that was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.chat.people import MessageRef


@dataclass(frozen=True, slots=True)
class Arrived:
    """There it is. `found`: it had been there already."""

    ref: MessageRef
    found: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """A rule was run, and that is written down with what it did."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """It is not to be sent any more."""

    why: str


@dataclass(frozen=True, slots=True)
class Off:
    """It stands on no list of events: it was taken off, or the platform has none."""


Outcome: TypeAlias = Arrived | Ran | Dropped | Off | Exception
