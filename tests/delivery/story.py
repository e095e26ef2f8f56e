"""One meetup from its announcement, planned beforehand, to its last reminder; and a checker that believes only what arrived.

Two seats. Tom and Ada say yes, Sam and Dee wait. Ada steps back: Sam is offered her seat and takes it. Tom steps back: Dee, who wants to
be told in threads, is offered his, and lets it lapse. Tom comes back, and is reminded in the threads; Sam is reminded directly.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from bot import drafts
from bot.clock import Wall
from bot.community import meetups, members, reminders, rsvp
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.waiting_list import OFFER
from bot.run.house import House, dice
from bot.schema import Connection
from bot.store import Store, open_store
from cogs import COGS
from tests.delivery.fate import Fate, MortalPort, MortalStore
from tests.delivery.world import CHANNELS, Seen, World
from tests.stage import SUNDAY, StillClock

TITLE = "Pub meet-up"
BEGINS = datetime(2026, 12, 3, 18, 30)
PLAN = Plan(TITLE, Wall(BEGINS, "Europe/London"), "The Laurieston", seats=2, publish_at=SUNDAY + timedelta(hours=1))
START = PLAN.when.instant
END = START + timedelta(hours=1)
PRIYA, TOM, ADA, SAM, DEE = range(1, 6)
SORRY = "Sorry, this should have reached you"


def _announce(act: Act) -> None:
    reminders.plan(act.conn, act.now, meetups.announce(act, PLAN))


def _dee_signs_up(act: Act) -> None:
    members.reach_by(act, members.THREAD)
    rsvp.say_yes(act, 1)


def _tom_signs_up(act: Act) -> None:
    members.show_name(act, named=True)
    rsvp.say_yes(act, 1)


def _yes(act: Act) -> None:
    rsvp.say_yes(act, 1)


def _no(act: Act) -> None:
    rsvp.say_no(act, 1)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does: not before `at`, and not before they have seen `sign` (a place and words)."""

    at: timedelta
    who: int
    does: Callable[[Act], None]
    sign: tuple[str, str] | None = None


DEEDS = (
    Deed(timedelta(), PRIYA, _announce),
    Deed(timedelta(hours=2), TOM, _tom_signs_up, ("a", TITLE)),
    Deed(timedelta(hours=2), ADA, _yes, ("b", TITLE)),
    Deed(timedelta(hours=2), SAM, _yes, ("c", TITLE)),
    Deed(timedelta(hours=2), DEE, _dee_signs_up, ("a", TITLE)),
    Deed(timedelta(hours=5), ADA, _no),
    Deed(timedelta(hours=5), SAM, _yes, ("@sam", "A seat for you")),
    Deed(timedelta(hours=30), TOM, _no),
    Deed(timedelta(days=3), TOM, _yes, ("thread in c", "has gone to the next")),
)


@dataclass(slots=True)
class Story:
    """The story as it is told, over any number of lives of the bot."""

    world: World
    clock: StillClock
    url: str
    told: int = 0
    lives: list[tuple[datetime, datetime]] = field(default_factory=list[tuple[datetime, datetime]])

    async def tell(self, fate: Fate, *, change: Callable[[House], None] = lambda _: None) -> bool:
        """One life of the bot, until the end of the story or its own. Returns whether the end was reached."""
        began = self.clock.now()
        store = await open_store(self.url, sole=True)
        house = House(cast("Store", MortalStore(store, fate)), self.clock, COGS, dice(len(self.lives)))
        house.delivery.connect(MortalPort(self.world.port, fate))
        change(house)
        try:
            return await fate.lived(self._live(house))
        finally:
            await _let_go(house)
            await store.close()
            self.lives.append((began, self.clock.now()))

    async def _live(self, house: House) -> None:
        await house.delivery.recover(sole=True)
        while True:
            while self.told < len(DEEDS) and await self._due(DEEDS[self.told]):
                await self._do(house, self.told)
                self.told += 1
            await house.settle()
            if (now := self.clock.now()) >= END:
                return
            due = await house.delivery.next_due() or END
            wake = min(due, END, now + timedelta(hours=3))
            self.clock.advance(max(wake - now, timedelta(milliseconds=10)))

    async def _due(self, deed: Deed) -> bool:
        if self.clock.now() < SUNDAY + deed.at:
            return False
        return deed.sign is None or any(
            seen.place == deed.sign[0] and deed.sign[1] in seen.title + seen.words for seen in await self.world.history()
        )

    async def _do(self, house: House, number: int) -> None:
        """With an id, as everything that comes in has: a deed nobody confirmed is done again, and has its effect once."""
        deed, now = DEEDS[number], self.clock.now()

        def work(conn: Connection) -> None:
            drafts.first_time(conn, now, f"deed {number}")
            deed.does(Act(conn, now, deed.who, 1))

        with suppress(drafts.Again):
            await house.store.write(work)

    def alive(self, since: datetime, until: datetime) -> bool:
        """Whether the bot lived for a minute on end in that time."""
        return any(min(end, until) - max(begin, since) >= timedelta(minutes=1) for begin, end in self.lives)


