"""Sends what is due, once. Any process may die at any line of it.

A row is taken with a lease and marked `sending` in one transaction; then it is sent with its id travelling along; then `sent` is written.
Whoever finds a `sending` row whose owner is gone doesn't know the outcome, and looks for the id where it would be before sending again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.chat.port import Port
from bot.clock import Clock
from bot.delivery.courier import Courier
from bot.delivery.dice import Dice
from bot.delivery.hold import BEGIN_WITHIN, Hold
from bot.delivery.patience import Patient
from bot.delivery.render import Renderer
from bot.outbox import rows, settle
from bot.outbox.rows import Row
from bot.store import Store
from bot.tally import Tally

log = structlog.get_logger("wallflower.delivery")

LINES: Final = 256
"""Lines served at once: more than a few platforms that hang can fill, each having `AT_ONCE` calls under way."""
HAIR: Final = 0.00002
"""Seconds by which a pause on one clock may end before the row is due by the other; any more, and what comes after could overtake it."""
GRACE: Final = timedelta(seconds=3)
"""What is under way when told to stop may take this long; then it is let go, and looked for at the next start."""


class Delivery:
    """`deliver_due` does all the work; whoever calls it (the alarm, a test, a simulation) only says when."""

    def __init__(self, store: Store, clock: Clock, renderers: Mapping[str, Renderer], dice: Dice, tally: Tally | None = None) -> None:
        self.store = store
        self.clock = clock
        self.ports: dict[str, Port] = {}
        self.courier = Courier(store, clock, renderers, dice, self.ports, tally or Tally())
        self._lines: dict[str, asyncio.Task[None]] = {}
        self._paused: dict[str, float] = {}
        self._poked = asyncio.Event()
        self._taking = asyncio.Lock()
        self._stopping = False
        self._away = False

    @property
    def dice(self) -> Dice:
        """Its randomness, and the name its leases go by."""
        return self.courier.dice

    @dice.setter
    def dice(self, dice: Dice) -> None:
        self.courier.dice = dice

    def connect(self, port: Port) -> None:
        """From now on, rows for this platform can leave."""
        self.ports[port.platform] = Patient(port)

    def disconnect(self, platform: str) -> None:
        """Rows for this platform wait."""
        self.ports.pop(platform, None)

    async def recover(self, *, sole: bool) -> int:
        """At start: what was being sent when a process died has an unknown outcome. `sole`: every lease but ours is a dead one's."""
        now = self.clock.now()
        return await self.store.write(lambda conn: rows.recover(conn, now, self.dice.lease if sole else None))

    async def next_due(self) -> datetime | None:
        """When something is due next."""
        return await self.store.read(rows.next_due)

    async def deliver_due(self) -> int:
        """Send everything that is due now, and what falls due by it. Returns how many rows were taken.

        Raises what the store raises; what was taken by then is delivered all the same, or taken again later.
        """
        handled = 0
        while not self._stopping:
            self._poked.clear()
            if taken := await self._begin_what_is_due():
                handled += taken
            elif self._lines:
                await self._one_line_or_a_poke()
            else:
                break
        return handled

    async def stop(self) -> None:
        """Finish what is being sent, put back what is not begun, take nothing more."""
        self._stopping = True
        self.poke()
        async with self._taking:  # what is being taken at this moment becomes lines first
            lines = list(self._lines.values())
        if lines:
            _, hanging = await asyncio.wait(lines, timeout=GRACE.total_seconds())
            for line in hanging:
                line.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)

    async def let_go(self) -> None:
        """Send nothing more until `take_up`: others may be about to. What is under way is cut off, for whoever finds it to look for."""
        self._away = True
        lines = list(self._lines.values())
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)

    def take_up(self, lease: str) -> None:
        """Send, under this name."""
        self.dice = replace(self.dice, lease=lease)
        self._away = False
        self.poke()

    def poke(self) -> None:
        """Something new may be due: a slow line must not keep it waiting."""
        self._poked.set()

    async def _one_line_or_a_poke(self) -> None:
        poked = asyncio.ensure_future(self._poked.wait())
        try:
            await asyncio.wait([*self._lines.values(), poked], return_when=asyncio.FIRST_COMPLETED)
        finally:
            poked.cancel()

    # --- lines ------------------------------------------------------------------------------------------------------------------

    async def _begin_what_is_due(self) -> int:
        """Take rows and set off with them, as one step: two callers at once must never serve one line twice."""
        async with self._taking:
            if self._stopping or self._away or len(self._lines) >= LINES:
                return 0
            hold = Hold.now(self.clock)
            self._paused = {line: until for line, until in self._paused.items() if until > hold.since}
            busy, held = list(self._lines), list(self._paused)
            taken = await self.store.write(lambda conn: rows.take(conn, hold.at, self.dice.lease, busy=busy, held=held))
            if self._away:  # let go of meanwhile: they stay as they are, for whoever finds them
                return 0
            self._set_off(taken, hold)
            return len(taken)

    def _set_off(self, taken: Sequence[Row], hold: Hold) -> None:
        lines: dict[str, list[Row]] = {}
        for row in taken:
            lines.setdefault(row.line, []).append(row)
        for line, waiting in lines.items():
            task = asyncio.create_task(self._serve(line, waiting, hold))
            self._lines[line] = task
            task.add_done_callback(lambda _, line=line: self._lines.pop(line, None))

    async def _serve(self, line: str, waiting: Sequence[Row], hold: Hold) -> None:
        """One row after the other; one that can't be settled holds up what is about the same, a pause all of the line."""
        stuck: set[str] = set()
        for number, row in enumerate(waiting):
            if self._stopping or line in self._paused or hold.longer_than(BEGIN_WITHIN):
                await self._put_back(waiting[number:])
                return
            if row.subject in stuck:
                await self._put_back([row])
                continue
            verdict = await self.courier.handle(row, hold)
            if not verdict.settled:
                stuck.add(row.subject)
            if verdict.pause:
                self._paused[line] = self.clock.monotonic() + verdict.pause.total_seconds() - HAIR

    async def _put_back(self, waiting: Sequence[Row]) -> None:
        try:
            await self.store.write(lambda conn: settle.put_back(conn, waiting, self.dice.lease))
        except Exception:  # they stay in our hands, and the next to take finds them there
            log.exception("could not put back", rows=[row.id for row in waiting])
