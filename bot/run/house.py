"""The parts of the core, put together: a store, a clock, the door, the loop."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Self

from bot.app import App
from bot.chat import Cog
from bot.chat.port import Port
from bot.clock import Clock
from bot.community.person_data import Ledger, again_after_restore, forget_old
from bot.delivery import Delivery
from bot.delivery.alarm import TICK, Alarm
from bot.delivery.dice import Dice
from bot.delivery.standing import Standing
from bot.drafts import tidy
from bot.store import Store, StoreError, open_store
from bot.tally import Tally

TIDY = timedelta(hours=1)


def dice(seed: int | None = None) -> Dice:
    """A process's randomness: its own, or a seeded one for simulations."""
    source = random.Random(seed)  # noqa: S311  jitter guards nothing
    return Dice(secrets.token_hex(8) if seed is None else f"{source.getrandbits(64):016x}", source.random)


class House:
    """One running core. `connect` ports to it; adapters are handed `app`."""

    def __init__(
        self, store: Store, clock: Clock, cogs: Sequence[type[Cog]], randomness: Dice | None = None, tick: timedelta = TICK
    ) -> None:
        self.store = store
        self.clock = clock
        self.tally = Tally()
        self.app = App(store, clock, cogs, tally=self.tally)
        self.delivery = Delivery(store, clock, self.app.registry.renderers, randomness or dice(), self.tally)
        self.alarm = Alarm(self.delivery, clock, tick=tick)
        self.app.wake = self.alarm.ring
        self.standing: Standing | None = None

    @classmethod
    async def open(
        cls, url: str, clock: Clock, cogs: Sequence[type[Cog]] | None = None, *, sole: bool = True, tick: timedelta = TICK
    ) -> Self:
        """A core on this database. Raises what `open_store` raises, and DeclarationError."""
        if cogs is None:
            from cogs import COGS  # all features, unless a test brings its own

            cogs = COGS
        house = cls(await open_store(url, sole=sole), clock, cogs, tick=tick)
        house.alarm.sole = sole and url.startswith("sqlite")  # PostgreSQL is meant for many at once: their leases are not ours to end
        house.standing = await Standing.stand(house.store, house.delivery)
        return house

    def connect(self, port: Port) -> None:
        """Deliveries for this platform leave from now on."""
        self.delivery.connect(port)
        self.alarm.ring()

    async def settle(self) -> datetime | None:
        """Deliver what is due until nothing more is. Says when something is due next."""
        while await self.delivery.deliver_due():
            pass
        return await self.delivery.next_due()

    async def tidy(self) -> None:
        """Forget what has been kept as long as is said of it, event ids older than a day among it."""
        now = self.clock.now()
        await self.store.write(lambda conn: tidy(conn, now))
        if await self.store.write(lambda conn: forget_old(conn, now)):
            with suppress(StoreError):  # somebody reads for long: the next tidying tries again
                await self.store.scrub()

    async def erase_again(self) -> int:
        """At start: whoever was erased, and is back with an older copy of the database, is erased again. Returns how many.

        Raises ValueError when the list of erasures can't be read: better not to start than to bring people back.
        """
        now, ledger = self.clock.now(), Ledger.beside(self.store.beside)
        erased = await self.store.write(lambda conn: again_after_restore(conn, now, ledger))
        if erased:
            await self.store.scrub()
        return erased

    async def close(self) -> None:
        """Finish what is being worked on and let go of the database."""
        await self.app.drain()
        await self.delivery.stop()
        if self.standing:
            await self.standing.end()
        await self.store.close()
