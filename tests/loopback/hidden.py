"""Limits a bot is not told of: so many in a place, so many in all, changing as they please. What is too much is refused, and noted."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Most: TypeAlias = tuple[int, float]
"""So many in so many seconds."""


@dataclass(slots=True)
class Hidden:
    """`each`: in any one place; `altogether`: in all of them. `passed`: when what was let through was, place by place."""

    now: Callable[[], float]
    each: Most
    altogether: Most
    passed: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list[float]))
    refused: list[float] = field(default_factory=list[float])
    _all: deque[float] = field(default_factory=deque[float])

    def refuses(self, place: str) -> tuple[float, bool] | None:
        """Seconds until there is room again, and whether it was too much altogether; None: let through, and counted."""
        now = self.now()
        while self._all and self._all[0] <= now - self.altogether[1]:
            self._all.popleft()
        there = [at for at in self.passed[place][-self.each[0] :] if at > now - self.each[1]]
        if len(self._all) >= self.altogether[0]:
            self.refused.append(now)
            return self._all[-self.altogether[0]] + self.altogether[1] - now, True
        if len(there) >= self.each[0]:
            self.refused.append(now)
            return there[-self.each[0]] + self.each[1] - now, False
        self._all.append(now)
        self.passed[place].append(now)
        return None
