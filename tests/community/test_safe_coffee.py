"""Promise 7 for coffee, through the real rules: whatever people do between a round's drawing and its telling, and whenever they do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from sqlalchemy import Connection

from bot.community import pausing, safety
from bot.community.coffee import afterwards, people
from bot.community.coffee.sending import SEND
from bot.outbox.rows import Row
from tests.community.cafe import Cafe
from tests.community.village import in_memory

ZONES = ("Europe/London", "Europe/London", "America/New_York", "Asia/Kolkata")
Pair = frozenset[str]


def pairs(names: Collection[str]) -> set[Pair]:
    return {frozenset(pair) for pair in combinations(names, 2)}


@dataclass
class Watched(Cafe):
    """A café that keeps its own account of who is in and who is kept apart, and holds every message against it as it arrives."""

    out: set[str] = field(default_factory=set[str])
    apart: set[Pair] = field(default_factory=set[Pair])
    met: set[Pair] = field(default_factory=set[Pair])
    could_all_be_new: bool = False
    sent: int = 0
    wrong: list[str] = field(default_factory=list[str])

    def _deliver(self, conn: Connection, row: Row) -> None:
        if row.kind == SEND.name:
            self.could_all_be_new = self._dirac()
            self.sent += 1
        before = len(self.told)
        super()._deliver(conn, row)
        new = self.told[before:]
        table = {each.who for each in new if each.kind == "coffee.together"}
        self.out |= {each.who for each in new if each.kind == "coffee.rests"}
        self.wrong += [f"{each.who} is out and heard {each.kind}" for each in new if each.who in self.out and each.kind != "coffee.rests"]
        if table:
            self._look_at(table)

    def _look_at(self, table: set[str]) -> None:
        if len(table) not in {2, 3}:
            self.wrong.append(f"{sorted(table)} were told as if they were a table")
        if pairs(table) & self.apart:
            self.wrong.append(f"{sorted(table)} were put together, and may not be")
        if self.could_all_be_new and pairs(table) & self.met:
            self.wrong.append(f"{sorted(table)} met before, and need not have")
        self.met |= pairs(table)

    def _dirac(self) -> bool:
        """Whether everybody has half of the others left to meet (Dirac, 1952), with room for an odd one: then nobody need meet again."""
        here = set(self.people) - self.out - {"Priya"}
        known = Counter(name for pair in (self.met | self.apart) for name in pair if pair <= here)
        return len(here) > 3 and all(known[name] + 1 <= len(here) // 2 - len(here) % 2 for name in here)


def something_happens(cafe: Watched, rng: Random) -> None:
    """Somebody leaves, takes a break, keeps somebody away, or comes back."""
    who, other = rng.sample(sorted(set(cafe.people) - {"Priya"}), 2)
    what = rng.choice(("leaves", "pauses", "blocks", "blocks"))
    if what == "blocks":
        cafe.do(lambda conn: safety.keep_apart(cafe.act(conn, who), cafe.people[other]))
        cafe.apart.add(frozenset({who, other}))
    elif who in cafe.out:
        joins(cafe, rng, who)
    elif what == "leaves":
        cafe.do(lambda conn: people.leave(cafe.act(conn, who)))
        cafe.out.add(who)
    else:
        cafe.do(lambda conn: pausing.pause(cafe.act(conn, who), cafe.now + timedelta(days=300)))
        cafe.out.add(who)


def joins(cafe: Watched, rng: Random, who: str) -> None:
    """Somebody joins, or comes back, from wherever they are."""
    threes, zone = rng.random() < 0.7, rng.choice(ZONES)
    cafe.do(lambda conn: pausing.come_back(cafe.act(conn, who)))
    cafe.do(lambda conn: people.join(cafe.act(conn, who), "weekly", threes=threes, zone=zone))
    cafe.out.discard(who)


def some_answer(cafe: Watched, rng: Random) -> None:
    """Most say whether they met; whoever never does rests after three times, and hears no more."""
    for name, who in cafe.people.items():
        asked = cafe.do(lambda conn, who=who: afterwards.open_to(conn, cafe.now, who, cafe.group)) if rng.random() < 0.7 else []
        for each in asked:
            cafe.acts(name, lambda act, each=each: afterwards.say_met(act, each.table, met=rng.random() < 0.5))


def a_round(cafe: Watched, rng: Random) -> None:
    """A week, with things that happen after the drawing (on Saturday), while it goes out (on Monday), and before the west is told."""
    told, sent = len(cafe.told), cafe.sent
    saturday = (cafe.now + timedelta(days=(5 - cafe.now.weekday()) % 7)).replace(hour=10, minute=0, second=0)
    cafe.until(saturday + timedelta(hours=rng.random() * 12))
    for _ in range(rng.randint(0, 2)):
        something_happens(cafe, rng)
    in_before = set(cafe.people) - cafe.out - {"Priya"}
    surprised = rng.random() < 0.4
    if surprised:
        cafe.between = lambda: something_happens(cafe, rng)
    monday = (cafe.now + timedelta(days=7 - cafe.now.weekday())).replace(hour=11, minute=0)
    cafe.until(monday)
    for _ in range(rng.randint(0, 2)):
        something_happens(cafe, rng)
    cafe.until(monday + timedelta(days=2))
    heard = Counter(each.who for each in cafe.told[told:] if each.kind in {"coffee.together", "coffee.left_over"})
    cafe.wrong += [f"{name} heard {count} times of one round" for name, count in heard.items() if count > 1]
    throughout = in_before - cafe.out if cafe.sent > sent and not surprised else set[str]()
    cafe.wrong += [f"{name} heard nothing of it" for name in throughout if not heard[name]]
    some_answer(cafe, rng)


def what_went_wrong(seed: int, most: int = 12, watch: Callable[[Watched], None] = lambda _: None) -> list[str]:
    """In five rounds of one random group."""
    rng = Random(seed)
    with in_memory() as do:
        cafe = Watched(do)
        for number in range(rng.randint(2, most)):
            cafe.who(f"Person{number}")
            joins(cafe, rng, f"Person{number}")
        for _ in range(5):
            a_round(cafe, rng)
        watch(cafe)
        return [f"seed {seed}: {words}" for words in cafe.wrong]


@pytest.mark.parametrize("first", range(0, 12, 4))
def test_in_random_groups_both_sides_are_told_or_neither_and_nobody_is_forgotten(first: int) -> None:
    assert [words for seed in range(first, first + 4) for words in what_went_wrong(seed)] == []


def test_the_check_itself_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the look at the moment of telling taken away, and with the bars."""
    from bot.community.coffee import company, rounds

    met: list[int] = []
    what_went_wrong(1, watch=lambda cafe: met.append(len(cafe.met)))
    assert met[0]
    monkeypatch.setattr(rounds, "holds", lambda sitting, *_: len(sitting) > 1)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType] - takes anything
    assert [words for seed in range(6) for words in what_went_wrong(seed)]
    monkeypatch.undo()
    monkeypatch.setattr(company, "met", lambda *_: ())  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    assert [words for seed in range(6) for words in what_went_wrong(seed)]
