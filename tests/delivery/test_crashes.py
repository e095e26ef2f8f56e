"""Promise 1: no announcement lost or doubled by a crash, wherever it comes and however long the bot is away.

The bot dies again and again while the story of `tests.delivery.story` is told; what arrived on the platform is judged afterwards.
`CRASHES=5000 SEED=7 pytest tests/delivery/test_crashes.py` dies more often, elsewhere.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import MessageRef, Place
from bot.delivery.courier import Courier, Trip
from bot.outbox import outbox
from bot.run.house import House
from bot.store import open_store
from tests.delivery.fate import Fate
from tests.delivery.story import END, Story, wrong
from tests.delivery.unreadable import HISTORY, RULES, Rules, amiss
from tests.delivery.world import InMemory, InTown, World, copy_database, first_database
from tests.stage import StillClock

CRASHES = int(os.environ.get("CRASHES", "500"))
SEED = int(os.environ.get("SEED", "1"))
APART = 20
"""Boundaries from one death to the next; the stories begin at different ones, so that together they die at each."""
OUTAGES = (timedelta(seconds=5), timedelta(seconds=60), timedelta(minutes=10))
A_DAY = timedelta(days=1)


@dataclass
class Tally:
    """What many stories came to."""

    crashes: int = 0
    stories: int = 0
    where: Counter[str] = field(default_factory=Counter[str])
    wrong: Counter[str] = field(default_factory=Counter[str])
    too_late: int = 0
    parked: int = 0


@dataclass(frozen=True)
class Telling:
    """One story: where it is set and the seed that decides when the bot dies and for how long. Its seed tells it again exactly."""

    folder: Path
    seed: int
    change: Callable[[House], None] = lambda _: None
    rules: Rules = HISTORY

    async def told(self, world: World, clock: StillClock, tally: Tally) -> None:
        """Tell it to the end, and add up what came of it."""
        story = Story(world, clock, copy_database(self.folder / f"{world.name}.db", self.folder / f"{world.name}-{self.seed}.db"))
        chance = random.Random(self.seed)
        days = chance.randrange(25)
        for death in self._deaths(chance):
            fate = Fate(death)
            if await story.tell(fate, change=self.change):
                break
            tally.crashes += 1
            tally.where[fate.where] += 1
            clock.advance(A_DAY if len(story.lives) == days else chance.choice(OUTAGES))
        tally.stories += 1
        found = await self._judged(story)
        tally.wrong.update({f"seed {self.seed}: {what}": number for what, number in found.items()})
        await self._count(story.url, tally)

    async def _judged(self, story: Story) -> Counter[str]:
        """By what arrived alone; where not even the bot can read that, by what it left to a person too."""
        if self.rules.readable:
            return wrong(story, await story.world.history())
        assert isinstance(story.world, InMemory)
        store, there = await open_store(story.url), story.world.there
        found = await store.read(lambda conn: amiss(conn, there, self.rules))
        await store.close()
        return found

    def _deaths(self, chance: random.Random) -> Iterator[int | None]:
        yield 1 + self.seed % APART
        for _ in range(60):
            yield chance.randint(APART - 2, APART + 2)
        yield None

    async def _count(self, url: str, tally: Tally) -> None:
        store = await open_store(url)
        rows = await store.read(lambda conn: conn.execute(select(outbox.c.state, outbox.c.why).where(outbox.c.due_at <= END)).all())
        await store.close()
        tally.too_late += sum(state == "dropped" and "too late" in (why or "") for state, why in rows)
        tally.parked += sum(state == "parked" for state, _ in rows)
        left = Counter(f"seed {self.seed}: never settled, {state}" for state, _ in rows if state not in {"sent", "dropped", "parked"})
        tally.wrong.update(left)


async def many(
    folder: Path, crashes: int, *, first: int = SEED, change: Callable[[House], None] = lambda _: None, rules: Rules = HISTORY
) -> Tally:
    """Stories in memory, of seeds from `first` on, until the bot has died so often."""
    await first_database(folder / "chat.db", "chat")
    tally, seed = Tally(), first
    while tally.crashes < crashes:
        clock = StillClock()
        await Telling(folder, seed, change, rules).told(InMemory(clock, rules.remembers, readable=rules.readable), clock, tally)
        seed += 1
    return tally


@pytest.mark.timeout(600)
async def test_wherever_the_bot_dies_nothing_is_lost_doubled_or_misplaced(tmp_path: Path) -> None:
    tally = await many(tmp_path, CRASHES)
    assert tally.wrong == Counter(), f"tell one again with SEED=… CRASHES=1: {tally}"
    assert tally.where.keys() >= {"before a commit", "after a commit", "before a send", "after a send", "before an edit", "after an edit"}
    assert tally.parked == 0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("rules", RULES[1:], ids=lambda rules: rules.name)
async def test_only_where_nobody_can_tell_does_anything_wait_for_a_person(tmp_path: Path, rules: Rules) -> None:
    tally = await many(tmp_path, CRASHES // 5, rules=rules)
    assert tally.wrong == Counter(), f"tell one again with SEED=… CRASHES=1: {tally}"
    assert (tally.parked == 0) == rules.readable


async def test_in_the_town_too(tmp_path: Path) -> None:
    await first_database(tmp_path / "web.db", "web", practice=True)
    tally = Tally()
    for seed in range(SEED, SEED + 2):
        clock = StillClock()
        town = await InTown.open(tmp_path / f"town-{seed}", clock)
        try:
            await Telling(tmp_path, seed).told(town, clock, tally)
        finally:  # its thread would keep the whole run from ending
            await town.close()
    assert tally.crashes > 20
    assert tally.wrong == Counter(), str(tally)


class Blind(Courier):
    """Sends again without looking."""

    async def _found(self, trip: Trip) -> MessageRef | None:
        trip.since = None
        return None


class Trusting(Courier):
    """Believes that what was marked as being sent was sent."""

    async def _found(self, trip: Trip) -> MessageRef | None:
        return MessageRef(Place("chat", "town", trip.row.line), "1")


def with_courier(sort: type[Courier]) -> Callable[[House], None]:
    """The mechanism, taken out of a house."""

    return partial(_with, sort)


def _with(sort: type[Courier], house: House) -> None:
    kept = house.delivery.courier
    house.delivery.courier = sort(kept.store, kept.clock, kept.renderers, kept.dice, kept.ports, kept.tally)


async def test_without_looking_before_resending_the_same_story_has_doubles(tmp_path: Path) -> None:
    tally = await many(tmp_path, 50, change=with_courier(Blind))
    assert [what for what in tally.wrong if "doubled" in what]


async def test_marking_before_sending_would_lose_what_was_under_way(tmp_path: Path) -> None:
    tally = await many(tmp_path, 50, change=with_courier(Trusting))
    assert [what for what in tally.wrong if "lost" in what]
