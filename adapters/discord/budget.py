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
    """Paces new sessions: the first at once (one for each shard, 5 seconds apart), then 5, 10, 15, 15 … while they keep failing.

    After 60 in an hour, 30 seconds apart and then 45: people wait longer, but an hour stays under 100 and a bad day is survived.
    """

    def __init__(self, clock: Clock, shards: int = 1) -> None:
        self._clock = clock
        shards = max(1, shards)
        # The library gives a connection 60 seconds altogether.
        self._paces = (
            Pace(clock, window=600.0, free=shards, first=5.0, longest=15.0),
            Pace(clock, window=3600.0, free=60 * shards, first=30.0, longest=45.0),
        )
        self._left = 1000
        self._renewed = 0.0
        self._waited = False

    def learn(self, left: int, reset_after: float) -> None:
        """What Discord says: so many left, renewed after so many seconds."""
        self._left = left
        self._renewed = self._clock.monotonic() + reset_after

    def must_have(self) -> None:
        """Raise OutOfIdentifies when today's sessions are nearly spent."""
        now = self._clock.monotonic()
        if self._left <= RESERVE and now < self._renewed:
            raise OutOfIdentifies(self._renewed - now)

    def turn(self, *, first: bool) -> float:
        """Take a turn before the socket is opened: how many seconds to wait. `spend` then waits no more.

        To wait on an open socket would be to learn only afterwards that it died meanwhile.
        """
        if self._waited:
            return 0.0  # the socket before this one never opened
        self._waited = True
        return max(0.0 if first else 5.0, *[pace.turn() for pace in self._paces])

    async def spend(self, *, first: bool) -> None:
        """Begin a session, when it is time. Raises OutOfIdentifies."""
        self.must_have()
        self._left -= 1
        if not self._waited:
            await asyncio.sleep(self.turn(first=first))
        self._waited = False
