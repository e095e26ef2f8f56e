"""How fast we may speak on Slack: about one message a second in a channel, short bursts allowed, a few hundred a minute in all.

Other methods have tiers. All of it is approximate and changes: https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from math import inf
from typing import Final

from bot.chat.errors import NotNow
from bot.pace import Lane, Lanes

PATIENCE: Final = 1.5
"""Seconds worth waiting for a turn; longer, and somebody else should go first."""
SELDOM: Final = 3.0
"""Seconds since a channel's last message after which one more can't be too much for the channel: it was too much for them all."""


class Pace:
    """Lanes by what is limited together: a channel for messages, all messages, a method for the rest."""

    def __init__(self) -> None:
        self._channels = Lanes(usual=1.05, burst=5, reserve=4)
        self._messages = Lane(usual=0.125, burst=40, reserve=20, told=False)
        self._methods = Lanes(usual=1.2, burst=20, reserve=10)

    async def turn(self, method: str, channel: str = "") -> None:
        """Wait for a turn. Raises NotNow when it is too far off, saying how far."""
        loop, posting = asyncio.get_running_loop(), method == "chat.postMessage"
        now, lanes, key = loop.time(), self._channels if posting else self._methods, channel if posting else method
        wait = max(lanes.wait(key, now), self._messages.wait(now) if posting else 0.0)
        if wait > PATIENCE:
            raise _not_for(wait)
        turn = now + wait
        lanes.take(key, turn)
        if posting:
            self._messages.take(turn)
        if wait:
            await asyncio.sleep(wait)
            now = loop.time()
            early = max(lanes.too_early(key, now, turn), self._messages.closed - now if posting else 0.0)
            if early > 0:
                lanes.give_back(key, turn)
                raise _not_for(early)

    def slow(self, method: str, channel: str, after: timedelta) -> None:
        """Slack answered that this was too fast. It does not say for what: the channel, or all of them."""
        now, seconds = asyncio.get_running_loop().time(), after.total_seconds()
        if method != "chat.postMessage":
            self._methods.slow(method, now, seconds)
        elif SELDOM < self._channels.since(channel) < inf:
            self._messages.slow(now, seconds)
            self._channels.give_back(channel)
        else:
            self._channels.slow(channel, now, seconds)


def _not_for(seconds: float) -> NotNow:
    return NotNow("Slack asks us to slow down.", timedelta(seconds=seconds))
