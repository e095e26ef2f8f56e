"""The core, its people, two platforms, and what goes wrong: all from one seed, which tells the same story again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from typing import cast as as_type

from bot.app import App
from bot.chat import Open, Say
from bot.chat.inbound import Event
from bot.clock import FixedClock
from bot.run.house import House, dice
from bot.store import Store, Work, open_store
from bot.store.unit import T
from cogs import COGS
from tests.delivery.fate import Fate, MortalPort, MortalStore
from tests.simulation.acting import Actors
from tests.simulation.at_once import AtOnce, told_again_exactly
from tests.simulation.chat import DISCORD, SLACK, Platform, Port
from tests.simulation.checks import Findings, judge
from tests.simulation.people import cast, settle
from tests.stage import SUNDAY

OUTAGES: Final = (timedelta(seconds=5), timedelta(seconds=60), timedelta(minutes=10), timedelta(days=1))
PAUSES: Final = (
    *[timedelta(seconds=1)] * 20,
    *[timedelta(minutes=1)] * 10,
    *[timedelta(hours=1)] * 3,
    timedelta(hours=9),
    timedelta(days=2),
)
SLOW: Final = (0.2, 2, 10, 40, 90)
"""Seconds a commit takes on a bad day: longer than a lease, at worst."""
JUMPS: Final = (timedelta(hours=-1), timedelta(hours=1), timedelta(minutes=-2), timedelta(seconds=30), timedelta(hours=26))
SLOW_FOR: Final = timedelta(hours=1)
"""In all, and then it is as it was: a disk so slow for ever that the rows due by it grow faster than they are written ends no story."""
AWAY: Final = (timedelta(seconds=1), timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5))
"""For how long a socket is lost while the bot lives."""
BROKE: Final = "that broke on our side"


class BadDisk(MortalStore):
    """A store whose disk is full now and then, so that what would be committed is not, or slow: `wait` lets that much time go by."""

    def __init__(self, store: Store, fate: Fate, chance: random.Random, wait: Callable[[timedelta], None]) -> None:
        super().__init__(store, fate)
        self.chance, self.full, self.slow, self.refused, self.wait = chance, 0.0, 0.0, 0, wait
        self.waited = timedelta()

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        if self.chance.random() < self.full:
            self.refused += 1
            raise OSError("database or disk is full")
        if self.chance.random() < self.slow and self.waited < SLOW_FOR:
            by = timedelta(seconds=self.chance.choice(SLOW))
            self.waited += by
            self.wait(by)
        return await super().write(work)


@dataclass
class Simulation:
    """One story. `run` tells it to the end; `findings` is what came of it."""

    folder: Path
    seed: int
    nemesis: bool = True
    rounds: bool = True
    change: Callable[[House], None] = lambda _: None
    told: Counter[str] = field(default_factory=Counter[str])
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.truth, self.clock = FixedClock(SUNDAY), FixedClock(SUNDAY)
        self.platforms = {rules.platform: Platform(rules, self.truth, self.dice) for rules in (DISCORD, SLACK)}
        self.actors = Actors(cast(), self.platforms, self.dice, self.clock)
        self.file = self.folder / f"story-{self.seed}.db"
        self.again: Event | None = None
        self.skewed = timedelta()
        self.fate = Fate()
        self.away: dict[str, datetime] = {}

    async def run(self, acts: int) -> Findings:
        """So many acts, over as many lives as it takes; then everything is put right, and judged."""
        with told_again_exactly(self.seed):
            return await self._run(acts)

    async def _run(self, acts: int) -> Findings:
        store = await open_store(f"sqlite:///{self.file}")
        now = self.clock.now()
        await store.write(lambda conn: settle(conn, now, self.actors.everybody, rounds=self.rounds))
        await store.close()
        while self.told["acts"] < acts:
            await self._life(acts, self._fate())
            self._pass(self.dice.choice(OUTAGES))
        await self._put_right()
        return self.findings

    def _fate(self) -> Fate:
        """When this life ends: at any boundary, or, as often, at one where a message is under way."""
        if not self.nemesis:
            return Fate()
        return Fate(self.dice.randint(3, 90)) if self.dice.random() < 0.5 else Fate(self.dice.randint(1, 5), only="send")

    # --- lives ------------------------------------------------------------------------------------------------------------------

    async def _life(self, acts: int, fate: Fate) -> None:
        self.fate, self.away = fate, {}
        store = as_type("Store", AtOnce(self.file))
        disk = BadDisk(store, fate, self.dice, self._pass)
        house = House(as_type("Store", disk), self.clock, COGS, dice(self.seed + self.told["lives"]))
        for platform in self.platforms.values():
            house.delivery.connect(MortalPort(Port(platform), fate))
        self.change(house)
        self.told["lives"] += 1
        try:
            if not await fate.lived(self._lived(house, disk, acts)):
                self.told["crashes"] += 1
                self.told[fate.where] += 1
        finally:
            await _let_go(house)
            await store.close()

    async def _lived(self, house: House, disk: BadDisk, acts: int) -> None:
        await house.delivery.recover(sole=True)
        while self.told["acts"] < acts:
            self._strike(disk)
            self._cut_off(house)
            self.told["acts"] += 1
            await self._act(house, disk)
            await self._for_a_while(house, self.dice.choice(PAUSES))

    async def _act(self, house: House, disk: BadDisk) -> None:
        app, again = house.app, self.again
        who, event = self.actors.next(app)
        if again is not None:  # the platform delivers once more what nobody confirmed
            event, who = again, next(one for one in self.actors.everybody if again.person in one.accounts)
        for _ in range(3):
            self.again = event
            if not (more := await self._said(app, disk, event)):
                break
            following = self.actors.answers(who, event, more)
            if following is None:
                break
            event = following
        self.again = None

    async def _said(self, app: App, disk: BadDisk, event: Event) -> Open | Say | None:
        refused = disk.refused
        answer = await app.handle(event)
        if isinstance(answer, Say) and BROKE in str(answer.card.body) and disk.refused == refused:
            self.findings.wrong[f"broke at {getattr(event, 'route', type(event).__name__)}"] += 1
        self.findings.overheard(event.person, answer, self.actors.everybody)
        return answer  # type: ignore[return-value]

    # --- what goes wrong --------------------------------------------------------------------------------------------------------

    def _strike(self, disk: BadDisk) -> None:
        if not self.nemesis:
            return
        disk.full = 0.3 if self.dice.random() < 0.05 else 0.0
        disk.slow, disk.waited = 0.3 if self.dice.random() < 0.05 else 0.0, timedelta()
        for platform in self.platforms.values():
            platform.trouble = self.dice.choice((0.0, 0.0, 0.0, 0.1, 0.3))
            if self.dice.random() < 0.05:
                platform.down = self.truth.now() + self.dice.choice((*OUTAGES[:3] * 4, OUTAGES[3]))
            if self.dice.random() < 0.02:
                platform.closed ^= {self.dice.choice(self.dice.choice(self.actors.everybody).accounts)}
            if self.dice.random() < 0.003:
                platform.gone |= {self.dice.choice(("both", "north-too"))}
        if self.dice.random() < 0.02:
            self._skew(self.dice.choice(JUMPS) if not self.skewed else -self.skewed)

    def _cut_off(self, house: House) -> None:
        """A platform's socket is lost, for a moment or for minutes."""
        for name in list(house.delivery.ports):
            if self.nemesis and self.dice.random() < 0.1:
                house.delivery.disconnect(name)
                self.away[name] = self.truth.now() + self.dice.choice(AWAY)
                self.told["sockets lost"] += 1

    def _come_back(self, house: House) -> None:
        for name in [name for name, until in self.away.items() if until <= self.truth.now()]:
            del self.away[name]
            house.delivery.connect(MortalPort(Port(self.platforms[name]), self.fate))

    def _skew(self, by: timedelta) -> None:
        """The machine's clock is wrong, until it is put right."""
        self.skewed += by
        self.clock.jump(by)
        self.told["clock jumps"] += 1

    # --- time -------------------------------------------------------------------------------------------------------------------

    def _pass(self, by: timedelta) -> None:
        self.clock.advance(by)
        self.truth.advance(by)

    async def _for_a_while(self, house: House, by: timedelta) -> None:
        """Time goes by, with the loop woken whenever something is due; while nothing can be sent it is woken less and less often."""
        until, idle = self.clock.now() + by, timedelta(seconds=1)
        while True:
            self._come_back(house)
            handled = 0
            with suppress(OSError):
                handled = await house.delivery.deliver_due()
            now = self.clock.now()
            if now >= until:
                return
            idle = timedelta(seconds=1) if handled else min(idle * 2, timedelta(minutes=10))
            due = await house.delivery.next_due() or until
            self._pass(max(idle, min(due, until) - now))

    def as_told(self) -> str:
        """What happened and what arrived, in a word: the same of two tellings only if they are the same."""
        said = [
            (name, one.place.channel, one.delivery, one.words, one.at) for name, each in self.platforms.items() for one in each.messages
        ]
        return sha256(repr((sorted(self.told.items()), said)).encode()).hexdigest()[:16]

    async def _put_right(self) -> None:
        """Whatever was wrong is mended; a day and a half later nothing that is due may be left."""
        if self.skewed:
            self._skew(-self.skewed)
        self.away = {}
        for platform in self.platforms.values():
            platform.trouble, platform.down = 0.0, None
        store = as_type("Store", AtOnce(self.file))
        house = House(store, self.clock, COGS, dice(self.seed))
        for platform in self.platforms.values():
            house.delivery.connect(Port(platform))
        await house.delivery.recover(sole=True)
        await self._for_a_while(house, timedelta(hours=36))
        now = self.clock.now()
        await store.read(lambda conn: judge(conn, now, self.platforms, self.actors.everybody, self.findings))
        await house.close()


async def _let_go(house: House) -> None:
    """Its lines hang where it died, if it did."""
    import asyncio

    lines = list(house.delivery._lines.values())
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)
