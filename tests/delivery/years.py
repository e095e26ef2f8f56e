"""Ten years of reminders, with the real core on a real database, and a clock that goes on to whatever is due next.

Now and then the bot is away for up to six hours: dead, cut off from the platform, or without a disk to write to. What arrived on the
platform is judged by `tests.delivery.reminded`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError

from bot.chat import Card, MessageRef, Person, Place
from bot.chat.errors import NotNow
from bot.clock import Wall
from bot.community import groups, meetups, members, reminders, rsvp
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.run.house import House, dice
from bot.schema import Connection
from tests.delivery.due_times import DAY, Event, events
from tests.delivery.pretend import Platform, PlatformPort
from tests.delivery.reminded import Meeting, Outage, Sort, judged
from tests.delivery.weak import WeakStore
from tests.stage import SUNDAY, StillClock

TAKES: Final = timedelta(milliseconds=50)
"""What one message takes, by the simulated clock; one after the other, which is slower than it is."""
QUIET: Final = ("21:00-08:00", "21:00-08:00", "", "22:30-06:45")
PEOPLE: Final = 8
SORTS: Final[tuple[Sort, ...]] = ("dead", "dead", "dead", "cut off", "no disk")


def in_utc(step: reminders.Step, meetup: meetups.Meetup) -> datetime:
    """As many hours before, counted in UTC, for `Step.comes`: what is simplest, and wrong where clocks change between."""
    return meetup.starts_at - step.before


class Reached(PlatformPort):
    """The platform, while it can be reached. Every message takes its time."""

    def __init__(self, platform: Platform, clock: StillClock) -> None:
        super().__init__(platform)
        self.clock = clock
        self.away = False

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        if self.away:
            raise NotNow("It can't be reached just now.")
        self.clock.advance(TAKES)
        return await super().send(to, card, delivery)


@dataclass
class Years:
    """The whole time: what happens in it, and what came of it."""

    folder: Path
    seed: int
    count: int
    outages: int
    clock: StillClock = field(default_factory=StillClock)
    meetings: list[Meeting] = field(default_factory=list[Meeting])
    away: list[Outage] = field(default_factory=list[Outage])

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.there = Platform(self.clock)
        self.port = Reached(self.there, self.clock)
        self.groups = max(len(QUIET), self.count // 16)
        self.events = events(self.chance, self.count, self.groups)
        self.store: WeakStore | None = None

    async def lived(self) -> Counter[str]:
        """All of it; what was wrong."""
        house = await self._opened()
        await house.store.write(self._settle)
        coming = iter(sorted(self._outages(), key=lambda outage: outage.begins))
        outage = next(coming, None)
        for event in [*self.events, None]:
            until = event.announced if event else self.events[-1].announced + timedelta(days=30)
            while outage and outage.begins < until:
                await self._until(house, outage.begins)
                house = await self._through(house, outage)
                outage = next(coming, None)
            await self._until(house, until)
            if event:
                await house.store.write(lambda conn, event=event: self._announce(conn, event))
        await house.close()
        return judged(self.meetings, self.away, self.there.posted)

    async def _opened(self) -> House:
        house = await House.open(f"sqlite:///{self.folder}/years.db", self.clock)
        house.delivery.dice = dice(self.seed)
        house.store = house.delivery.store = house.delivery.courier.store = self.store = WeakStore(house.store)
        house.connect(self.port)
        await house.delivery.recover(sole=True)
        return house

    def _settle(self, conn: Connection) -> None:
        for group in range(1, self.groups + 1):
            groups.create(conn, SUNDAY, f"Group {group}", "Europe/London")
            groups.change(conn, group, f"Group {group}", "Europe/London", groups.Habits(quiet=QUIET[group % len(QUIET)]))
            groups.add_place(conn, group, Place("chat", "town", f"channel-{group}"))
            for number in range(PEOPLE):
                name = f"P{group}x{number}"
                member = members.meet(conn, SUNDAY, Person("chat", "town", name, name))
                members.join(conn, SUNDAY, member, group)
                members.show_name(Act(conn, SUNDAY, member, group), named=number % 2 == 0)

    def _announce(self, conn: Connection, event: Event) -> None:
        now, group, first = self.clock.now(), event.group + 1, event.group * PEOPLE + 1
        plan = Plan(f"Event {len(self.meetings):04}", Wall(event.wall, event.zone), "Edinburgh")
        if plan.when.instant <= now:
            return
        meetup = meetups.announce(Act(conn, now, first, group), plan)
        reminders.plan(conn, now, meetup)
        coming = sorted(self.chance.sample(range(PEOPLE), 3))
        for number in coming:
            rsvp.say_yes(Act(conn, now, first + number, group), meetup.id)
        who = frozenset(f"P{group}x{number}" for number in coming)
        self.meetings.append(Meeting(plan.title, event.zone, meetup.starts_at, QUIET[group % len(QUIET)], now, who))

    # --- time -------------------------------------------------------------------------------------------------------------------

    async def _until(self, house: House, moment: datetime) -> None:
        """Time goes by, from one thing that is due to the next."""
        while True:
            due = await self._tick(house) or moment
            if (now := self.clock.now()) >= moment:
                return
            self.clock.advance(min(max(due - now, timedelta(seconds=1)), moment - now))

    async def _tick(self, house: House) -> datetime | None:
        with suppress(OperationalError):
            return await house.settle()
        return self.clock.now() + timedelta(minutes=1)

    async def _through(self, house: House, outage: Outage) -> House:
        if outage.ends <= self.clock.now():
            return house
        self.away.append(Outage(self.clock.now(), outage.ends, outage.sort))
        if outage.sort == "dead":
            await house.close()
            self.clock.travel(outage.ends)
            return await self._opened()
        assert self.store
        self.port.away, self.store.full = outage.sort == "cut off", outage.sort == "no disk"
        await self._until(house, outage.ends)
        self.port.away = self.store.full = False
        return house

    def _outages(self) -> Iterator[Outage]:
        """Around what is due: each begins up to three hours before something is, and lasts up to six."""
        for event in self.chance.sample(self.events, min(self.outages, len(self.events))):
            start = event.wall.replace(tzinfo=ZoneInfo(event.zone)).astimezone(UTC)
            due = start - self.chance.choice([7 * DAY, DAY, timedelta(hours=2)])  # as near as need be
            begins = due - timedelta(minutes=self.chance.randrange(180))
            yield Outage(begins, begins + timedelta(minutes=self.chance.randrange(1, 361)), self.chance.choice(SORTS))
