"""The whole plan from profiles, worked out (`people.planned` asks for it in a worker)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bot.matching.aims import ALL
from bot.matching.changes import by_hand as set_by_hand
from bot.matching.limits import nested
from bot.matching.people import People
from bot.matching.review import Alternative, Difference, Review
from bot.matching.reviewing import Problem, review
from bot.matching.score import Part, Rarity, parts
from bot.matching.scores import FORBIDDEN, as_scores, pair_scores
from bot.matching.scoring import Scoring


def problem_of(people: People) -> Problem:
    """As the engine takes it, with the reasons of every pair."""
    rarity = Rarity(people.helpers)

    def explain(mentee: int, mentor: int) -> Sequence[Part]:
        return parts(people.seekers[mentee], people.helpers[mentor], people.weights, rarity)

    return Problem(
        Scoring(people.seekers, people.helpers, people.weights, people.barred),
        [each.capacity for each in people.helpers],
        [each.waited for each in people.seekers],
        explain=explain,
    )


def planned(people: People, by_hand: Mapping[str, str | None]) -> tuple[Review, tuple[str, ...]]:
    """As `people.planned`."""
    problem = problem_of(people)
    kept, lost = _possible(people, problem, by_hand)
    return review(problem, problem.best(ALL), kept), lost


def tried(people: People, by_hand: Mapping[str, str | None], seeker: str, helpers: Sequence[str]) -> list[Alternative]:
    """As `people.tried`."""
    problem = problem_of(people)
    source, within = as_scores(problem.scores), nested(np.array(problem.capacity, np.int64), problem.limits)
    column = {each.key: at for at, each in enumerate(people.helpers)}
    kept, _ = _possible(people, problem, by_hand)
    best, mentee = problem.best(ALL), next(at for at, each in enumerate(people.seekers) if each.key == seeker)

    def outcome(changes: Mapping[int, int]) -> tuple[int, int, int, int]:
        hand = set_by_hand(source, within, changes)
        mentor = hand.joined(problem.others(hand, best).mentor if changes else best.mentor)
        own = pair_scores(source, mentor)
        matched = own[mentor >= 0]
        return int((mentor[best.waited] >= 0).sum()), len(matched), int(matched.sum()), int(matched.min(initial=FORBIDDEN))

    now, found = outcome(kept), list[Alternative]()
    for helper in helpers:
        then = outcome({**kept, mentee: column[helper]})
        cost = Difference(*(was - will for was, will in zip(now[:3], then[:3], strict=True)))
        score = int(source.rows(mentee, mentee + 1)[0, column[helper]])
        found.append(Alternative(column[helper], score, cost, then[3] if then[3] < now[3] else None))
    return found


def _possible(people: People, problem: Problem, by_hand: Mapping[str, str | None]) -> tuple[dict[int, int], tuple[str, ...]]:
    row = {each.key: at for at, each in enumerate(people.seekers)}
    column: dict[str | None, int] = {each.key: at for at, each in enumerate(people.helpers)} | {None: -1}
    scores, left = as_scores(problem.scores), list(problem.capacity)
    kept: dict[int, int] = {}
    lost: list[str] = []
    for seeker, helper in by_hand.items():
        mentee, mentor = row.get(seeker, -1), column.get(helper, -2)
        may = mentor == -1 or (min(mentee, mentor) >= 0 and left[mentor] > 0 and bool(scores.rows(mentee, mentee + 1)[0, mentor]))
        if mentee < 0 or not may:
            lost.append(seeker)
            continue
        kept[mentee] = mentor
        if mentor >= 0:
            left[mentor] -= 1
    return kept, tuple(lost)
