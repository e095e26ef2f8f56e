"""One of several processes on a database: it sends only while the others can see that it lives."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import structlog

from bot.delivery.loop import Delivery
from bot.store import Store, StoreError
from bot.store.presence import Presence

log = structlog.get_logger("wallflower.delivery")

AGAIN: Final = 1.0
"""Seconds between two tries to be seen again, or to have what another process is still letting go of."""
LETTING_GO: Final = 15.0
"""Seconds after which a process that died has let go for certain, wherever it was."""


class Standing:
    """Keeps a delivery's lease under a name the others can see, a new one each time it was lost."""

    def __init__(self, store: Store, delivery: Delivery, presence: Presence) -> None:
        self._store = store
        self._delivery = delivery
        self._presence = presence
        self._claimed: tuple[Sequence[int], int] | None = None
        delivery.take_up(presence.name)
        self._keeping = asyncio.create_task(self._keep())

    @classmethod
    async def stand(cls, store: Store, delivery: Delivery) -> Standing | None:
        """Be seen from now on; None where there can be no others. Raises StoreError."""
        presence = await store.present(secrets.randbits(64))
        return cls(store, delivery, presence) if presence else None

    async def claim(self, parts: Sequence[int], of: int, patience: float | None = None) -> str:
        """As `Presence.claim`, with some patience for whoever is just going; kept from then on."""
        why, tries = await self._presence.claim(parts, of), round((LETTING_GO if patience is None else patience) / AGAIN)
        while why and tries:
            await asyncio.sleep(AGAIN)
            why, tries = await self._presence.claim(parts, of), tries - 1
        self._claimed = None if why else (parts, of)
        return why

    async def end(self) -> None:
        """Be gone. What is still under way must have been finished."""
        self._keeping.cancel()
        with suppress(asyncio.CancelledError):
            await self._keeping
        await self._presence.close()

    async def _keep(self) -> None:
        while True:
            await self._presence.lost.wait()
            log.warning("the database can't be reached; others may take over what this process was sending")
            await self._delivery.let_go()
            await self._presence.close()
            self._presence = await self._again()
            if self._claimed and (why := await self._presence.claim(*self._claimed)):
                log.warning("another process has what this one was configured to have", why=why)
            self._delivery.take_up(self._presence.name)
            log.info("sending again", lease=self._presence.name)

    async def _again(self) -> Presence:
        while True:
            with suppress(StoreError):
                if presence := await self._store.present(secrets.randbits(64)):
                    return presence
            await asyncio.sleep(AGAIN)
