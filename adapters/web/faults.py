"""Everything that goes wrong on real platforms, to be switched on here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from bot.chat import Unreachable
from bot.chat.errors import NotNow, Unreadable, Unsure


@dataclass(slots=True)
class Faults:
    """Set what should happen to the next things sent or edited; counts go down as they happen.

    `fail`: refused before anything happened. `lose`: done, but the reply is lost. `delay`: seconds before anything happens.
    `unreadable`: history can't be searched. `closed`: people whose direct messages are closed.
    """

    fail: int = 0
    lose: int = 0
    delay: float = 0.0
    unreadable: bool = False
    closed: set[str] = field(default_factory=set[str])

    async def before(self) -> None:
        """On the way in. Raises NotNow."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.fail:
            self.fail -= 1
            raise NotNow("The town is having a bad moment.", after=timedelta(0))

    def after(self) -> None:
        """On the way back. Raises Unsure."""
        if self.lose:
            self.lose -= 1
            raise Unsure("The town's reply was lost.")

    def looking(self) -> None:
        """Before history is searched. Raises Unreadable."""
        if self.unreadable:
            raise Unreadable("The town's history can't be read just now.")

    def writing_to(self, user: str, name: str) -> None:
        """Before a direct message. Raises Unreachable."""
        if user in self.closed:
            raise Unreachable(f"{name} doesn't take direct messages.")
