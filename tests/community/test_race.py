"""Five thousand people, fifty seats, sixteen writers, a thousand who step back: never over, in order, no error shown."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table

from bot.community import act, meetups, rsvp, seats, waiting_list
from bot.community.seats import GOING, HELD, OFFERED
from bot.store import Store, open_store
from tests.community import race
from tests.community.race import Seen

ROOT = Path(__file__).parents[2]

PEOPLE = {"sqlite": 5_000, "postgres": int(os.environ.get("RACERS", "1500"))}
"""PostgreSQL takes eight times as long, so `make test` sends fewer there; RACERS=5000 sends all."""


@pytest.mark.timeout(300)
async def test_everybody_at_once(store: Store, store_url: str) -> None:
    people = PEOPLE["sqlite" if store_url.startswith("sqlite") else "postgres"]
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=people))
    seen = await race.race(store, hot)
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) == []
    assert seen.freed > people / 20
    assert seen.accepted > 0


@pytest.mark.timeout(300)
async def test_everybody_at_once_with_guests_while_seats_come_and_go(store: Store, store_url: str) -> None:
    people = 1_500 if store_url.startswith("sqlite") else 600
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=people))
    seen = await race.race(store, hot, mix=race.CROWD)
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) == []
    assert await store.read(lambda conn: sum(seat.brings for seat in seats.of_states(conn, hot.meetup, HELD))) > 0


@pytest.mark.timeout(120)
async def test_the_same_race_is_lost_when_seats_are_counted_before_the_meetup_is_held(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meetups, "lock_row", no_lock)
    store = await open_store(postgres_url)
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=400))
    seen = await race.race(store, hot)
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) != []
    await store.close()


@pytest.mark.timeout(120)
async def test_several_processes_at_once(store: Store, store_url: str) -> None:
    hot = await store.write(lambda conn: race.announce(conn, capacity=50, people=400))
    share = hot.people // 4
    racers = [await _process(store_url, hot, hot.first + share * each, seed=each * 100) for each in range(4)]
    ended = [await each.communicate() for each in racers]
    assert [(each.returncode, errors.decode()) for each, (_, errors) in zip(racers, ended, strict=True)] == [(0, "")] * 4
    told = [tuple(map(int, said.split())) for said, _ in ended]
    seen = Seen(freed=sum(freed for freed, _ in told), most=max(most for _, most in told))
    assert await store.read(lambda conn: race.problems(conn, hot, seen)) == []


async def test_a_seat_taken_at_the_moment_its_offer_lapses_is_theirs_or_the_next_ones_never_both(store: Store) -> None:
    for _ in range(20):
        await _taken_and_lapsing(store, await store.write(lambda conn: race.announce(conn, capacity=1, people=3)))


async def _taken_and_lapsing(store: Store, hot: race.Hot) -> None:
    ada, tom, sam = (Act(hot.group, hot.first + each) for each in range(3))
    for each in (ada, tom, sam):
        await store.write(each.says(rsvp.say_yes, hot.meetup))
    await store.write(ada.says(rsvp.say_no, hot.meetup))
    offer = await store.read(lambda conn: seats.of_states(conn, hot.meetup, (OFFERED,)))
    lapse = partial(_lapses, ref=f"{offer[0].id}.{offer[0].turn}")
    outcome, _ = await asyncio.gather(store.write(tom.says(rsvp.say_yes, hot.meetup)), store.write(lapse))
    held = await store.read(lambda conn: seats.of_states(conn, hot.meetup, HELD))
    assert [seat.member_id for seat in held] == [tom.member if outcome.state == GOING else sam.member]


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody of a group."""

    group: int
    member: int

    def says(self, answer: rsvp.Answer, meetup: int) -> Callable[[Connection], rsvp.Outcome]:
        """A unit of work."""
        return lambda conn: answer(act.Act(conn, race.NOW, self.member, self.group), meetup)


def _lapses(conn: Connection, ref: str) -> None:
    """As the delivery loop does when the time is up."""
    run = waiting_list.OFFER_ENDS.run
    assert run is not None
    run(conn, race.NOW, ref)


def no_lock(conn: Connection, table: Table, row_id: object) -> None:
    """What whoever forgets the lock has."""


async def _process(url: str, hot: race.Hot, first: int, seed: int) -> asyncio.subprocess.Process:
    words = (url, hot.meetup, hot.group, first, first + hot.people // 4, seed)
    asked = ["-m", "tests.community.race", *map(str, words)]
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, *asked, cwd=ROOT, stdout=pipe, stderr=pipe)
