"""What a proof is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Size(Enum):
    """How much of it: what is promised whole, or a share that takes seconds."""

    FULL = "full"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Order:
    """What a proof is asked for. The same seed and size find the same. `folder`: empty, its own, gone afterwards."""

    size: Size
    seed: int
    folder: Path

    def of(self, full: int, quick: int) -> int:
        """So many, or the share of it."""
        return full if self.size is Size.FULL else quick


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it. `words`: the figures, misses included, as they stand in the table; `held`: whether the promise was kept."""

    words: str
    held: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of the table: what is promised, and what measures it.

    `name` is what it is asked for by on the command line. `measure` runs in a process of its own, as one synchronous call; it may start
    others. A proof that a checker can fail (its mechanism taken out) is a row too, and held when the checker found something.
    """

    name: str
    promised: str
    measure: Callable[[Order], Measured]
