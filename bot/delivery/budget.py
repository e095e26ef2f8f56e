"""How many people may be written to out of the blue: what a platform's guards still take for an honest bot.

Counted from what has been sent, so a restart doesn't begin anew. Whoever is over the budget waits until there is room again.
"""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta
from typing import Final

from bot.chat.errors import NotNow
from bot.chat.port import Port
from bot.outbox import rows
from bot.store import Store

DAY: Final = timedelta(days=1)


class Budget:
    """Direct messages sent, platform by platform."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sent: dict[str, deque[datetime]] = {}
        self._turn = asyncio.Lock()

    async def spend(self, port: Port, now: datetime) -> None:
        """Count one more. Raises NotNow, with how long until there is room, when that is one too many."""
        if not port.direct_budget:
            return
        async with self._turn:
            if port.platform not in self._sent:
                self._sent[port.platform] = deque(await self._store.read(lambda conn: rows.direct(conn, port.platform, now - DAY)))
            sent = self._sent[port.platform]
            while sent and sent[0] <= now - DAY:
                sent.popleft()
            for span, most in port.direct_budget.items():
                recent = [at for at in sent if at > now - span]
                if len(recent) >= most:
                    words = f"{most} direct messages in {span.total_seconds() / 3600:.0f} hours is the most this platform may be asked for"
                    raise NotNow(words, recent[-most] + span - now)
            sent.append(now)
