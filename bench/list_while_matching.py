"""How `/meetup list` answers while a large mentoring round is worked out: `python -m bench.list_while_matching [MENTEES MENTORS]`.

The same core and the same door as in life, on a database on the disk; the round is scored from profiles, solved, proven and reviewed in a
worker. 20,000 x 5,000 when nothing is said.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.people import some_helpers, some_seekers
from bench.rsvp import prepare
from bot.chat import Answer, Person, Place, Say
from bot.chat.inbound import Typed
from bot.clock import SystemClock
from bot.matching import in_worker
from bot.matching.people import People, planned
from bot.run.house import House

SECONDS: Final = 20.0  # of listing with nothing beside it
PAUSE: Final = 0.02  # between two who ask


@dataclass
class Answers:
    """Seconds from the door to the answer."""

    took: list[float] = field(default_factory=list[float])

    def row(self, name: str) -> tuple[str, ...]:
        """In milliseconds: how many, the middle, nine in ten, ninety-nine in a hundred, the worst."""
        cuts = quantiles(self.took, n=100)
        return name, f"{len(self.took)}", *(f"{1000 * each:.1f}" for each in (cuts[49], cuts[89], cuts[98], max(self.took)))


async def list_until(house: House, done: asyncio.Event, ids: count[int]) -> Answers:
    """Somebody types `/meetup list`, again and again."""
    answers = Answers()
    who, where = Person("bench", "town", "person 1", "Person 1"), Place("bench", "town", "announcements")
    while not done.is_set():
        started = perf_counter()
        answer: Answer = await house.app.handle(Typed(id=f"list {next(ids)}", person=who, place=where, route="meetup.list"))
        answers.took.append(perf_counter() - started)
        if not isinstance(answer, Say):
            raise TypeError(f"no list came: {answer!r}")
        await asyncio.sleep(PAUSE)
    return answers


async def measure(mentees: int, mentors: int, folder: str) -> tuple[Answers, Answers, float]:
    """With nothing beside, then with the round beside; and how long the round took."""
    rng = Random(mentees)
    people = People(some_seekers(rng, mentees), some_helpers(rng, mentors))
    house = await House.open(f"sqlite:///{Path(folder) / 'bench.db'}", SystemClock())
    await house.store.write(prepare)
    ids, done = count(), asyncio.Event()
    asyncio.get_running_loop().call_later(SECONDS, done.set)
    quiet = await list_until(house, done, ids)
    done.clear()
    listing = asyncio.create_task(list_until(house, done, ids))
    started = perf_counter()
    review, _ = await in_worker(planned, people, {})
    took = perf_counter() - started
    done.set()
    beside = await listing
    await house.close()
    print(f"{review.plan.matched} of {mentees} matched, {review.plan.total} points.")
    return quiet, beside, took


def main(mentees: int = 20_000, mentors: int = 5_000) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        quiet, beside, took = asyncio.run(measure(mentees, mentors, folder))
    page = Table("/meetup list, milliseconds", "answers", "half within", "9 in 10", "99 in 100", "worst")
    page.add_row(*quiet.row("nothing beside"))
    page.add_row(*beside.row(f"{mentees:,} x {mentors:,} matched beside, {took:.0f} s"))
    Console(width=120).print(page)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
