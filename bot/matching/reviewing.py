"""Match, prove it, and work out all that an organiser looks at before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.matching.assignment import assign, reasons
from bot.matching.certificate import Assignment, Unmatched, verify
from bot.matching.changes import Kept, alternatives_within, others, value_of_one_more_place
from bot.matching.greedy import greedy
from bot.matching.instead import MANY, every_alternative
from bot.matching.limits import Limit, nested
from bot.matching.review import NOTHING, SET_ASIDE, WEAKEST, Alternative, Match, Outcome, Review, Wanted, Without
from bot.matching.score import Part
from bot.matching.scores import Block, Ints, Scores, as_capacity, as_scores, pair_scores

MOST_WANTED: Final = 10
NONE: Final[Mapping[int, int]] = MappingProxyType({})

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
    return found, review(problem, found, tell=tell)


def review(problem: Problem, found: Assignment, by_hand: Mapping[int, int] = NONE, tell: Tell = _unheard) -> Review:
    """All that is to be seen of the best assignment; or of what becomes of it with some pairs set `by_hand`, as `cost_of` takes them.

    Raises NotPossible for a pair that a rule bars, or more of them than there are places.
    """
    source = as_scores(problem.scores)
    within = nested(as_capacity(problem.capacity, source.shape[1]), problem.limits)
    kept = others(source, within, found, by_hand) if by_hand else Kept(found.mentor, NOTHING, source, within, found)
    tell("Proving how many points there could be at most.")
    bound = problem.best(("total",)).total
    tell("Matching greedily, to stand beside it.")
    beside = greedy(source, within)
    instead = _instead(kept, tell)
    own = pair_scores(source, kept.mentor)
    return Review(
        aims=found.aims,
        plan=_outcome(kept.mentor, own),
        bound=bound,
        greedy=beside,
        waited=(int((kept.mentor[found.waited] >= 0).sum()), int(found.waited.sum())),
        matches=tuple(_matches(problem, kept.mentor, own, instead, by_hand)),
        unmatched=tuple(_without(problem, each, instead, by_hand) for each in reasons(source, within, kept.mentor)),
        wanted=_wanted(kept.rest, source.shape[1]),
        places=tuple(int(each) for each in within.places[: within.options]),
        best=_outcome(found.mentor, pair_scores(source, found.mentor)),
        cost=kept.cost,
    )


def _outcome(mentor: Ints, own: Ints) -> Outcome:
    matched = own[mentor >= 0]
    return Outcome(len(matched), int(matched.sum()), int(matched.min()) if len(matched) else 0)


Instead = Mapping[int, tuple[Alternative, ...]]


def _matches(problem: Problem, mentor: Ints, own: Ints, instead: Instead, by_hand: Mapping[int, int]) -> Iterator[Match]:
    for mentee in np.flatnonzero(mentor >= 0).tolist():
        pair = mentee, int(mentor[mentee])
        yield Match(*pair, int(own[mentee]), tuple(problem.explain(*pair)), instead.get(mentee, ()), mentee in by_hand)


def _without(problem: Problem, each: Unmatched, instead: Instead, by_hand: Mapping[int, int]) -> Without:
    why = SET_ASIDE if each.mentee in by_hand else problem.rule(each)
    return Without(each.mentee, why, instead.get(each.mentee, ()))


def _instead(kept: Kept, tell: Tell) -> Instead:
    """For everybody not set by hand; among very many mentors, for those with the weakest matches."""
    if kept.source.shape[1] <= MANY:
        tell("Working out what everybody could have instead, and at what cost.")
        every = every_alternative(
            kept.source, kept.within, kept.rest, heard=lambda done, of: tell(f"  {done / of:.0%}") if of > 1000 else None
        )
        return {mentee: tuple(some) for mentee, some in enumerate(every)}
    tell("Working out what those with the weakest matches could have instead, and at what cost.")
    own = pair_scores(kept.source, kept.rest.mentor)
    matched = np.flatnonzero(own > 0)
    weakest: list[int] = matched[np.argsort(own[matched], kind="stable")[:WEAKEST]].tolist()
    return {each: tuple(alternatives_within(kept.source, kept.within, kept.rest, each)) for each in weakest}


def _wanted(found: Assignment, mentors: int) -> tuple[Wanted, ...]:
    """Whoever has a price, the dearest first."""
    dear = [int(each) for each in np.argsort(-found.prices[:mentors], kind="stable")[:MOST_WANTED] if found.prices[each] > 0]
    return tuple(Wanted(each, value_of_one_more_place(found, each)) for each in dear)
