"""New sessions are counted: Discord resets the token of a bot that begins more than 1,000 a day.

https://docs.discord.com/developers/events/gateway#session-start-limit-object. Discord keeps the count itself and says it before every
connection, so nothing of ours has to remember it over a crash. On top of that, sessions begun one after another come ever more slowly.
"""

from __future__ import annotations

import asyncio
from collections import deque

import discord

from bot.clock import Clock

RESERVE = 50
"""Sessions left untouched, for a person to start the bot again by hand."""


class OutOfIdentifies(discord.DiscordException):
    """No new session for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no new session for {seconds:.0f} s")
        self.seconds = seconds


class Pace:
    """Things that are fine now and then and rude in a row: the first `free` within `window` seconds at once, then ever longer pauses."""

    def __init__(self, clock: Clock, *, window: float, free: int, first: float, longest: float) -> None:
        self._clock = clock
        self._window = window
        self._free = free
        self._first = first
        self._longest = longest
        self._turns: deque[float] = deque()

    def turn(self) -> float:
        """Take a turn: how many seconds to wait before it."""
        now = self._clock.monotonic()
        while self._turns and self._turns[0] <= now - self._window:
            self._turns.popleft()
        over = len(self._turns) - self._free
        self._turns.append(now)
        return min(self._longest, self._first * 2.0 ** min(over, 30)) if over >= 0 else 0.0


class IdentifyBudget:
    """Paces new sessions: the first at once (one for each shard, 5 seconds apart), then 5, 10, 20, 40, 50 … while they keep failing."""

    def __init__(self, clock: Clock, shards: int = 1) -> None:
        self._clock = clock
        # The library gives a connection 60 seconds altogether.
        self._pace = Pace(clock, window=600.0, free=max(1, shards), first=5.0, longest=50.0)
        self._left = 1000
        self._renewed = 0.0

    def learn(self, left: int, reset_after: float) -> None:
        """What Discord says: so many left, renewed after so many seconds."""
        self._left = left
        self._renewed = self._clock.monotonic() + reset_after

    def must_have(self) -> None:
        """Raise OutOfIdentifies when today's sessions are nearly spent."""
        now = self._clock.monotonic()
        if self._left <= RESERVE and now < self._renewed:
            raise OutOfIdentifies(self._renewed - now)

    async def spend(self, *, first: bool) -> None:
        """Begin a session, when it is time. Raises OutOfIdentifies."""
        self.must_have()
        self._left -= 1
        await asyncio.sleep(max(self._pace.turn(), 0.0 if first else 5.0))
