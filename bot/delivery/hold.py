"""For how long a row has been in our hands: whoever holds it too long may not be the only one any more.

A process may be stopped at any line for any time (a machine that is put to sleep, moved or starved) and go on as if nothing had been. By
then another may have taken over what it held. Writing is refused by the lease in the database; sending is refused here, by looking at
the clocks just before anything leaves, and by the time limit on the call itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat.errors import NotNow
from bot.clock import Clock
from bot.delivery.patience import CALL, TURN
from bot.outbox.rows import LEASE

BEGIN_WITHIN: Final = LEASE - 2 * CALL - timedelta(seconds=10)
"""A row taken longer ago than this is not begun: its lease could run out on the way."""
SEND_WITHIN: Final = LEASE - CALL - TURN - timedelta(seconds=4)
"""Nothing of a row taken longer ago than this leaves: the call could end after the lease has."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Since when rows are ours, by both clocks: one stands still while a laptop sleeps, the other can be put back."""

    clock: Clock
    at: datetime
    since: float

    @classmethod
    def now(cls, clock: Clock) -> Hold:
        """From this moment on."""
        return cls(clock, clock.now(), clock.monotonic())

    def longer_than(self, limit: timedelta) -> bool:
        """Whether they have been ours for longer than that."""
        return max(timedelta(seconds=self.clock.monotonic() - self.since), self.clock.now() - self.at) > limit

    def must_last(self) -> None:
        """Raise NotNow when something sent now could arrive after somebody else took over."""
        if self.longer_than(SEND_WITHIN):
            raise NotNow("held for too long to be sure that nobody else has it")
