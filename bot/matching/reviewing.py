"""Match, prove it, and work out all that an organiser looks at before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.matching.assignment import assign, reasons
from bot.matching.certificate import Assignment, Unmatched, verify
from bot.matching.changes import Hand, alternatives_within, value_of_one_more_place
from bot.matching.changes import by_hand as set_by_hand
from bot.matching.greedy import greedy
from bot.matching.instead import MANY, every_alternative
from bot.matching.limits import Limit, nested
from bot.matching.review import SET_ASIDE, WEAKEST, Alternative, Difference, Match, Outcome, Review, Wanted, Without
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

    def others(self, hand: Hand, best: Assignment) -> Assignment:
        """The best assignment, by the same aims, of all who were not set by hand."""
        places: list[int] = hand.left.places.tolist()
        limits = [replace(limit, places=left) for limit, left in zip(self.limits, places[hand.left.options :], strict=True)]
        return assign(hand.source, places[: hand.left.options], waited=best.waited, aims=best.aims, limits=limits)


def reviewed(problem: Problem, aims: Sequence[str], tell: Tell = _unheard) -> tuple[Assignment, Review]:
    """The best assignment, proven, and the review of it."""
    tell("Finding the best matches, and proving that there are none better.")
    found = problem.best(aims)
    return found, review(problem, found, tell=tell)


def review(problem: Problem, best: Assignment, by_hand: Mapping[int, int] = NONE, tell: Tell = _unheard) -> Review:
    """All that is to be seen of the best assignment; or of what becomes of it with some pairs set `by_hand`, as `cost_of` takes them.

    The others are then matched anew, as well as can be by the same aims. Raises NotPossible for a pair that a rule bars, or more of them
    than there are places.
    """
    source = as_scores(problem.scores)
    within = nested(as_capacity(problem.capacity, source.shape[1]), problem.limits)
    hand = set_by_hand(source, within, by_hand)
    rest = problem.others(hand, best) if by_hand else best
    mentor = hand.joined(rest.mentor)
    own = pair_scores(source, mentor)
    tell("Proving how many points there could be at most.")
    bound = problem.best(("total",)).total
    tell("Matching greedily, to stand beside it.")
    beside = greedy(source, within)
    instead = _instead(hand, rest, tell)
    before, after = _outcome(best.mentor, pair_scores(source, best.mentor)), _outcome(mentor, own)
    waited, kept = int((mentor[best.waited] >= 0).sum()), int((best.mentor[best.waited] >= 0).sum())
    return Review(
        aims=best.aims,
        plan=after,
        bound=bound,
        greedy=beside,
        waited=(waited, int(best.waited.sum())),
        matches=tuple(_matches(problem, mentor, own, instead, by_hand)),
        unmatched=tuple(_without(problem, each, instead, by_hand) for each in reasons(source, within, mentor)),
        wanted=_wanted(rest, source.shape[1]),
        places=tuple(int(each) for each in within.places[: within.options]),
        best=before,
        cost=Difference(kept - waited, before.matched - after.matched, before.total - after.total),
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


def _instead(hand: Hand, rest: Assignment, tell: Tell) -> Instead:
    """For everybody not set by hand; among very many mentors, for those with the weakest matches."""
    if hand.source.shape[1] <= MANY:
        tell("Working out what everybody could have instead, and at what cost.")
        every = every_alternative(hand.source, hand.left, rest, heard=lambda done, of: tell(f"  {done / of:.0%}") if of > 1000 else None)
        return {mentee: tuple(some) for mentee, some in enumerate(every)}
    tell("Working out what those with the weakest matches could have instead, and at what cost.")
    own = pair_scores(hand.source, rest.mentor)
    matched = np.flatnonzero(own > 0)
    weakest: list[int] = matched[np.argsort(own[matched], kind="stable")[:WEAKEST]].tolist()
    return {each: tuple(alternatives_within(hand.source, hand.left, rest, each)) for each in weakest}


def _wanted(found: Assignment, mentors: int) -> tuple[Wanted, ...]:
    """Whoever has a price, the dearest first."""
    dear = [int(each) for each in np.argsort(-found.prices[:mentors], kind="stable")[:MOST_WANTED] if found.prices[each] > 0]
    return tuple(Wanted(each, value_of_one_more_place(found, each)) for each in dear)
