"""Thousands of messages due at once, on a platform whose limits nobody told the bot, and which change meanwhile.

Real gateways, the real core and loop; judged by what the platform let through, refused, and holds in the end.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import quantiles
from typing import Final, Protocol

from bot import outbox
from bot.chat import Place
from bot.community import changing, goals, groups, reminders
from bot.outbox import Kind, To
from bot.pace import Lane
from bot.run.house import House
from bot.schema import Connection
from tests.loopback.hidden import Hidden, Most

ANSWER, REMINDER, DIGEST = changing.IN_THREAD, reminders.ALONE, goals.REMINDER
"""Kinds of urgency 0, 1 and 2; what they say here is their number."""
ANSWERS: Final = 10
"""Places where people are answered, apart from the busy ones."""
WINDOW: Final = 600.0


class Side(Protocol):
    """A platform with our bot on it."""

    house: House
    hidden: Hidden
    limits: Sequence[tuple[Most, Most]]

    def channel(self, number: int) -> Place:
        """A new one."""
        ...

    def titles(self, place: Place) -> list[str]:
        """What stands there, in the order in which it arrived."""
        ...

    async def asks(self) -> None:
        """Somebody gives a command, and has the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Manners:
    """What came of it. Times are seconds of the loop's; `worst`: refusals in any ten minutes; `disorderly`: places not in order."""

    wanted: int
    arrived: int
    refused: int
    worst: int
    disorderly: int
    asked: Sequence[float]
    answered: Sequence[float]
    lasted: float

    @property
    def share(self) -> float:
        """How much of what was asked was refused."""
        return self.refused / (self.arrived + self.refused)

    @property
    def p95(self) -> tuple[float, float]:
        """Of commands, and of messages that answer somebody."""
        return quantiles(self.asked, n=20)[18], quantiles(self.answered, n=20)[18]


@dataclass
class Storm:
    """So many messages in so many places, all due by now."""

    side: Side
    count: int
    places: int
    dice: random.Random
    due: dict[str, float] = field(default_factory=dict[str, float])

    async def told(self) -> Manners:
        """Have them all said, while people ask and are answered."""
        house, loop = self.side.house, asyncio.get_running_loop()
        began = loop.time()
        self.busy = [self.side.channel(number) for number in range(self.places)]
        self.calm = [self.side.channel(self.places + number) for number in range(ANSWERS)]
        await house.store.write(self._plan)
        asked: list[float] = []
        beside = [asyncio.create_task(self._deliver()), asyncio.create_task(self._ask(asked)), asyncio.create_task(self._answer())]
        for share, (each, altogether) in enumerate(self.side.limits, 1):
            self.side.hidden.each, self.side.hidden.altogether = each, altogether
            await self._until(self.busy, self.count * share // len(self.side.limits))
        for task in beside[1:]:
            task.cancel()
        await self._until(self.calm, len(self.due))
        beside[0].cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        return self._judged(asked, loop.time() - began)

    def _plan(self, conn: Connection) -> None:
        """Digests were due before reminders, so that the loop has to put them after."""
        now = self.side.house.clock.now()
        self.numbers = {place: groups.add_place(conn, 1, place) for place in [*self.busy, *self.calm]}
        for number in range(self.count):
            digest = number < self.count // 5
            self._say(
                conn, DIGEST if digest else REMINDER, number, self.busy[number % self.places], now - timedelta(seconds=60 - number / 1000)
            )

    def _say(self, conn: Connection, kind: Kind, number: int, place: Place, due: object) -> None:
        to = To(place=self.numbers[place])
        outbox.say(conn, kind, f"{kind.urgency}.{number}", to, group=1, subject=f"s{number}", due=due)  # type: ignore[arg-type]

    async def _deliver(self) -> None:
        while True:
            await self.side.house.delivery.deliver_due()
            await asyncio.sleep(0.5)

    async def _ask(self, took: list[float]) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await self.side.asks()
            took.append(loop.time() - began)
            await asyncio.sleep(self.dice.uniform(0, 1))

    async def _answer(self) -> None:
        loop, house = asyncio.get_running_loop(), self.side.house
        while True:
            number, now = len(self.due), house.clock.now()
            await house.store.write(lambda conn, number=number, now=now: self._say(conn, ANSWER, number, self._calm(number), now))
            self.due[f"0.{number}"] = loop.time()
            house.delivery.poke()
            await asyncio.sleep(self.dice.uniform(0.2, 0.8))

    def _calm(self, number: int) -> Place:
        return self.calm[number % ANSWERS]

    async def _until(self, places: Sequence[Place], messages: int) -> None:
        """So many stand there; not for ever."""
        for _ in range(7200):
            if sum(len(self.side.titles(place)) for place in places) >= messages:
                return
            await asyncio.sleep(0.5)

    def _judged(self, asked: Sequence[float], lasted: float) -> Manners:
        hidden = self.side.hidden
        titles = {place: self.side.titles(place) for place in self.busy}
        disorderly = sum(said != sorted(said, key=_rank) for said in titles.values())
        answered = [
            at - self.due[title]
            for place in self.calm
            for title, at in zip(self.side.titles(place), hidden.passed[place.channel], strict=True)
        ]
        refused = hidden.refused
        worst = max((sum(0 <= other - at < WINDOW for other in refused) for at in refused), default=0)
        wanted, arrived = self.count + len(self.due), len({title for said in titles.values() for title in said}) + len(answered)
        return Manners(wanted, arrived, len(refused), worst, disorderly, asked, answered, lasted)


def _rank(title: str) -> tuple[int, int]:
    urgency, number = title.partition("\n")[0].split(".")
    return int(urgency), int(number)


def unlearning(lane: Lane, now: float, after: float) -> None:
    """For `Lane.slow`: waits as long as it is told, and goes on as before."""
    lane.closed = max(lane.closed, now + after)
