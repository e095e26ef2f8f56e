"""What an organiser sees before anything is sent is what solving it says."""

import numpy as np
import pytest

from bot.matching.assignment import assign
from bot.matching.changes import alternatives
from bot.matching.greedy import greedy
from bot.matching.instead import every_alternative
from bot.matching.limits import Limit, nested
from bot.matching.review import Difference, Outcome
from bot.matching.reviewing import Problem, reviewed
from bot.matching.score import Part
from bot.matching.scores import Table

AIMS = [("total",), ("waited", "most", "total"), ("waited", "most", "lowest", "total")]


@pytest.mark.parametrize("aims", AIMS, ids="-".join)
@pytest.mark.parametrize("seed", range(20))
def test_what_everybody_could_have_instead_is_what_asking_for_each_alone_says(seed: int, aims: tuple[str, ...]) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 100, (14, 6)) * (rng.random((14, 6)) < 0.7)
    capacity = rng.integers(0, 4, 6)
    limits = [Limit(3, (0, 1)), Limit(4, (0, 1, 2)), Limit(2, (3, 4))] if seed % 2 else []
    found = assign(scores, capacity, waited=rng.random(14) < 0.3, aims=aims, limits=limits)
    every = every_alternative(Table(scores), nested(capacity, limits), found)
    for mentee in range(14):
        alone = alternatives(scores, capacity, found, mentee, limits=limits)
        assert [each.cost for each in every[mentee]] == [each.cost for each in alone]
        assert [each.score for each in every[mentee]] == [scores[mentee, each.mentor] for each in every[mentee]]


def test_the_review_holds_totals_reasons_rules_and_what_a_place_more_would_bring() -> None:
    scores = np.array([[90, 80, 0], [85, 10, 0], [0, 0, 0], [70, 0, 0]])
    problem = Problem(
        scores,
        [1, 1, 1],
        [False] * 4,
        explain=lambda mentee, mentor: [Part("topics", int(scores[mentee, mentor]), f"{mentee} and {mentor}")],
        rule=lambda unmatched: f"{unmatched.mentee}: {unmatched.why.name}",
    )
    found, seen = reviewed(problem, ("waited", "most", "total"))
    assert found.mentor.tolist() == [1, 0, -1, -1]
    assert seen.plan == Outcome(2, 165, 80)
    assert seen.greedy == Outcome(2, 100, 10)
    assert seen.bound == 165
    told = [(each.mentee, each.mentor, each.score, each.parts[0].words) for each in seen.matches]
    assert told == [(0, 1, 80, "0 and 1"), (1, 0, 85, "1 and 0")]
    assert [each.why for each in seen.unmatched] == ["2: NOBODY", "3: TAKEN"]
    assert [(each.mentor, each.brings) for each in seen.wanted] == [
        (0, Difference(matched=1, total=70)),
        (1, Difference(matched=1, total=-5)),
    ]
    assert [(each.mentor, each.cost) for each in seen.unmatched[1].instead] == [(0, Difference(matched=0, total=85 - 70))]
    assert [each.mentee for each in seen.weakest] == [0, 1]
    assert seen.taken == {0: 1, 1: 1}


def test_greedy_keeps_the_limits_too() -> None:
    scores = np.array([[9, 8], [7, 6]])
    assert greedy(Table(scores), nested(np.array([1, 1]), [])) == Outcome(2, 15, 6)
    assert greedy(Table(scores), nested(np.array([1, 1]), [Limit(1, (0, 1))])) == Outcome(1, 9, 9)
    assert greedy(Table(scores), nested(np.array([1, 0]), [])) == Outcome(1, 9, 9)
