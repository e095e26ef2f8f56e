"""A coffee round as a question and its answer: plain and small, to travel to a worker and back. Nothing heavy comes in with this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Table = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody in a round; two who share no place can't meet. `traits` line up with the question's `worth`; empty: nothing was said."""

    id: int
    topics: frozenset[str] = frozenset()
    traits: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    threes: bool = True
    waited: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Who is in, and everything that decides. `met` holds a pair once for each time; pairs are of ids, and may name others too."""

    guests: tuple[Guest, ...]
    per_topic: int
    worth: tuple[int, ...]
    met: tuple[tuple[int, int], ...] = ()
    barred: frozenset[tuple[int, int]] = frozenset()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Seating:
    """Tables of ids, who is at none, and what it is worth: no round scores above `bound` with as few repeats, none repeats less."""

    tables: tuple[Table, ...]
    alone: tuple[int, ...]
    repeats: int
    total: int
    fewest: int
    bound: int


def seat(question: Question, standing: Sequence[Table] = ()) -> Seating:
    """Everybody seated as well as can be; tables that are `standing` stay, at most joined by somebody who would else sit alone.

    Meant for a worker: this is where numpy and the solvers come in.
    """
    from bot.matching.company import seat_all

    return seat_all(question, standing)
