"""Promise 12: it keeps running. 72 simulated days of 300 groups and 90,000 members, on the real core and a real SQLite file."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import mean
from typing import Final

from sqlalchemy import func, select

from bench.promises import soak_town
from bench.promises.proof import Measured, Order, Proof, Size
from bench.promises.soak_town import Chat, DiskPort, Visitors
from bot.chat.inbound import Event
from bot.clock import FixedClock
from bot.community.person_data.held import held
from bot.run.house import TIDY, House
from bot.schema import Connection
from tests.stage import SUNDAY

DAY: Final = timedelta(days=1)
SLOT: Final = timedelta(minutes=30)
WAKING: Final = range(16, 44)
"""The slots of a day, of 48, in which people do anything."""
GROWTH: Final = 0.05
READERS: Final = 8
"""Descriptors that may be more: readers' connections are opened as they are needed, three files each, and then stay."""
AT_ONCE: Final = 8
FORMS: Final = 3
"""The most answers to answers: a form, its correction, a confirmation."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much of it. `visits` a day over all groups, in each of which somebody does `acts` things; `coffee`: groups that hold rounds too.

    A group announces a meetup every fortnight beside its weekly one, and `crowd` say yes to it at once.
    """

    days: int
    warm: int
    groups: int
    coffee: int
    visits: int
    acts: int = 4
    crowd: int = 12


FULL: Final = Load(days=72, warm=14, groups=300, coffee=15, visits=56)
QUICK: Final = Load(days=6, warm=3, groups=6, coffee=0, visits=30)
LEAKING: Final = Load(days=18, warm=6, groups=30, coffee=0, visits=120)


@dataclass(frozen=True, slots=True)
class Sample:
    """The process at the end of a day. `resident` in MB; `blocks`: pieces of memory Python holds; `objects`: those its collector knows."""

    resident: float
    blocks: int
    objects: int
    tasks: int
    files: int
    size: float
    """Of the database, its log included, in MB."""


