"""A port, with limits: no call takes for ever, and one slow platform can't keep every other waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog

from bot.chat import Card, Occasion
from bot.chat.errors import NotNow, PortError, Unreadable, Unsure
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Port
from bot.pace import urgent

log = structlog.get_logger("wallflower.delivery")

CALL: Final = timedelta(seconds=15)
"""The longest any one call may take. A row may need two (look, then send), which together must fit well within its lease."""
AT_ONCE: Final = 16
"""Calls of one platform at once; whoever doesn't get a turn soon comes back later, and lets lines of other platforms be served."""
ORDINARY: Final = 12
"""Of these, those that answer nobody who waits."""
TURN: Final = timedelta(seconds=1)


class Patient:
    """A `Port` that always answers in time and in a `PortError`'s words: whatever it was, silence included, it is never just lost."""

    def __init__(self, port: Port, call: timedelta = CALL, turn: timedelta = TURN) -> None:
        self.port = port
        self.platform = port.platform
        self.remembers = port.remembers
        self.direct_budget = port.direct_budget
        self._call = call.total_seconds()
        self._turn = turn
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._ordinary = asyncio.Semaphore(ORDINARY)

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`; a call that breaks or hangs is Unsure."""
        async with self._within("send", Unsure):
            return await self.port.send(to, card, delivery)

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`; a call that breaks or hangs is Unsure."""
        async with self._within("edit", Unsure):
            await self.port.edit(ref, card)

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`; a call that breaks is Unreadable, one that hangs or is unsure of itself NotNow: it does no harm to look again."""
        try:
            async with self._within("find", Unreadable):
                return await self.port.find(to, delivery)
        except Unsure as unsure:
            raise NotNow(str(unsure)) from unsure

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """As `Port.gather`; a call that breaks or hangs is Unsure."""
        async with self._within("gather", Unsure):
            return await self.port.gather(people, topic)

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """As `Port.stage`; a call that breaks or hangs is Unsure."""
        async with self._within("stage", Unsure):
            return await self.port.stage(under, occasion, there)

    @asynccontextmanager
    async def _within(self, what: str, otherwise: type[PortError]) -> AsyncGenerator[None]:
        async with AsyncExitStack() as turns:
            for each in (self._turns,) if urgent.get() else (self._ordinary, self._turns):
                await self._take(each)
                turns.callback(each.release)
            try:
                async with asyncio.timeout(self._call):
                    yield
            except PortError:
                raise
            except TimeoutError as silence:
                raise Unsure(f"{self.platform} did not answer in time") from silence
            except Exception as broken:
                log.exception("port broke", platform=self.platform, call=what)
                raise otherwise(f"{type(broken).__name__} while talking to {self.platform}") from broken

    async def _take(self, turns: asyncio.Semaphore) -> None:
        try:
            async with asyncio.timeout(self._turn.total_seconds()):
                await turns.acquire()
        except TimeoutError:
            raise NotNow(f"{self.platform} has its hands full", self._turn) from None
