"""Limits that several share, nested in one another, are kept, and what is matched within them is still the best there is."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from bot.matching.aims import ALL
from bot.matching.assignment import assign
from bot.matching.certificate import Assignment, NotProven, Why, verify
from bot.matching.changes import NotPossible, alternatives, cost_of, value_of_one_more_place
from bot.matching.limits import Limit
from bot.matching.review import Difference
from bot.matching.scores import Ints

Random = np.random.Generator


def shared(rng: Random, options: int) -> list[Limit]:
    """Days under hosts under organisations: each stretch of the options is cut into smaller ones, some with a limit of their own."""
    limits: list[Limit] = []

    def cut(inside: list[int]) -> None:
        if rng.random() < 0.8:
            limits.append(Limit(int(rng.integers(0, len(inside) + 2)), tuple(inside)))
        if len(inside) > 1:
            at = int(rng.integers(1, len(inside)))
            for part in (inside[:at], inside[at:]):
                cut(part)

    cut([int(each) for each in rng.permutation(options)])
    order = rng.permutation(len(limits))
    return [limits[each] for each in order]


def an_instance(rng: Random, mentees: int, options: int, highest: int) -> tuple[Ints, Ints, list[Limit]]:
    mentees, options = int(rng.integers(1, mentees + 1)), int(rng.integers(1, options + 1))
    scores = rng.integers(0, highest + 1, (mentees, options)) * (rng.random((mentees, options)) < 0.8)
    return scores, rng.integers(0, 4, options), shared(rng, options)


def scipys_total(scores: Ints, capacity: Ints, limits: list[Limit]) -> int:
    """The largest total by another exact solver, which knows nothing of flows: a whole-number programme."""
    mentees, options = scores.shape
    pairs = np.arange(scores.size).reshape(scores.shape)
    rules: NDArray[np.float64] = np.zeros((mentees + options + len(limits), scores.size))
    for at, row in enumerate(pairs):
        rules[at, row] = 1
    for at, inside in enumerate([*((option,) for option in range(options)), *(each.options for each in limits)]):
        rules[mentees + at, pairs[:, list(inside)].ravel()] = 1
    most = np.concatenate([np.ones(mentees), capacity, [each.places for each in limits]])
    allowed = Bounds(0, (scores.ravel() > 0).astype(float))  # pyright: ignore[reportArgumentType] - an array, whatever its hints say
    kept = LinearConstraint(rules, ub=most)  # pyright: ignore[reportArgumentType] - the same
    found = milp(-scores.ravel(), integrality=np.ones(scores.size), bounds=allowed, constraints=kept)
    return round(-float(found.fun))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


@pytest.mark.parametrize("seed", range(10))
def test_totals_within_limits_are_those_of_another_exact_solver_to_the_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(40):
        scores, capacity, limits = an_instance(rng, 20, 12, 300)
        found = assign(scores, capacity, aims=("total",), limits=limits)
        assert found.total == scipys_total(scores, capacity, limits)
        verify(scores, capacity, found, limits)


def every_outcome(scores: Ints, capacity: Ints, limits: list[Limit], waited: NDArray[np.bool_]) -> tuple[int, ...]:
    """The best by all four aims that any assignment at all comes to."""
    best: tuple[int, ...] = ()
    for chosen in product(range(-1, scores.shape[1]), repeat=len(scores)):
        pairs = [(mentee, option) for mentee, option in enumerate(chosen) if option >= 0]
        own = [int(scores[pair]) for pair in pairs]
        full = any(chosen.count(option) > places for option, places in enumerate(capacity))
        if 0 in own or full or any(sum(each in limit.options for each in chosen) > limit.places for limit in limits):
            continue
        best = max(best, (sum(int(waited[pair[0]]) for pair in pairs), len(own), min(own, default=0), sum(own)))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_all_four_aims_within_limits_come_to_what_trying_everything_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, capacity, limits = an_instance(rng, 5, 4, 9)
    waited = rng.random(len(scores)) < 0.4
    found = assign(scores, capacity, waited=waited, limits=limits)
    assert tuple(found.achieved[aim] for aim in ALL) == every_outcome(scores, capacity, limits, waited)
    verify(scores, capacity, found, limits)


def test_many_within_limits_are_proven_over_every_pair() -> None:
    """More pairs than are taken at once: days of hosts of organisations."""
    rng = np.random.default_rng(2)
    scores = rng.integers(1, 900, (900, 400))
    hosts = [Limit(2, tuple(range(at, at + 4))) for at in range(0, 400, 4)]
    organisations = [Limit(5, tuple(range(at, at + 20))) for at in range(0, 400, 20)]
    limits = [*organisations, *hosts]
    found = assign(scores, np.ones(400, np.int64), limits=limits)
    assert found.matched == 20 * 5
    verify(scores, np.ones(400, np.int64), found, limits)


def test_no_limit_means_the_same_as_one_so_wide_that_it_never_matters() -> None:
    rng = np.random.default_rng(4)
    scores, capacity = rng.integers(0, 50, (30, 8)), rng.integers(0, 3, 8)
    assert assign(scores, capacity, limits=[Limit(1000, (1, 2, 3))]).total == assign(scores, capacity).total


def test_limits_that_cross_or_name_nobody_are_refused() -> None:
    scores, capacity = np.ones((3, 3), np.int64), [1, 1, 1]
    for limits in ([Limit(1, (0, 1)), Limit(1, (1, 2))], [Limit(1, (3,))], [Limit(-1, (0,))]):
        with pytest.raises(ValueError, match="limit"):
            assign(scores, capacity, limits=limits)


def test_whoever_goes_without_because_of_a_limit_is_told_that_places_are_taken_and_that_there_were_none_when_it_is_nought() -> None:
    scores = np.array([[9, 0, 0], [0, 8, 0], [0, 0, 7]])
    found = assign(scores, [1, 1, 1], limits=[Limit(1, (0, 1)), Limit(0, (2,))])
    assert [(each.mentee, each.why) for each in found.unmatched] == [(1, Why.TAKEN), (2, Why.NO_PLACES)]


@pytest.fixture(scope="module")
def proven() -> tuple[Ints, Ints, list[Limit], Assignment]:
    rng = np.random.default_rng(8)
    scores, capacity = rng.integers(1, 100, (12, 6)), np.full(6, 3, np.int64)
    limits = [Limit(4, (0, 1, 2)), Limit(3, (0, 1)), Limit(4, (3, 4, 5)), Limit(2, (3, 4))]
    found = assign(scores, capacity, limits=limits)
    verify(scores, capacity, found, limits)
    assert (found.prices > 0).any()
    return scores, capacity, limits, found


def test_nothing_else_passes_as_the_best_within_these_limits(proven: tuple[Ints, Ints, list[Limit], Assignment]) -> None:
    scores, capacity, limits, found = proven
    full = [int(np.isin(found.mentor, each.options).sum()) == each.places for each in limits]
    assert any(full)
    for at in np.flatnonzero(full):
        narrower = [replace(each, places=each.places - (number == at)) for number, each in enumerate(limits)]
        with pytest.raises(NotProven):
            verify(scores, capacity, found, narrower)
    for at in range(len(limits)):
        with pytest.raises(NotProven):
            verify(scores, capacity, found, limits[:at] + limits[at + 1 :])
    for at, by in product(range(len(found.prices)), (-1, 1)):
        prices = found.prices + by * (np.arange(len(found.prices)) == at)
        with pytest.raises(NotProven):
            verify(scores, capacity, replace(found, prices=prices), limits)
    for one, other in combinations(np.flatnonzero(found.mentor >= 0), 2):
        swapped = found.mentor.copy()
        swapped[[one, other]] = found.mentor[[other, one]]
        if not np.array_equal(swapped, found.mentor):
            with pytest.raises(NotProven):
                verify(scores, capacity, replace(found, mentor=swapped), limits)


@pytest.mark.parametrize("seed", range(12))
def test_alternatives_within_limits_cost_what_solving_anew_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, capacity, limits = an_instance(rng, 10, 6, 80)
    found = assign(scores, capacity, limits=limits, aims=("most", "total"))
    for mentee in range(len(scores)):
        offered = alternatives(scores, capacity, found, mentee, 6, limits=limits)
        possible: dict[int, Difference] = {}
        for option in range(scores.shape[1]):
            if option != found.mentor[mentee]:
                try:
                    possible[option] = cost_of(scores, capacity, found, {mentee: option}, limits=limits).cost
                except NotPossible:
                    continue
        assert {each.mentor: each.cost for each in offered} == possible


@pytest.mark.parametrize("seed", range(12))
def test_a_place_more_with_everything_it_stands_under_brings_exactly_its_price(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, capacity, limits = an_instance(rng, 10, 6, 80)
    found = assign(scores, capacity, limits=limits, aims=("total",))
    for option in range(scores.shape[1]):
        wider = [replace(each, places=each.places + (option in each.options)) for each in limits]
        one_more = capacity + np.eye(scores.shape[1], dtype=np.int64)[option]
        more = assign(scores, one_more, limits=wider, aims=("total",))
        assert value_of_one_more_place(found, option).total == more.total - found.total


def test_a_change_by_hand_cannot_break_a_limit_unnoticed() -> None:
    scores = np.array([[5, 6], [5, 6]])
    limits = [Limit(1, (0, 1))]
    found = assign(scores, [1, 1], limits=limits)
    with pytest.raises(NotPossible, match="limit"):
        cost_of(scores, [1, 1], found, {0: 0, 1: 1}, limits=limits)
