"""How fast a platform may be asked. Its limits are told too late or never, and change: we begin politely and learn from each "slow down".

Times are seconds of one clock that never goes back.
"""

from __future__ import annotations

from collections import defaultdict
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from typing import Final

urgent: ContextVar[bool] = ContextVar("urgent", default=False)
"""Whether what is being said answers somebody who waits. The delivery loop says so, and a lane lets it go first."""

PROBE: Final = 300
"""Turns well taken before a slightly faster pace is tried; each time that was too fast, twice as many."""
EASING: Final = 0.85
SLOWING: Final = {True: 1.25, False: 1.5}
"""By how much at least, where a lane is `told` what would be right and where it has to guess."""
SLOWEST: Final = 8
"""Times as slow as usual, at most."""
MOST: Final = 4096
"""Lanes remembered."""
LATELY: Final = 60.0
"""Seconds in which two lanes of a sort were told to slow down: then it is not for the one alone."""


@dataclass(slots=True)
class Lane:
    """Turns of one kind, `usual` seconds apart; so many of a `burst` at once, and as many more of a `reserve` for what is urgent.

    `told`: how long it is asked to wait tells how far apart turns have to be. So it is where one place is limited; of all places together
    so many are taken in a longer time. `interval` is what has been learnt; `free`: when the next turn would be due if none were taken in a
    burst; `closed`: until when there is none at all.
    """

    usual: float
    burst: int = 1
    reserve: int = 0
    told: bool = True
    interval: float = 0.0
    free: float = 0.0
    closed: float = 0.0
    _turns: tuple[float, float] = (-inf, -inf)
    _well: int = 0
    _probe: int = PROBE
    _eased: bool = False

    def __post_init__(self) -> None:
        self.interval = max(self.interval, self.usual)

    def wait(self, now: float, *, apart: float = 0.0) -> float:
        """Seconds until a turn may be taken. `apart`: how far turns must be from one another for other reasons."""
        at_once, each = self.burst - 1 + self._spare(now), max(self.interval, apart)
        # Counted from the last turn too: what has been learnt since holds for the next one already.
        free = self.free - at_once * each if at_once else max(self.free, self._turns[1] + each)
        return max(0.0, self.closed - now, free - now)

    def _spare(self, now: float) -> int:
        """The reserve for what is urgent. After a refusal it is empty, and comes back turn by turn."""
        return min(self.reserve, int(max(now - self.closed, 0.0) / self.interval)) if urgent.get() else 0

    def too_early(self, now: float, turn: float, *, apart: float = 0.0) -> float:
        """Seconds by which a turn taken for `turn` comes too early by what was learnt since: asked by whoever has waited for it."""
        alone = self.burst == 1 and not self._spare(now) and self._turns[1] == turn
        return max(0.0, self.closed - now, self._turns[0] + max(self.interval, apart) - now if alone else 0.0)

    def give_back(self, turn: float) -> None:
        """A turn that nothing came of is not one to count from."""
        if self._turns[1] == turn:
            self._turns = (self._turns[0], self._turns[0])

    def take(self, now: float, *, apart: float = 0.0) -> None:
        """Take it."""
        self.free = max(self.free, now) + max(self.interval, apart)
        self._turns = (self._turns[1], now)
        self._well += 1
        if self._well >= self._probe and self.interval > self.usual:
            self.interval, self._well, self._eased = max(self.usual, self.interval * EASING), 0, True

    @property
    def last(self) -> float:
        """When the last turn was taken for."""
        return self._turns[1]

    @property
    def since(self) -> float:
        """Seconds between the last turn taken and the one before it."""
        before, last = self._turns
        return last - before if before > -inf else inf

    def slow(self, now: float, after: float) -> None:
        """That was too fast: nothing for so long, no bursts from now on, and turns as far apart as would have been right."""
        if now >= self.closed:  # what was under way at the same time tells us nothing new
            if self._eased:
                self._probe = min(self._probe * 2, PROBE * SLOWEST)
            enough = self.since + after if self.told and self.since < inf else 0.0
            self.interval = min(max(self.interval * SLOWING[self.told], enough), self.usual * SLOWEST)
            self._well, self._eased = 0, False
        self.closed, self.burst = max(self.closed, now + after), 1
        self.free = min(self.free, self.closed)
        self.give_back(self._turns[1])


@dataclass(slots=True)
class Lanes:
    """Lanes of one sort, such as channels. What two of them learn in a minute is taken to hold for all."""

    usual: float
    burst: int = 1
    reserve: int = 0
    _lanes: dict[str, Lane] = field(default_factory=dict[str, Lane])
    _slowed: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _apart: float = 0.0
    _well: int = 0

    def wait(self, key: str, now: float) -> float:
        """As `Lane.wait`."""
        return self._lane(key).wait(now, apart=self._apart)

    def too_early(self, key: str, now: float, turn: float) -> float:
        """As `Lane.too_early`."""
        return self._lane(key).too_early(now, turn, apart=self._apart)

    def give_back(self, key: str, turn: float | None = None) -> None:
        """As `Lane.give_back`; the last one, where it isn't said which."""
        lane = self._lane(key)
        lane.give_back(lane.last if turn is None else turn)

    def take(self, key: str, now: float) -> None:
        """As `Lane.take`."""
        self._lane(key).take(now, apart=self._apart)
        self._well += 1
        if self._well >= PROBE * 4:
            self._apart, self._well = self._apart * EASING, 0

    def since(self, key: str) -> float:
        """As `Lane.since`."""
        return self._lane(key).since

    def slow(self, key: str, now: float, after: float) -> None:
        """As `Lane.slow`."""
        lane = self._lane(key)
        lane.slow(now, after)
        self._slowed = defaultdict(float, {each: at for each, at in self._slowed.items() if at > now - LATELY})
        self._slowed[key] = now
        if len(self._slowed) > 1:
            self.burst, self._apart, self._well = 1, max(self._apart, lane.interval), 0
            for each in self._lanes.values():
                each.burst = 1

    def _lane(self, key: str) -> Lane:
        if key not in self._lanes:
            if len(self._lanes) >= MOST:
                del self._lanes[next(iter(self._lanes))]
            self._lanes[key] = Lane(self.usual, self.burst, self.reserve)
        return self._lanes[key]
