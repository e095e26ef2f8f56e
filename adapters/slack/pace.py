"""How fast we may speak. Slack's limits are approximate and change, so we start polite and learn from every "slow down".

About one message a second in a channel, short bursts allowed; other methods have tiers.
https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.chat.errors import NotNow

PATIENCE: Final = 1.5
"""Seconds worth waiting for a turn; longer, and somebody else should go first."""
EASING: Final = 0.99
"""After each call that went well, the interval creeps back to what it was."""


@dataclass(slots=True)
class _Lane:
    """Turns of one kind. `free`: when the next turn would be due if none were taken in a burst, in seconds of the loop's clock."""

    usual: float
    burst: int
    interval: float
    free: float = 0.0
    closed: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a turn may be taken."""
        return max(0.0, self.closed - now, self.free - now - (self.burst - 1) * self.interval)

    def take(self, now: float) -> None:
        """Take it."""
        self.free = max(self.free, now) + self.interval
        self.interval = max(self.usual, self.interval * EASING)

    def slow(self, now: float, after: float) -> None:
        """Slack said so: no bursts from now on, and a little slower."""
        self.closed = now + after
        self.burst = 1
        self.interval = min(self.interval * 1.25, self.usual * 8)


class Pace:
    """Lanes by what is limited together: a channel for messages, a method for the rest."""

    def __init__(self) -> None:
        self._channels: dict[str, _Lane] = defaultdict(lambda: _Lane(usual=1.0, burst=5, interval=1.0))
        self._methods: dict[str, _Lane] = defaultdict(lambda: _Lane(usual=1.2, burst=20, interval=1.2))

    def _lane(self, method: str, channel: str) -> _Lane:
        return self._channels[channel] if method == "chat.postMessage" else self._methods[method]

    async def turn(self, method: str, channel: str = "") -> None:
        """Wait for a turn. Raises NotNow when it is too far off, saying how far."""
        loop = asyncio.get_running_loop()
        lane = self._lane(method, channel)
        wait = lane.wait(loop.time())
        if wait > PATIENCE:
            raise NotNow("Slack asks us to slow down.", timedelta(seconds=wait))
        lane.take(loop.time() + wait)
        if wait:
            await asyncio.sleep(wait)

    def slow(self, method: str, channel: str, after: timedelta) -> None:
        """Slack answered that this was too fast."""
        self._lane(method, channel).slow(asyncio.get_running_loop().time(), after.total_seconds())
