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

from bot.community import seats
from bot.community.rsvp import Outcome
from bot.community.seats import GOING, LAPSED, OFFERED, WAITING
from bot.store import Store, open_store
from tests.community.village import Do, Village, in_memory

T = TypeVar("T")

NAMES = ("Ada", "Bea", "Cat", "Dot", "Eve")
PEOPLE = st.sampled_from(NAMES)


class Seats(RuleBasedStateMachine):
    """One meetup. The model is the line alone, in the order people joined it; the rest is what may follow from what was."""

    do: ClassVar[Do]

    @initialize(capacity=st.sampled_from([1, 2, 0]), hours=st.sampled_from([24 * 30, 5, 20, 30, 60]), eager=st.integers(0, len(NAMES)))
    def announce(self, capacity: int, hours: int, eager: int) -> None:
        self.village = Village(self.do)
        self.capacity = capacity
        self.begins = self.village.announce(capacity, starts_in=timedelta(hours=hours), lasts=6 * 60).starts_at
        self.line: list[str] = []
        for name in NAMES[:eager]:
            self.yes(name)

    # --- what people do ---------------------------------------------------------------------------------------------------------

    def open_to_all(self) -> bool:
        return self.village.stands().first_to_tap or self.village.now >= self.begins

    def over(self) -> bool:
        return self.village.now >= self.begins + timedelta(hours=6)

    @precondition(lambda self: not self.over())
    @rule(name=PEOPLE)
    def yes(self, name: str) -> None:
        before, free = self.village.state(name), self.capacity - len(self.village.of(*seats.HELD))
        seated = before in seats.HELD or (free > 0 and (self.open_to_all() or not self.line))
        outcome = self.village.yes(name)
        assert outcome.state == (GOING if seated else WAITING)
        if seated:
            self.leaves(name)
        elif name not in self.line:
            self.line.append(name)
        assert seated or self.line[outcome.position - 1] == name

    @precondition(lambda self: not self.over())
    @rule(name=PEOPLE, maybe=st.booleans())
    def steps_back(self, name: str, maybe: bool) -> None:  # noqa: FBT001 - Hypothesis names what it draws
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

    def leaves(self, name: str) -> None:
        if name in self.line:
            self.line.remove(name)

    def moved_up(self) -> None:
        """Whoever left the line by no act of their own did so from its front, and was offered a seat."""
        still = self.village.of(WAITING)
        gone = self.line[: len(self.line) - len(still)]
        assert still == self.line[len(gone) :]
        assert all(self.village.state(name) in {OFFERED, LAPSED} for name in gone)
        self.line = still

    # --- what is always so ------------------------------------------------------------------------------------------------------

    @invariant()
    def never_over(self) -> None:
        assert len(self.village.of(*seats.HELD)) <= self.capacity

    @invariant()
    def the_line_is_in_order(self) -> None:
        assert self.village.of(WAITING) == self.line

    @invariant()
    def no_seat_is_free_while_somebody_waits_for_it(self) -> None:
        free = self.capacity - len(self.village.of(*seats.HELD))
        assert not self.line or not free or self.open_to_all()

    @invariant()
    def every_offer_has_an_end_ahead(self) -> None:
        for name in self.village.of(OFFERED):
            seat = self.village.seat(name)
            assert seat is not None
            assert seat.offer_ends_at is not None
            assert self.village.now < seat.offer_ends_at <= self.begins

    @invariant()
    def every_offer_arrives_once(self) -> None:
        made = Counter(told.ref for told in self.village.told if told.kind == "seat.offered")
        assert all(times == 1 for times in made.values())


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