@dataclass
class Soak:
    """One run. `leak` is called with every answer, for a leak to be planted."""

    folder: Path
    load: Load
    seed: int
    leak: Callable[[object], None] = lambda _: None
    did: int = 0
    broke: int = 0
    overdue: int = 0
    samples: list[Sample] = field(default_factory=list[Sample])

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.clock = FixedClock(SUNDAY)
        self.chat = Chat(self.folder / "chat.db")
        self.database = self.folder / "soak.db"

    async def run(self) -> None:
        """All of its days; then a hundred days of silence, for what is kept for a while to go."""
        house = await self._begin()
        for day in range(self.load.days):
            await self._day(day)
            self.samples.append(self._sample())
        self.stored = await house.store.read(_stored)
        self.clock.advance(timedelta(days=100))
        await house.tidy()
        self.left = await house.store.read(_stored)
        await house.close()

    async def _begin(self) -> House:
        """The groups and their people, and whoever looks after them."""
        self.house = house = await self._opened(self.database)
        for group in range(self.load.groups):
            await house.store.write(lambda conn, group=group: self._settle(conn, group))
        await house.delivery.recover(sole=True)
        return house

    async def _opened(self, database: Path) -> House:
        house = await House.open(f"sqlite:///{database}", self.clock)
        for platform in ("slack", "discord"):
            house.connect(DiskPort(platform, self.chat))
        return house

    def _settle(self, conn: Connection, group: int) -> None:
        soak_town.settle(conn, self.clock.now(), group, rounds=group < self.load.coffee)

    # --- a day ------------------------------------------------------------------------------------------------------------------

    async def _day(self, day: int) -> None:
        for slot in range(48):
            until = self.clock.now() + SLOT
            await self._for_a_while(until)
            if slot in WAKING:
                await self._people(-(-self.load.visits // len(WAKING)))
            if slot == WAKING.start:
                await self._announce([group for group in range(self.load.groups) if group % 14 == day % 14])
            if not slot % (TIDY // SLOT):
                await self.house.tidy()
                self.overdue += await self.house.store.read(lambda conn: _overdue(conn, self.clock))

    async def _for_a_while(self, until: object) -> None:
        """Time goes by, with the loop woken whenever something is due, at most once a minute."""
        assert isinstance(until, type(self.clock.now()))
        while True:
            await self.house.settle()
            due, now = await self.house.delivery.next_due() or until, self.clock.now()
            if now >= until:
                return
            self.clock.advance(min(max(due - now, timedelta(minutes=1)), until - now))

    async def _people(self, visits: int) -> None:
        for first in range(0, visits, AT_ONCE):
            groups = [self.dice.randrange(self.load.groups) for _ in range(min(AT_ONCE, visits - first))]
            await asyncio.gather(*[self._visit(Visitors(group, self.dice, self.clock, self.chat)) for group in groups])

    async def _visit(self, visitors: Visitors) -> None:
        for _ in range(self.load.acts):
            who, event = visitors.next(self.house.app)
            for _ in range(FORMS):
                answer = await self._handle(event)
                following = visitors.answers(who, event, answer)  # type: ignore[arg-type]
                if following is None:
                    break
                event = following

    async def _announce(self, groups: list[int]) -> None:
        for group in groups:
            now = self.clock.now()
            meetup = await self.house.store.write(lambda conn, group=group, now=now: soak_town.announce(conn, now, group))
            await self.house.settle()
            crowd = [Visitors(group, self.dice, self.clock, self.chat).join(meetup) for _ in range(self.load.crowd)]
            await asyncio.gather(*[self._handle(event) for event in crowd])

    async def _handle(self, event: Event) -> object:
        answer = await self.house.app.handle(event)
        self.did += 1
        self.leak(answer)
        return answer

    # --- what it comes to -------------------------------------------------------------------------------------------------------

    def _sample(self) -> Sample:
        gc.collect()
        self.broke = self.house.tally.broken
        files = [self.database, *self.folder.glob("soak.db-wal")]
        size = sum(file.stat().st_size for file in files) / 1e6
        return Sample(_resident(), sys.getallocatedblocks(), len(gc.get_objects()), len(asyncio.all_tasks()), _open_files(), size)

    def grown(self, what: Callable[[Sample], float]) -> tuple[float, float]:
        """Its mean over the first days after warming up, and over as many of the last."""
        few = max(1, (self.load.days - self.load.warm) // 8)
        return mean(map(what, self.samples[self.load.warm :][:few])), mean(map(what, self.samples[-few:]))


def _stored(conn: Connection) -> dict[str, int]:
    """Rows of the tables that are kept for a while, and of all others."""
    return {each.table.name: conn.execute(select(func.count()).select_from(each.table)).scalar_one() for each in held()}


def _overdue(conn: Connection, clock: FixedClock) -> int:
    """Rows of people kept longer than their table says, just after tidying."""
    found = 0
    for each in held():
        if each.holding.kept is not None and each.owners:
            old = each.table.c[each.holding.since] < clock.now() - each.holding.kept
            found += conn.execute(select(func.count()).where(old, each.owners[0].is_not(None))).scalar_one()
    return found


def _resident() -> float:
    """MB of memory, just now where the system says so."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _open_files() -> int:
    return next((len(list(folder.iterdir())) for folder in (Path("/proc/self/fd"), Path("/dev/fd")) if folder.is_dir()), 0)


def _keeps_running(order: Order) -> Measured:
    load = FULL if order.size is Size.FULL else QUICK
    soak = Soak(order.folder, load, order.seed)
    asyncio.run(soak.run())
    first, last = soak.grown(lambda each: each.resident)
    blocks, objects = _rate(*soak.grown(lambda each: each.blocks)), _rate(*soak.grown(lambda each: each.objects))
    early, late = soak.samples[load.warm], soak.samples[-1]
    leaks = (late.tasks - early.tasks, late.files - early.files)
    words = (
        f"{load.days} days, {load.groups} groups, {load.groups * soak_town.MEMBERS:,} members: {soak.did:,} things done, "
        f"{soak.chat.count():,} messages, {soak.chat.doubled} of them twice, {soak.broke} broke; memory {first:.0f} to {last:.0f} MB "
        f"({_rate(first, last):+.1%}), Python's own {blocks:+.1%}, objects {objects:+.1%}; {leaks[0]} tasks, {leaks[1]} descriptors more; "
        f"database {early.size:.0f} MB on day {load.warm + 1}, {late.size:.0f} MB at the end, {sum(soak.stored.values()):,} rows; "
        f"{soak.overdue} kept longer than said; {_gone(soak)} gone after a hundred days of silence"
    )
    small = max(_rate(first, last), blocks) < GROWTH or order.size is Size.QUICK  # so short a run is still warming up
    return Measured(words, held=small and leaks[0] <= 0 and leaks[1] <= READERS and not (soak.chat.doubled or soak.broke or soak.overdue))


def _gone(soak: Soak) -> str:
    gone = {name: soak.stored[name] - soak.left[name] for name in soak.stored if soak.stored[name] > soak.left[name]}
    return f"{sum(gone.values()):,} rows of {len(gone)} tables"


def _rate(first: float, last: float) -> float:
    return last / first - 1


def _leaking(order: Order) -> Measured:
    kept: list[object] = []
    load = LEAKING if order.size is Size.FULL else QUICK
    soak = Soak(order.folder, load, order.seed, leak=lambda answer: kept.append((answer, [object() for _ in range(100)])))
    asyncio.run(soak.run())
    blocks = _rate(*soak.grown(lambda each: each.blocks))
    return Measured(f"{soak.did:,} things done: Python's memory {blocks:+.1%}", held=blocks > GROWTH)


KEEPS_RUNNING: Final = (
    Proof("soak", "It keeps running: memory, tasks and descriptors do not grow, and what is kept for a while goes", _keeps_running),
    Proof("soak_leaking", "the same, where a hundred small things of each answer are kept: the checker finds it", _leaking),
)
