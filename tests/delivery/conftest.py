"""A small delivery on a real database and a platform in memory, for one thing going wrong at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import outbox
from bot.chat import Card, Person, Place
from bot.community import groups, meetups, members, reminders
from bot.delivery import Delivery
from bot.delivery.dice import Dice
from bot.delivery.tell import PARKED
from bot.outbox import To
from bot.schema import Connection
from bot.store import Store, open_store
from tests.delivery.pretend import Platform, PlatformPort
from tests.stage import SUNDAY, StillClock

WORD = reminders.ALONE
CARD = meetups.CARD


@dataclass
class Desk:
    """The loop with its hands free: `say` plans a message, `settle` delivers what is due now, `rows` shows what became of it."""

    delivery: Delivery
    store: Store
    clock: StillClock
    there: Platform
    broken: set[str]

    async def say(self, ref: str, channel: int = 1, subject: str = "s", **about: Any) -> str:
        """Something to be said in a channel (1 or 2), now unless `due` says otherwise."""
        about = {"group": 1, "subject": subject, "due": self.clock.now(), **about}
        return await self.store.write(lambda conn: outbox.say(conn, WORD, ref, To(place=channel), **about))

    async def tell(self, ref: str, member: int, **about: Any) -> str:
        """Something to be told to a member."""
        about = {"group": 1, "subject": "s", "due": self.clock.now(), **about}
        return await self.store.write(lambda conn: outbox.say(conn, WORD, ref, To(member=member), **about))

    async def keep(self, ref: str, channel: int = 1) -> str:
        """A card to be kept true."""
        now = self.clock.now()
        return await self.store.write(lambda conn: outbox.keep(conn, CARD, ref, To(place=channel), group=1, subject="s", due=now))

    async def settle(self) -> None:
        """Deliver what is due at this moment."""
        await self.delivery.deliver_due()

    async def later(self, **by: float) -> None:
        """Time goes by, with the loop called whenever something is due."""
        until = self.clock.now() + timedelta(**by)
        while self.clock.now() < until:
            due = await self.delivery.next_due() or until
            self.clock.advance(max(timedelta(seconds=1), min(due, until) - self.clock.now()))
            await self.settle()

    async def row(self, id_: str) -> Any:
        """A row as it stands."""
        return await self.store.read(lambda conn: conn.execute(select(outbox.outbox).where(outbox.outbox.c.id == id_)).one())

    async def states(self) -> list[str]:
        """Of every row, by when it is due."""
        by_due = select(outbox.outbox.c.state).order_by(outbox.outbox.c.due_at)
        return await self.store.read(lambda conn: list(conn.execute(by_due).scalars()))

    async def state(self, id_: str) -> str:
        """Its state."""
        return str((await self.row(id_)).state)


def _setting(conn: Connection) -> None:
    group = groups.create(conn, SUNDAY, "Group", "Europe/London")
    for channel in ("a", "b"):
        groups.add_place(conn, group, Place("chat", "town", channel))
    groups.add_place(conn, group, Place("other", "town", "c"))
    for user in ("priya", "tom"):
        members.join(conn, SUNDAY, members.meet(conn, SUNDAY, Person("chat", "town", user, user)), group)
    members.appoint(conn, 1, group)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Priya (1) organises, Tom (2) does not; channels a (1) and b (2), and c (3) on another platform."""
    clock, broken = StillClock(), set[str]()
    store = await open_store(f"sqlite:///{tmp_path}/core.db")
    await store.write(_setting)

    async def word(ref: str) -> Card | None:
        if ref in broken:
            raise RuntimeError(ref)
        return Card(ref, f"as of {_minute(clock.now())}")

    delivery = Delivery(store, clock, {WORD.name: word, CARD.name: word, PARKED.name: word}, Dice("me", lambda: 1.0))
    there = Platform(clock)
    delivery.connect(PlatformPort(there))
    yield Desk(delivery, store, clock, there, broken)
    await delivery.stop()
    await store.close()


def _minute(at: datetime) -> str:
    return f"{at:%H:%M:%S}"
