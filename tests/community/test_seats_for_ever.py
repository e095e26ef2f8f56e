"""Whatever people do and however time passes: never over, nobody jumped, every offer made once and ended."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection

from bot.chat import Refusal
from bot.community import seats
from bot.community.meetups import HYBRID, ROOM, Side
from bot.community.rsvp import Outcome
from bot.community.seats import GOING, LAPSED, OFFERED, WAITING
from bot.store import Store, open_store
from tests.community.village import Do, Village, in_memory

T = TypeVar("T")

NAMES = ("Ada", "Bea", "Cat", "Dot", "Eve")
PEOPLE = st.sampled_from(NAMES)


class Seats(RuleBasedStateMachine):
    """One meetup, in a room alone or online too. The model is the lines alone, in the order people joined them; the rest may follow."""

    do: ClassVar[Do]

    @initialize(
        capacity=st.sampled_from([1, 2, 3, 0]),
        online=st.sampled_from([None, None, 1, 2]),
        hours=st.sampled_from([24 * 30, 5, 20, 30, 60]),
        eager=st.integers(0, len(NAMES)),
    )
    def announce(self, capacity: int, online: int | None, hours: int, eager: int) -> None:
        self.village = Village(self.do)
        how = ROOM if online is None else HYBRID
        self.total: dict[Side, int] = {None: capacity} if online is None else {False: capacity, True: online}
        self.most = dict(self.total)
        self.begins = self.village.announce(
            capacity, starts_in=timedelta(hours=hours), lasts=6 * 60, how=how, online_seats=online
        ).starts_at
        self.line: dict[Side, list[str]] = {side: [] for side in self.total}
        for name in NAMES[:eager]:
            self.yes(name, online=False)

    # --- looking ----------------------------------------------------------------------------------------------------------------

    def open_to_all(self) -> bool:
        return self.village.stands().first_to_tap or self.village.now >= self.begins

    def over(self) -> bool:
        return self.village.now >= self.begins + timedelta(hours=6)

    def side(self, *, online: bool) -> Side:
        return online if len(self.total) == 2 else None

    def of(self, side: Side, *states: str) -> list[str]:
        return self.village.of(*states, online=side)

    def party(self, name: str) -> int:
        seat = self.village.seat(name)
        return seat.party if seat else 1

    def held(self, side: Side) -> int:
        return sum(map(self.party, self.of(side, *seats.HELD)))

    def free(self, side: Side) -> int:
        return self.total[side] - self.held(side)

    def fits(self, name: str, side: Side, party: int) -> bool:
        """Whether so many seats are there for the taking: free, and nobody waits for whom they are enough."""
        free = self.free(side)
        waits = [each for each in self.line[side] if each != name and self.party(each) <= free]
        return free >= party and (self.open_to_all() or not waits)

    # --- what people do ---------------------------------------------------------------------------------------------------------

    @precondition(lambda self: not self.over())
    @rule(name=PEOPLE, online=st.booleans())
    def yes(self, name: str, online: bool) -> None:  # noqa: FBT001 - Hypothesis names what it draws
        before, side, seat = self.village.state(name), self.side(online=online), self.village.seat(name)
        stays = before in seats.HELD and (side is None or (seat is not None and seat.online == online))
        wanted = 1 if stays and seat and seat.absent else self.party(name)
        seated = (stays and not (seat and seat.absent)) or self.fits(name, side, wanted)
        if before in seats.HELD and not seated:
            with pytest.raises(Refusal):
                self.village.yes(name, online=online)
            return
        outcome = self.village.yes(name, online=online)
        assert outcome.state == (GOING if seated else WAITING)
        if seated or name not in self.line[side]:
            self.leaves(name)
        if not seated and name not in self.line[side]:
            self.line[side].append(name)
        assert seated or self.line[side][outcome.position - 1] == name
        self.moved_up()

    @precondition(lambda self: not self.over())
    @rule(name=PEOPLE)
    def brings_somebody(self, name: str) -> None:
        state, seat = self.village.state(name), self.village.seat(name)
        more = seat is not None and not seat.brings
        taken = state == GOING and (not more or (seat is not None and self.fits(name, self.side(online=seat.online), 1)))
        waits = state == WAITING or (state == OFFERED and not more)
        if taken or waits:
            party = self.party(name)
            self.village.brings(name, "Mum")
            assert self.party(name) == party + more
        else:
            with pytest.raises(Refusal):
                self.village.brings(name)

    @precondition(lambda self: not self.over())
    @rule(name=PEOPLE, only_guest=st.booleans())
    def one_of_two(self, name: str, only_guest: bool) -> None:  # noqa: FBT001 - as above
        seat = self.village.seat(name)
        if seat is None or seat.state not in {*seats.HELD, WAITING} or (only_guest and (not seat.brings or seat.state != GOING)):
            with pytest.raises(Refusal):
                (self.village.sends_guest if only_guest else self.village.alone)(name)
            return
        outcome = (self.village.sends_guest if only_guest else self.village.alone)(name)
        assert self.party(name) == 1
        if outcome.state == GOING:
            self.leaves(name)
        self.moved_up()

    @precondition(lambda self: not self.over())
    @rule(name=PEOPLE, maybe=st.booleans())
    def steps_back(self, name: str, maybe: bool) -> None:  # noqa: FBT001 - as above
        answer: Callable[[str], Outcome] = self.village.maybe if maybe else self.village.no
        self.leaves(name)
        answer(name)
        self.moved_up()

    @rule(name=PEOPLE)
    def closes_messages(self, name: str) -> None:
        self.village.closed ^= {name}

    @rule(hours=st.sampled_from([3, 24, 11, 0.5]))
    def time_passes(self, hours: float) -> None:
        self.village.passes(hours=hours)
        self.moved_up()

    # --- what an organiser does -------------------------------------------------------------------------------------------------

    @precondition(lambda self: not self.over())
    @rule(capacity=st.integers(0, 4), online=st.integers(0, 2))
    def has_other_seats(self, capacity: int, online: int) -> None:
        self.total = {side: online if side else capacity for side in self.total}
        self.most = {side: max(self.total[side], self.held(side)) for side in self.total}
        before = {name: self.village.seat(name) for name in self.village.of(*seats.HELD)}
        self.village.resize(capacity, online)
        assert {name: self.village.seat(name) for name in before} == before
        self.moved_up()

    @precondition(lambda self: self.village.now < self.begins)
    @rule()
    def moves_elsewhere(self) -> None:
        """Offers begin anew, in the same order: whoever was offered a seat or waited has one of the two still."""
        hopeful, venue = set(self.village.of(OFFERED, WAITING)), self.village.stands().venue
        how = self.village.stands().how
        self.village.move(venue=f"{venue[:20]}, next door", how=how)
        assert set(self.village.of(OFFERED, WAITING)) == hopeful
        self.line = {side: self.of(side, WAITING) for side in self.total}

    # --- what follows -----------------------------------------------------------------------------------------------------------

    def leaves(self, name: str) -> None:
        for line in self.line.values():
            if name in line:
                line.remove(name)

    def moved_up(self) -> None:
        """Whoever left a line by no act of their own was offered a seat, and those ahead of them who were not are two and were told."""
        for side, line in self.line.items():
            still = self.of(side, WAITING)
            gone = [name for name in line if name not in still]
            assert still == [name for name in line if name in still]
            assert all(self.village.state(name) in {OFFERED, LAPSED} for name in gone)
            for name in line[: line.index(gone[-1])] if gone else []:
                told = name in gone or name in self.village.closed or "seat.passed_over" in self.village.heard(name)
                assert told
                assert name in gone or self.party(name) > 1
            self.line[side] = still

    # --- what is always so ------------------------------------------------------------------------------------------------------

    @invariant()
    def never_over(self) -> None:
        for side in self.total:
            held = self.held(side)
            assert held <= self.most[side]
            self.most[side] = max(self.total[side], held)

    @invariant()
    def the_lines_are_in_order(self) -> None:
        assert {side: self.of(side, WAITING) for side in self.total} == self.line

    @invariant()
    def no_seats_are_free_while_somebody_waits_for_whom_they_are_enough(self) -> None:
        for side, line in self.line.items():
            assert self.open_to_all() or all(self.party(name) > self.free(side) for name in line)

    @invariant()
    def every_offer_has_an_end_ahead(self) -> None:
        for name in self.village.of(OFFERED):
            seat = self.village.seat(name)
            assert seat is not None
            assert seat.offer_ends_at is not None
            assert self.village.now < seat.offer_ends_at <= self.begins

    @invariant()
    def every_offer_arrives_once(self) -> None:
        """And once more for each time the meetup was moved, with what is true since."""
        made = Counter(told.ref for told in self.village.told if told.kind == "seat.offered")
        assert all(times <= 1 + self.village.stands().moves for times in made.values())


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which would take minutes here; add Phase.shrink for the shortest story that fails."""


def explore(do: Do, examples: int) -> None:
    machine = type("SeatsHere", (Seats,), {"do": staticmethod(do)})
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=30, deadline=None, phases=QUICK, suppress_health_check=slow)
    )


@pytest.mark.timeout(180)
def test_on_sqlite() -> None:
    opened: AbstractContextManager[Do] = in_memory()
    with opened as do:
        explore(do, examples=60)


@pytest.mark.timeout(180)
def test_on_postgres(postgres_database: str) -> None:
    with asyncio.Runner() as loop:
        store: Store = loop.run(open_store(postgres_database))

        def do(work: Callable[[Connection], T], /) -> T:
            return loop.run(store.write(work))

        explore(do, examples=5)
        loop.run(store.close())
