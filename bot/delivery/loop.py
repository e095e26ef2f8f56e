"""Sends what is due, once. Any process may die at any line of it.

A row is taken with a lease and marked `sending` in one transaction; then it is sent with its id travelling along; then `sent` is written.
Whoever finds a `sending` row whose owner is gone doesn't know the outcome, and looks for the id where it would be before sending again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from bot.schema import Connection

from bot.chat.errors import Never, NotNow, PortError, Unreachable, Unreadable, Unsure
from bot.chat.people import MessageRef
from bot.chat.port import Port
from bot.clock import Clock
from bot.delivery import tell
from bot.outbox import KINDS, rows
from bot.delivery.address import Address, address
from bot.delivery.render import Renderer, card_for
from bot.outbox.rows import LEASE, Row
from bot.store import Store

log = structlog.get_logger("wallflower.delivery")

LOOK_AFTER: Final = timedelta(seconds=2)
"""A message whose reply was lost may take a moment to show in history."""
LINES: Final = 32
"""Lines served at once."""


@dataclass(frozen=True, slots=True)
class Dice:
    """The loop's randomness: `lease` names this process, `jitter` gives numbers in [0, 1]."""

    lease: str
    jitter: Callable[[], float]


class Delivery:
    """`deliver_due` does all the work; whoever calls it (the alarm, a test, a simulation) only says when."""

    def __init__(self, store: Store, clock: Clock, renderers: Mapping[str, Renderer], dice: Dice) -> None:
        self.store = store
        self.clock = clock
        self.renderers = renderers
        self.dice = dice
        self.ports: dict[str, Port] = {}
        self._lines: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, datetime] = {}
        self._poked = asyncio.Event()

    def connect(self, port: Port) -> None:
        """From now on, rows for this platform can leave."""
        self.ports[port.platform] = port

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
        """Send everything that is due now, and what falls due by it. Returns how many rows were handled."""
        handled = 0
        while True:
            taken = await self._take()
            handled += len(taken)
            if taken:
                self._serve(taken)
            elif not self._lines:
                return handled
            await self._one_line_or_a_poke()

    async def stop(self) -> None:
        """Finish what is being sent."""
        while self._lines:
            await asyncio.wait(list(self._lines.values()))

    def poke(self) -> None:
        """Something new may be due: a slow line must not keep it waiting."""
        self._poked.set()

    async def _one_line_or_a_poke(self) -> None:
        self._poked.clear()
        poked = asyncio.ensure_future(self._poked.wait())
        await asyncio.wait([*self._lines.values(), poked], return_when=asyncio.FIRST_COMPLETED)
        poked.cancel()

    # --- lines ------------------------------------------------------------------------------------------------------------------

    async def _take(self) -> list[Row]:
        now = self.clock.now()
        self._held = {line: until for line, until in self._held.items() if until > now}
        if len(self._lines) >= LINES:
            return []
        busy = {*self._lines, *self._held}
        return await self.store.write(lambda conn: rows.take(conn, now, self.dice.lease, busy=busy))

    def _serve(self, taken: list[Row]) -> None:
        lines: dict[str, list[Row]] = {}
        for row in taken:
            lines.setdefault(row.line, []).append(row)
        for line, waiting in lines.items():
            task = asyncio.create_task(self._serve_line(line, waiting))
            self._lines[line] = task
            task.add_done_callback(lambda _, line=line: self._lines.pop(line, None))

    async def _serve_line(self, line: str, waiting: list[Row]) -> None:
        taken_at = self.clock.now()
        stuck: set[str] = set()
        for number, row in enumerate(waiting):
            tired = self.clock.now() - taken_at > LEASE / 2
            if tired or line in self._held:
                await self._put_back(waiting[number:])
                return
            if row.subject in stuck:
                await self._put_back([row])
            elif not await self._handle(row):
                stuck.add(row.subject)

    async def _put_back(self, waiting: list[Row]) -> None:
        now = self.clock.now()
        await self.store.write(lambda conn: rows.put_back(conn, now, waiting, self.dice.lease))

    # --- one row ----------------------------------------------------------------------------------------------------------------

    async def _handle(self, row: Row) -> bool:
        """One row, whatever happens. Returns whether it is settled; this is the loop's error boundary."""
        try:
            if row.mode == "do":
                await self._run(row)
            else:
                await self._deliver(row)
        except NotNow as busy:
            await self._again(row, busy, look=row.look)
            return False
        except (Unsure, Unreadable) as unsure:
            await self._unsure(row, unsure)
            return False
        except Never as never:
            await self._park(row, never)
        except Exception as broken:  # noqa: BLE001  the loop's one boundary: a row that breaks must not stop the others
            log.error("broke", row=row.id, kind=row.kind, exc_info=broken)
            await self._again(row, NotNow(f"{type(broken).__name__}: broke on our side"), look=row.look)
            return False
        return True

    async def _run(self, row: Row) -> None:
        now = self.clock.now()

        def work(conn: Connection) -> None:
            if hook := KINDS[row.kind].run:
                hook(conn, now, row.ref)
            rows.sent(conn, now, row, "", self.dice.lease)

        await self.store.write(work)

    async def _deliver(self, row: Row) -> None:
        now = self.clock.now()
        if not row.look and row.useful_until is not None and now > row.useful_until:
            await self._drop(row, "too late to be of use")
            return
        to = await self.store.read(lambda conn: address(conn, row, self.ports))
        port = self.ports[to.platform]
        if row.message is not None:
            await self._edit(row, to, port)
        elif not row.look or not await self._found(row, to, port):
            await self._send(row, to, port)

    async def _found(self, row: Row, to: Address, port: Port) -> bool:
        """Whether an earlier attempt did arrive. Raises Unreadable when nobody can tell, unless sending again can do no harm."""
        try:
            found = await port.find(to.to, row.id)
        except Unreadable:
            if row.tried_at is None or self.clock.now() - row.tried_at >= port.remembers:
                raise
            return False
        if found is None:
            return False
        await self._sent(row, found)
        return True

    async def _send(self, row: Row, to: Address, port: Port) -> None:
        now = self.clock.now()
        if row.useful_until is not None and now > row.useful_until:
            await self._drop(row, "too late to be of use")
            return
        card = await card_for(self.store, self.renderers, row, to.where, now)
        if card is None:
            await self._drop(row, "no longer applies")
            return
        await self._sent(row, await port.send(to.to, card, row.id))

    async def _edit(self, row: Row, to: Address, port: Port) -> None:
        """Doing it again does no harm, so an unknown outcome is simply done again."""
        card = await card_for(self.store, self.renderers, row, to.where, self.clock.now())
        if card is None or row.message is None:
            await self._drop(row, "no longer applies")
            return
        ref = MessageRef.read(row.message)
        await port.edit(ref, card)
        await self._sent(row, ref)

    # --- what became of it ------------------------------------------------------------------------------------------------------

    async def _sent(self, row: Row, ref: MessageRef) -> None:
        now = self.clock.now()
        await self.store.write(lambda conn: rows.sent(conn, now, row, str(ref), self.dice.lease))

    async def _drop(self, row: Row, why: str) -> None:
        await self.store.write(lambda conn: rows.dropped(conn, row, why, self.dice.lease))

    async def _again(self, row: Row, why: PortError, *, look: bool) -> None:
        now = self.clock.now()
        wait = rows.back_off(row.attempts, self.dice.jitter())
        if isinstance(why, NotNow) and why.after:
            wait = why.after
            self._held[row.line] = now + why.after
        await self.store.write(lambda conn: rows.again(conn, now, row, wait=wait, why=str(why), lease=self.dice.lease, look=look, tried=False))

    async def _unsure(self, row: Row, why: PortError) -> None:
        """The reply was lost: look for it soon. History can't be read: look again, and after a while ask a person."""
        if isinstance(why, Unreadable) and row.attempts >= _LOOKS:
            await self._park(row, Never("It may have been posted, but I could not look. Please check, and post it by hand if it is missing."))
            return
        now = self.clock.now()
        wait = max(LOOK_AFTER, rows.back_off(row.attempts, self.dice.jitter()) if row.attempts else LOOK_AFTER)
        tried = isinstance(why, Unsure)
        await self.store.write(lambda conn: rows.again(conn, now, row, wait=wait, why=str(why), lease=self.dice.lease, look=True, tried=tried))

    async def _park(self, row: Row, never: Never) -> None:
        now = self.clock.now()
        closed = isinstance(never, Unreachable)

        def work(conn: Connection) -> None:
            if rows.parked(conn, now, row, never.words, self.dice.lease):
                tell.organisers(conn, now, row, closed=closed)

        await self.store.write(work)


_LOOKS: Final = 5
"""Looks at a history that can't be read, about a minute in all, before a person is asked."""