async def _let_go(house: House) -> None:
    """Its lines hang where it died, if it did."""
    lines = list(house.delivery._lines.values())
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to arrive once in a place, by words it has. `since`, `until`: when it is due, and how late it is still of use."""

    place: str
    words: str
    since: datetime = SUNDAY + timedelta(hours=1)
    until: datetime = START


def _wanted() -> list[Wanted]:
    def reminder(place: str, words: str, step: reminders.Step) -> Wanted:
        due = START - step.before
        return Wanted(place, words, due, START - step.useful)

    steps = list(zip(("A week to go", "Tomorrow: ", "Soon: "), reminders.STEPS, strict=True))
    threads = [f"thread in {channel}" for channel in CHANNELS]
    return [
        *(Wanted(channel, f"\n{TITLE}\n") for channel in CHANNELS),
        Wanted("@sam", "A seat for you"),
        *(Wanted(thread, "A seat for you") for thread in threads),
        *(Wanted(thread, "next in line, as nobody took it") for thread in threads),
        *(reminder(place, words, step) for words, step in steps for place in ("@sam", *threads)),
    ]


WANTED = _wanted()


def _while_of_use(wanted: Wanted, history: Sequence[Seen]) -> tuple[datetime, datetime]:
    """An offer made in three threads lasts for a day from when the first of them has it: after that there is nothing to offer."""
    first = next((seen.at for seen in history if seen.title == wanted.words and seen.place.startswith("thread")), None)
    if first is None or not wanted.place.startswith("thread"):
        return wanted.since, wanted.until
    return first, first + OFFER


def wrong(story: Story, history: Sequence[Seen]) -> Counter[str]:
    """What is amiss with what arrived: lost, doubled, misplaced, too late, not labelled. Nothing else is looked at."""
    found: Counter[str] = Counter()
    matched = 0
    for wanted in WANTED:
        there = [seen for seen in history if seen.place == wanted.place and wanted.words in f"\n{seen.title}\n{seen.words}"]
        matched += len(there)
        if len(there) > 1:
            found[f"doubled in {wanted.place}: {wanted.words.strip()}"] += 1
        if not there and story.alive(*_while_of_use(wanted, history)):
            found[f"lost in {wanted.place}: {wanted.words.strip()}"] += 1
        for seen in there:
            if not wanted.since <= seen.at <= wanted.until:
                found[f"early or too late in {wanted.place}: {wanted.words.strip()}"] += 1
            late = wanted.words.startswith(("A week", "Tomorrow", "Soon")) and seen.at - wanted.since > timedelta(minutes=5)
            if late and SORRY not in seen.words:
                found[f"late without a word in {wanted.place}: {wanted.words.strip()}"] += 1
    if matched < len(history):
        found["misplaced"] += len(history) - matched
    found["cards out of date"] += sum(seen.title == TITLE and "Tom and 1 other" not in seen.words for seen in history)
    return +found
