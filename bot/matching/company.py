"""Who sits with whom in a coffee round, from what people said of themselves: scores by the block, and tables that stand already.

The points are those of one pair's reasons, added up; `seating` has the question and the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from bot.matching.rounds import round_of
from bot.matching.scores import Block, Ints
from bot.matching.seating import Guest, Question, Seating, Table
from bot.matching.together import Mutual

WAITED: Final = 1 << 14
"""Above what any few pairs score: while not everybody can be seated, whoever waited last time is."""


def seat_all(question: Question, standing: Sequence[Table] = ()) -> Seating:
    """As `seating.seat`."""
    kept = {id_ for table in standing for id_ in table}
    free = [guest for guest in question.guests if guest.id not in kept]
    new, alone, fewest, bound = _seat_anew(question, free)
    tables, alone = _squeeze_in(question, [*standing, *new], alone)
    repeats, total = _worth(question, tables)
    told = tuple(sorted(tuple(sorted(table)) for table in tables))
    return Seating(told, tuple(sorted(alone)), repeats, total, min(fewest, repeats), max(bound, total))


def _seat_anew(question: Question, free: Sequence[Guest]) -> tuple[list[Table], list[int], int, int]:
    if len(free) < 2:
        return [], [guest.id for guest in free], 0, 0
    at = {guest.id: place for place, guest in enumerate(free)}
    met = [(at[one], at[other]) for one, other in question.met if one in at and other in at]
    barred = [(at[one], at[other]) for one, other in question.barred if one in at and other in at]
    wary = [place for place, guest in enumerate(free) if not guest.threes]
    found = round_of(Company(free, question), met=met, barred=barred, only_pairs=wary, seed=question.seed)
    best = found
    if any(free[each.person].waited for each in found.left_out):
        first = Company(free, question, bonus=WAITED)
        best = round_of(first, met=met, barred=barred, only_pairs=wary, seed=question.seed)
    tables = [tuple(free[place].id for place in group) for group in best.groups]
    return tables, [free[each.person].id for each in best.left_out], found.fewest, found.bound


def _squeeze_in(question: Question, tables: list[Table], alone: Sequence[int]) -> tuple[list[Table], list[int]]:
    """Whoever is left over joins a standing pair, the one it costs least."""
    still: list[int] = []
    for id_ in alone:
        able = [table for table in tables if len(table) == 2 and _may_join(question, table, id_)]
        if not able:
            still.append(id_)
            continue
        best = min(able, key=lambda table: _cost(question, table, id_))
        tables[tables.index(best)] = (*best, id_)
    return tables, still


def _may_join(question: Question, table: Table, id_: int) -> bool:
    guests = _by_id(question, (*table, id_))
    one, other, third = (guest.places for guest in guests) if len(guests) == 3 else (frozenset[str](),) * 3
    return bool(one & other & third) and not any((min(each, id_), max(each, id_)) in question.barred for each in table)


def _cost(question: Question, table: Table, id_: int) -> tuple[int, int, int]:
    repeats, total = _worth(question, [(*table, id_)])
    return repeats, sum(not guest.threes for guest in _by_id(question, (*table, id_))), -total


def _by_id(question: Question, ids: Collection[int]) -> list[Guest]:
    return [guest for guest in question.guests if guest.id in ids]


def _worth(question: Question, tables: Sequence[Table]) -> tuple[int, int]:
    """Repeats and total, over all pairs of all tables."""
    guests = {guest.id: guest for guest in question.guests}
    pairs = {(min(pair), max(pair)) for table in tables for pair in combinations(table, 2)}
    repeats = sum((min(pair), max(pair)) in pairs for pair in question.met)
    return repeats, sum(points(question, guests[one], guests[other]) for one, other in pairs if one in guests and other in guests)


def points(question: Question, one: Guest, other: Guest) -> int:
    """What two score together, and one more, so that those who may meet never score 0."""
    alike = sum(worth for worth, mine, theirs in zip(question.worth, one.traits, other.traits, strict=True) if mine and mine == theirs)
    return 1 + question.per_topic * len(one.topics & other.topics) + alike


class Company(Mutual):
    """The same by the block, with a bonus for whoever waited; 0 where two share no place."""

    def __init__(self, guests: Sequence[Guest], question: Question, bonus: int = 0) -> None:
        self._people = len(guests)
        topics = {topic: at for at, topic in enumerate(sorted({topic for guest in guests for topic in guest.topics}))}
        self._topics = np.zeros((len(guests), len(topics)), np.float32)  # sums of so few are exact
        for at, guest in enumerate(guests):
            self._topics[at, [topics[topic] for topic in guest.topics]] = 1
        self._per_topic = question.per_topic
        self._traits = [(worth, _codes([guest.traits[at] for guest in guests])) for at, worth in enumerate(question.worth)]
        self._waited = np.array([guest.waited for guest in guests], np.int64) * bonus
        places = {place: at for at, place in enumerate(sorted({place for guest in guests for place in guest.places}))}
        self._places = np.zeros((len(guests), len(places)), np.float32)
        for at, guest in enumerate(guests):
            self._places[at, [places[place] for place in guest.places]] = 1

    @property
    def people(self) -> int:
        """How many."""
        return self._people

    def between(self, rows: Ints, columns: Ints) -> Block:
        """Of these people with those."""
        shared = np.matmul(self._topics[rows], self._topics[columns].T)
        found = 1 + self._per_topic * shared.astype(np.int64) + self._waited[rows, None] + self._waited[columns]
        for worth, codes in self._traits:
            mine = codes[rows, None]
            found += worth * ((mine == codes[columns]) & (mine > 0))
        found[np.matmul(self._places[rows], self._places[columns].T) == 0] = 0
        return found


def _codes(values: Sequence[Hashable]) -> Ints:
    """A number for each value, 0 for nothing."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known) + 1) if value else 0 for value in values], np.int64)
