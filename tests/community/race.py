"""Many people, few seats, all at once; and what must be true whatever the order.

Also a program, so that several processes can race on one database: `python -m tests.community.race URL MEETUP GROUP FIRST LAST SEED`.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, func, insert, select

from bot.chat import Place, Refusal
from bot.clock import Wall
from bot.community import changing, groups, meetups, members, parties, rsvp, seats, waiting_list
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.rsvp import Outcome
from bot.community.seats import GOING, HELD, OFFERED, WAITING
from bot.outbox import outbox
from bot.store import Store, open_store

NOW: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
WRITERS: Final = 16


@dataclass(frozen=True, slots=True)
class Hot:
    """A meetup everybody wants to come to. The people are `first` to `first + people - 1`."""

    group: int
    meetup: int
    capacity: int
    first: int
    people: int


@dataclass(slots=True)
class Seen:
    """What the racers were told, and the most seats anybody ever saw held."""

    answers: dict[int, Outcome] = field(default_factory=dict[int, Outcome])
    freed: int = 0
    accepted: int = 0
    guests: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Mix:
    """What happens after every so many of a writer's people have said yes; 0 for never.

    `back`: somebody of its own who has a seat gives it back, or takes the one offered. `guest`: one brings a guest. `size`: there are a few
    seats more or fewer.
    """

    back: int = 5
    guest: int = 0
    size: int = 0


CROWD: Final = Mix(guest=3, size=20)


def announce(conn: Connection, capacity: int, people: int) -> Hot:
    """The group, its members and the meetup."""
    group = groups.create(conn, NOW, "Information Officers, Scotland", "Europe/London")
    groups.add_place(conn, group, Place("chat", "W1", f"announcements-{group}"))
    first = (conn.execute(select(func.max(members.members.c.id))).scalar() or 0) + 1
    rows = [{"name": f"Person {number}", "created_at": NOW} for number in range(people)]
    conn.execute(insert(members.members), rows)
    ids = range(first, first + people)
    joined = {"group_id": group, "role": members.MEMBER, "named": False, "reach": members.DIRECT, "joined_at": NOW}
    conn.execute(insert(members.memberships), [{"member_id": member, **joined} for member in ids])
    when = Wall.of(NOW + timedelta(days=30), "Europe/London")
    meetup = meetups.announce(Act(conn, NOW, first, group), Plan("Pub meet-up", when, "The Laurieston", seats=capacity))
    return Hot(group, meetup.id, capacity, first, people)


class Racer:
    """One of the writers: its own people say yes one after another, with more mixed in."""

    def __init__(self, store: Store, hot: Hot, mine: Sequence[int], seen: Seen, seed: int, mix: Mix) -> None:
        self.store = store
        self.hot = hot
        self.mine = mine
        self.seen = seen
        self.dice = random.Random(seed)
        self.mix = mix

    async def run(self) -> None:
        """All of them."""
        for number, member in enumerate(self.mine, start=1):
            self.seen.answers[member] = await self._does(rsvp.say_yes, member)
            if _turn(number, self.mix.back):
                await self._give_back()
            if _turn(number, self.mix.guest):
                await self._bring(member)
            if _turn(number, self.mix.size):
                await self.store.write(partial(self._resize, member=member, seats=self.hot.capacity - self.dice.randrange(10)))

    def _resize(self, conn: Connection, member: int, seats: int) -> None:
        changing.resize(self._act(conn, member), self.hot.meetup, seats, None)

    def _act(self, conn: Connection, member: int) -> Act:
        return Act(conn, NOW, member, self.hot.group)

    async def _bring(self, member: int) -> None:
        with suppress(Refusal):
            await self._does(partial(parties.bring, name="Mum"), member)
            self.seen.guests += 1

    async def _give_back(self) -> None:
        held = await self.store.read(lambda conn: seats.of_states(conn, self.hot.meetup, HELD))
        self.seen.most = max(self.seen.most, len(held))
        own = [seat for seat in held if seat.member_id in self.mine]
        if not own:
            return
        seat = self.dice.choice(own)
        if seat.state == OFFERED and self.dice.random() < 0.5:
            outcome = await self._does(rsvp.say_yes, seat.member_id)
            self.seen.accepted += outcome.before == OFFERED
        else:
            outcome = await self._does(rsvp.say_no, seat.member_id)
            self.seen.freed += outcome.before in HELD

    async def _does(self, rule: rsvp.Answer, member: int) -> Outcome:
        def work(conn: Connection) -> tuple[Outcome, int]:
            outcome = rule(self._act(conn, member), self.hot.meetup)
            return outcome, seats.held(conn, self.hot.meetup)

        outcome, held = await self.store.write(work)
        self.seen.most = max(self.seen.most, held)
        return outcome


def _turn(number: int, every: int) -> bool:
    return every > 0 and number % every == 0


async def race(store: Store, hot: Hot, seed: int = 1, mix: Mix = Mix()) -> Seen:
    """Everybody at once, by sixteen writers."""
    seen = Seen()
    people = range(hot.first, hot.first + hot.people)
    await asyncio.gather(*[Racer(store, hot, people[writer::WRITERS], seen, seed + writer, mix).run() for writer in range(WRITERS)])
    return seen


def problems(conn: Connection, hot: Hot, seen: Seen) -> list[str]:
    """Everything that is not as it must be; reads only what is stored and what people were told."""
    everybody = select(*seats.COLUMNS).where(seats.seats.c.meetup_id == hot.meetup).order_by(seats.seats.c.id)
    answers = [seats.Seat(*row) for row in conn.execute(everybody)]
    offers = conn.execute(select(outbox.c.ref).where(outbox.c.kind == waiting_list.OFFER_MADE.name, outbox.c.group_id == hot.group))
    offered = {int(ref.split(".")[1]) for ref in offers.scalars()}
    held = sum(seat.party for seat in answers if seat.state in HELD)
    crowd = any(seat.party > 1 for seat in answers)
    free = (meetups.get(conn, hot.meetup).seats or 0) - held
    line = [seat.turn for seat in answers if seat.state == WAITING and seat.party == 1]
    at_once = [seen.answers[seat.member_id].state == GOING for seat in answers if seat.member_id in seen.answers]
    turns = [seat.turn for seat in answers if seat.turn]
    wrong = {
        f"{max(seen.most, held)} seats were held, of {hot.capacity}": max(seen.most, held) > hot.capacity,
        "somebody waits for free seats": any(seat.party <= free for seat in answers if seat.state == WAITING),
        "somebody who came later had a seat first": not crowd and at_once != sorted(at_once, reverse=True),
        "two have one turn": len(set(turns)) < len(turns),
        "the line is not in the order people came": turns != sorted(turns),
        "somebody alone was jumped": bool(line) and bool(offered) and max(offered) >= min(line),
        f"{len(offered)} offers for {seen.freed} freed seats": not crowd and bool(line) and len(offered) != seen.freed,
        "an answer is missing": len(answers) != hot.people,
    }
    return [words for words, so in wrong.items() if so]


async def _one_process(url: str, meetup: int, group: int, first: int, last: int, seed: int) -> None:
    store = await open_store(url)
    hot = Hot(group, meetup, 0, first, last - first)
    seen = await race(store, hot, seed)
    await store.close()
    sys.stdout.write(f"{seen.freed} {seen.most}\n")


if __name__ == "__main__":
    asyncio.run(_one_process(sys.argv[1], *map(int, sys.argv[2:])))  # type: ignore[arg-type]
