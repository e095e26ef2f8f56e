"""What an organiser might do instead costs what solving it anew says it costs."""

import numpy as np
import pytest

from bot.matching.assignment import assign
from bot.matching.certificate import Assignment
from bot.matching.changes import NotPossible, alternatives, cost_of, value_of_one_more_place
from bot.matching.review import Difference
from bot.matching.scores import Ints

AIMS = [("total",), ("waited", "most", "total"), ("total", "most"), ("waited", "most", "lowest", "total")]


def a_scheme(seed: int, aims: tuple[str, ...]) -> tuple[Ints, Ints, Assignment]:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 100, (14, 5)) * (rng.random((14, 5)) < 0.7)
    capacity = rng.integers(0, 4, 5) + 3 * (seed % 3 == 0)  # every third has places to spare
    return scores, capacity, assign(scores, capacity, waited=rng.random(14) < 0.3, aims=aims)


def came_to(found: Assignment) -> Difference:
    return Difference(int((found.mentor[found.waited] >= 0).sum()), found.matched, found.total)


def wanted(found: Assignment, one: Difference) -> Difference:
    """Only what the assignment was asked to look at."""
    return Difference(one.waited * ("waited" in found.aims), one.matched * ("most" in found.aims), one.total * ("total" in found.aims))


@pytest.mark.parametrize("aims", AIMS[:3], ids="-".join)
@pytest.mark.parametrize("seed", range(12))
def test_one_more_place_brings_exactly_its_price(seed: int, aims: tuple[str, ...]) -> None:
    scores, capacity, found = a_scheme(seed, aims)
    for mentor in range(5):
        more = assign(scores, capacity + (np.arange(5) == mentor), waited=found.waited, aims=aims)
        now, then = came_to(found), came_to(more)
        brought = Difference(then.waited - now.waited, then.matched - now.matched, then.total - now.total)
        assert value_of_one_more_place(found, mentor) == wanted(found, brought)


@pytest.mark.parametrize("aims", AIMS, ids="-".join)
@pytest.mark.parametrize("seed", range(12))
def test_the_three_alternatives_are_the_cheapest_there_are_at_their_real_cost(seed: int, aims: tuple[str, ...]) -> None:
    scores, capacity, found = a_scheme(seed, aims)
    for mentee in range(14):
        offered = alternatives(scores, capacity, found, mentee)
        others = [mentor for mentor in range(5) if scores[mentee, mentor] and capacity[mentor] and mentor != found.mentor[mentee]]
        solved = {mentor: cost_of(scores, capacity, found, {mentee: mentor}).cost for mentor in others}
        assert [each.cost for each in offered] == [solved[each.mentor] for each in offered]
        by_aim = [tuple(getattr(cost, {"most": "matched"}.get(aim, aim)) for aim in aims if aim != "lowest") for cost in solved.values()]
        offered_by_aim = [by_aim[others.index(each.mentor)] for each in offered]
        assert offered_by_aim == sorted(by_aim)[:3]
        assert [each.score for each in offered] == [scores[mentee, each.mentor] for each in offered]


def test_one_more_place_may_bring_a_person_and_cost_points() -> None:
    """Somebody has to make room for the other, who can be nowhere else."""
    found = assign(np.array([[100, 1], [2, 0]]), [1, 0], waited=[True, True], aims=("waited", "most", "total"))
    assert value_of_one_more_place(found, 1) == Difference(waited=1, matched=1, total=1 + 2 - 100)


def test_leaving_everything_as_it_is_costs_nothing() -> None:
    scores, capacity, found = a_scheme(1, ("waited", "most", "total"))
    for mentee, mentor in enumerate(found.mentor):
        assert cost_of(scores, capacity, found, {mentee: int(mentor)}).cost == Difference()


def test_several_changes_are_kept_and_priced_together() -> None:
    scores = np.array([[9, 2], [8, 7], [1, 6]])
    found = assign(scores, [1, 1], aims=("total",))
    assert found.mentor.tolist() == [0, 1, -1]
    swapped = cost_of(scores, [1, 1], found, {0: 1, 1: 0})
    assert swapped.mentor.tolist() == [1, 0, -1]
    assert swapped.cost.total == 16 - 10
    assert cost_of(scores, [1, 1], found, {1: -1}).mentor.tolist() == [0, -1, 1]


def test_a_change_by_hand_cannot_break_a_limit_unnoticed() -> None:
    scores = np.array([[5, 0], [5, 5], [5, 5]])
    found = assign(scores, [1, 1])
    with pytest.raises(NotPossible, match="not allowed"):
        cost_of(scores, [1, 1], found, {0: 1})
    with pytest.raises(NotPossible, match="more than"):
        cost_of(scores, [1, 1], found, {1: 1, 2: 1})
