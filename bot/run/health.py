"""Whether it is well, for whatever watches over it (`bot.run.asked` serves it).

Live: the process turns its loop. Ready: the database answers, so whatever comes in can be done. Degraded: it works, and something keeps
it from working well; each reason is one line. Numbers only: nothing here names a person, a group or a place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.outbox.overview import Overview, overview
from bot.run.house import House

BEHIND: Final = timedelta(seconds=120)
"""What is due and has not left for so long is late: after an outage of up to six hours everything is to have left by then."""
ANSWER: Final = 2.0
"""Seconds the database may take to answer before we are not ready."""


@dataclass(frozen=True, slots=True)
class Health:
    """How it stands. `ready` with reasons is degraded; not ready, the first reason says why."""

    ready: bool
    reasons: tuple[str, ...]
    outbox: Overview | None = None

    @property
    def words(self) -> str:
        """`ok`, `degraded` or `not ready`."""
        return "not ready" if not self.ready else "degraded" if self.reasons else "ok"


@dataclass(slots=True)
class Watcher:
    """Looks at a house, and at which platforms it is connected to: `platforms` is a name and whether it is up, asked anew each time."""

    house: House
    platforms: dict[str, Callable[[], bool]] = field(default_factory=dict[str, Callable[[], bool]])

    async def look(self) -> Health:
        """How it stands now. Never raises."""
        now = self.house.clock.now()
        try:
            async with asyncio.timeout(ANSWER):
                stands = await self.house.store.read(lambda conn: overview(conn, now))
        except Exception as broken:  # noqa: BLE001  whatever it is, the one who asks must hear that the database doesn't answer
            return Health(ready=False, reasons=(f"the database does not answer ({type(broken).__name__})",))
        return Health(ready=True, reasons=tuple(self._reasons(stands, now)), outbox=stands)

    def _reasons(self, stands: Overview, now: datetime) -> Iterable[str]:
        if trouble := self.house.alarm.trouble:
            yield f"the database can be read and takes nothing ({trouble}); what is due waits"
        for name, up in self.platforms.items():
            if not up():
                yield f"not connected to {name}; what is due there waits"
        if stands.since and now - stands.since > BEHIND:
            yield f"{stands.due} due and not sent, the oldest for {int((now - stands.since).total_seconds())} s"
        if stands.trying and stands.tried_since and now - stands.tried_since > BEHIND:
            seconds = int((now - stands.tried_since).total_seconds())
            yield f"{stands.trying} refused for the moment and tried again, the oldest due {seconds} s ago"
        if stands.parked:
            yield f"{stands.parked} could not be delivered and wait for an organiser"
