"""Dying at any moment: a store and a port that stop for ever at the boundary chosen beforehand, as a killed process does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

from bot.chat import Card, MessageRef, Person, Place
from bot.chat.port import Port
from bot.store import Store, Work
from bot.store.unit import T


@dataclass(slots=True)
class Fate:
    """`at`: the boundary to die at, counted from 1; None to live. `passed`: how many have been seen, `where`: the last one's name."""

    at: int | None = None
    passed: int = 0
    where: str = ""
    dead: asyncio.Event = field(default_factory=asyncio.Event)

    async def boundary(self, where: str) -> None:
        """Live on, or stop here and never come back."""
        if not self.dead.is_set():
            self.passed += 1
            self.where = where
            if self.passed == self.at:
                self.dead.set()
        if self.dead.is_set():
            await asyncio.Event().wait()

    async def lived(self, life: Awaitable[None]) -> bool:
        """Live it; whether it was lived to the end. Raises what it raises."""
        living = asyncio.ensure_future(life)
        dying = asyncio.ensure_future(self.dead.wait())
        await asyncio.wait({living, dying}, return_when=asyncio.FIRST_COMPLETED)
        dying.cancel()
        if self.dead.is_set():
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
            return False
        await living
        return True


class MortalStore:
    """A `Store` with a boundary before and after every commit."""

    def __init__(self, store: Store, fate: Fate) -> None:
        self.store, self.fate, self.beside = store, fate, store.beside

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        await self.fate.boundary("before a commit")
        value = await self.store.write(work)
        await self.fate.boundary("after a commit")
        return value

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        return await self.store.read(work)

    async def scrub(self) -> None:
        """As `Store.scrub`."""
        await self.store.scrub()

    async def present(self, number: int) -> None:
        """As `Store.present`."""

    async def close(self) -> None:
        """As `Store.close`."""
        await self.store.close()


class MortalPort:
    """A `Port` with a boundary before and after every call."""

    def __init__(self, port: Port, fate: Fate) -> None:
        self.port, self.fate = port, fate
        self.platform, self.remembers, self.direct_budget = port.platform, port.remembers, port.direct_budget

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        await self.fate.boundary("before a send")
        ref = await self.port.send(to, card, delivery)
        await self.fate.boundary("after a send")
        return ref

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`."""
        await self.fate.boundary("before an edit")
        await self.port.edit(ref, card)
        await self.fate.boundary("after an edit")

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`."""
        await self.fate.boundary("before a look")
        return await self.port.find(to, delivery)

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """As `Port.gather`."""
        return await self.port.gather(people, topic)
