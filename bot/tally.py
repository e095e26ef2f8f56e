"""What a process has done since it started, in numbers alone: kept for whoever asks (`bot.run.health`), and cheap where nobody does."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

ANSWERS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0)
"""Seconds. Past 1.5 an answer is no longer the acknowledgement; past 3 the platforms stop waiting."""
LATE: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 3600.0, 21600.0)
"""Seconds. 120 is what is promised after an outage of up to six hours."""


@dataclass(slots=True)
class Spread:
    """How many lengths of time fell within each of `bounds` (seconds, rising), the last counting what is longer than all."""

    bounds: tuple[float, ...]
    counts: list[int] = field(default_factory=list[int])
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, seconds: float) -> None:
        """One more."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Tally:
    """`answers`: how long each sort of event took to answer. `deliveries`: by outcome. `late`: how long after it was due each arrived."""

    answers: defaultdict[str, Spread] = field(default_factory=lambda: defaultdict(lambda: Spread(ANSWERS)))
    broken: int = 0
    deliveries: Counter[str] = field(default_factory=Counter[str])
    late: Spread = field(default_factory=lambda: Spread(LATE))
