"""The whole plan from profiles, worked out (`people.planned` asks for it in a worker)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.matching.aims import ALL
from bot.matching.people import People
from bot.matching.review import Review
from bot.matching.reviewing import Problem, review
from bot.matching.score import Part, Rarity, parts
from bot.matching.scores import as_scores
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
