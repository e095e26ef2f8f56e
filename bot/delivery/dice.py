"""The loop's randomness, handed in so that a simulation can repeat itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dice:
    """`lease` names this process, `jitter` gives numbers in [0, 1]."""

    lease: str
    jitter: Callable[[], float]
