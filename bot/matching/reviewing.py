"""Match, prove it, and work out all that an organiser looks at before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.matching.assignment import assign
from bot.matching.certificate import Assignment, Unmatched, verify
from bot.matching.changes import alternatives, value_of_one_more_place
from bot.matching.greedy import greedy
from bot.matching.instead import MANY, every_alternative
from bot.matching.limits import Limit, Nested, nested
from bot.matching.review import WEAKEST, Alternative, Match, Outcome, Review, Wanted, Without
from bot.matching.score import Part
from bot.matching.scores import Block, Ints, Scores, as_capacity, as_scores, pair_scores

MOST_WANTED: Final = 10

Explain = Callable[[int, int], Sequence[Part]]
"""A mentee's and a mentor's reasons."""
Rule = Callable[[Unmatched], str]
"""Why somebody has none, in words."""
Tell = Callable[[str], object]
"""Hears what is being done, a line at a time."""


def _nothing(_mentee: int, _mentor: int) -> Sequence[Part]:
    return ()


def _why(of: Unmatched) -> str:
    return of.why.value


def _unheard(_words: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be matched: `scores`, `capacity` and `limits` as `assign` takes them, the mentees who `waited`, and how to say why."""

    scores: Block | Scores
    capacity: Sequence[int]
    waited: Sequence[bool]
    limits: Sequence[Limit] = ()
    explain: Explain = _nothing
    rule: Rule = _why

    def best(self, aims: Sequence[str]) -> Assignment:
        """The best assignment there is by these aims, its proof checked over every pair."""
        found = assign(self.scores, self.capacity, waited=self.waited, aims=aims, limits=self.limits)
        verify(self.scores, self.capacity, found, self.limits)
        return found


def reviewed(problem: Problem, aims: Sequence[str], tell: Tell = _unheard) -> tuple[Assignment, Review]:
    """The best assignment, proven, and the review of it."""
    tell("Finding the best matches, and proving that there are none better.")
    found = problem.best(aims)
    return found, review(problem, found, tell)


def review(problem: Problem, found: Assignment, tell: Tell = _unheard) -> Review:
    """All that is to be seen of an assignment that was found for this problem."""
    source = as_scores(problem.scores)
    within = nested(as_capacity(problem.capacity, source.shape[1]), problem.limits)
    tell("Proving how many points there could be at most.")
    bound = problem.best(("total",)).total
    tell("Matching greedily, to stand beside it.")
    beside = greedy(source, within)
    instead = _instead(problem, source, within, found, tell)
    own = pair_scores(source, found.mentor)
    return Review(
        aims=found.aims,
        plan=Outcome(found.matched, found.total, found.lowest),
        bound=bound,
        greedy=beside,
        waited=(int((found.mentor[found.waited] >= 0).sum()), int(found.waited.sum())),
        matches=tuple(_matches(problem, found.mentor, own, instead)),
        unmatched=tuple(Without(each.mentee, problem.rule(each), instead.get(each.mentee, ())) for each in found.unmatched),
        wanted=_wanted(found, source.shape[1]),
        places=tuple(int(each) for each in within.places[: within.options]),
    )


def _matches(problem: Problem, mentor: Ints, own: Ints, instead: dict[int, tuple[Alternative, ...]]) -> list[Match]:
    pairs = [(int(mentee), int(mentor[mentee])) for mentee in np.flatnonzero(mentor >= 0)]
    return [Match(*pair, int(own[pair[0]]), tuple(problem.explain(*pair)), instead.get(pair[0], ())) for pair in pairs]


def _instead(problem: Problem, source: Scores, within: Nested, found: Assignment, tell: Tell) -> dict[int, tuple[Alternative, ...]]:
    """For everybody; among very many mentors, for those with the weakest matches."""
    if source.shape[1] <= MANY:
        tell("Working out what everybody could have instead, and at what cost.")
        every = every_alternative(source, within, found, heard=lambda done, of: tell(f"  {done / of:.0%}") if of > 1000 else None)
        return {mentee: tuple(some) for mentee, some in enumerate(every)}
    tell("Working out what those with the weakest matches could have instead, and at what cost.")
    own = pair_scores(source, found.mentor)
    matched = np.flatnonzero(found.mentor >= 0)
    weakest = matched[np.argsort(own[matched], kind="stable")[:WEAKEST]]
    return {int(each): tuple(alternatives(source, problem.capacity, found, int(each), limits=problem.limits)) for each in weakest}


def _wanted(found: Assignment, mentors: int) -> tuple[Wanted, ...]:
    """Whoever has a price, the dearest first."""
    dear = [int(each) for each in np.argsort(-found.prices[:mentors], kind="stable")[:MOST_WANTED] if found.prices[each] > 0]
    return tuple(Wanted(each, value_of_one_more_place(found, each)) for each in dear)
