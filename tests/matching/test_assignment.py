"""The assignment is the best there is, says so truthfully, and each aim does what it says."""

from dataclasses import replace
from itertools import permutations, product
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType] - scipy has none

from bot.matching.aims import ALL
from bot.matching.assignment import assign
from bot.matching.certificate import Assignment, NotProven, Proof, Why, verify
from bot.matching.scores import Block, Ints

Random = np.random.Generator
ORDERS = [order for length in range(1, 5) for order in permutations(ALL, length) if {"most", "total"} & set(order)]


def up_to(rng: Random, most: int) -> int:
    return int(rng.integers(1, most + 1))


def some(rng: Random, mentees: int, mentors: int, highest: int = 1000) -> tuple[Ints, Ints]:
    """Random scores, a fifth of the pairs not allowed, and up to three places with each mentor."""
    scores = rng.integers(0, highest + 1, (mentees, mentors)) * (rng.random((mentees, mentors)) < 0.8)
    return scores, rng.integers(0, 4, mentors)


def scipys_total(scores: Ints, capacity: Ints) -> int:
    """The largest total by another exact solver, each mentor standing there once for every place."""
    wide = np.repeat(scores, capacity, axis=1)
    pairs = cast("tuple[Ints, Ints]", linear_sum_assignment(wide, maximize=True))
    return int(wide[pairs].sum())


@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_totals_are_those_of_another_exact_solver_to_the_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(100):
        scores, capacity = some(rng, up_to(rng, 60), up_to(rng, 30), up_to(rng, 2000))
        found = assign(scores, capacity, aims=("total",))
        assert found.total == scipys_total(scores, capacity)
        verify(scores, capacity, found)


def every_outcome(scores: Ints, capacity: Ints, waited: NDArray[np.bool_], aims: tuple[str, ...]) -> tuple[int, ...]:
    """The best that any assignment at all comes to, found by trying every one."""
    mentees, mentors = scores.shape
    best: tuple[int, ...] = ()
    for chosen in product(range(-1, mentors), repeat=mentees):
        pairs = [(mentee, mentor) for mentee, mentor in enumerate(chosen) if mentor >= 0]
        own = [int(scores[pair]) for pair in pairs]
        if 0 in own or any(chosen.count(mentor) > capacity[mentor] for mentor in range(mentors)):
            continue
        came_to = {"waited": sum(waited[pair[0]] for pair in pairs), "most": len(own), "lowest": min(own, default=0), "total": sum(own)}
        best = max(best, tuple(came_to[aim] for aim in aims))
    return best


@pytest.mark.parametrize("aims", ORDERS, ids="-".join)
def test_aims_in_any_order_come_to_what_trying_everything_finds(aims: tuple[str, ...]) -> None:
    rng = np.random.default_rng(len(aims))
    for _ in range(8):
        scores, capacity = some(rng, up_to(rng, 5), up_to(rng, 3), up_to(rng, 9))
        waited = rng.random(len(scores)) < 0.4
        found = assign(scores, capacity, waited=waited, aims=aims)
        assert tuple(found.achieved.values()) == every_outcome(scores, capacity, waited, aims)
        verify(scores, capacity, found)


class InBlocks:
    """The same scores, never seen whole."""

    def __init__(self, scores: Ints) -> None:
        self.scores, self.shape = scores, (scores.shape[0], scores.shape[1])

    def rows(self, start: int, stop: int) -> Block:
        return self.scores[start:stop].astype(np.int16)


@pytest.mark.parametrize("highest", [1000, 12])
def test_when_only_the_best_pairs_are_looked_at_first_the_answer_is_still_proven_over_all(highest: int) -> None:
    """More pairs than are taken at once, in several blocks, with hardly any ties and with many."""
    rng = np.random.default_rng(highest)
    scores, capacity = some(rng, 1500, 400, highest)
    waited = rng.random(1500) < 0.2
    found = assign(InBlocks(scores), capacity, aims=("total",))
    assert found.total == scipys_total(scores, capacity)
    verify(scores, capacity, found)
    with_all_aims = assign(InBlocks(scores), capacity, waited=waited)
    verify(scores, capacity, with_all_aims)
    assert with_all_aims.matched >= found.matched


def test_where_everybody_wants_the_same_few_what_is_missing_from_view_is_found() -> None:
    """All agree on the order of the mentors, so the best of each mentee are the same few places."""
    rng = np.random.default_rng(3)
    scores = (np.arange(500) * 3 + 1)[None, :] + rng.integers(0, 3, (1000, 500))
    capacity = np.ones(500, np.int64)
    found = assign(scores, capacity, aims=("total",))
    assert found.total == scipys_total(scores, capacity)
    verify(scores, capacity, found)


def test_who_waited_comes_first_then_most_then_the_weakest_then_the_total_and_each_has_its_price() -> None:
    scores = np.array([[9, 9], [5, 0], [4, 2], [8, 0]])
    waited = np.array([False, False, True, False])

    def found(*aims: str) -> dict[str, int]:
        return assign(scores, [1, 1], waited=waited, aims=aims).achieved

    assert found("total") == {"total": 17}
    assert found("waited", "total") == {"waited": 1, "total": 13}
    assert found("lowest", "total") == {"lowest": 9, "total": 9}
    assert found("most", "lowest", "total") == {"most": 2, "lowest": 8, "total": 17}
    assert found("waited", "most", "lowest", "total") == {"waited": 1, "most": 2, "lowest": 4, "total": 13}


def test_the_weakest_match_is_raised_at_a_price_in_points() -> None:
    scores = np.array([[10, 3], [6, 1], [0, 4]])
    assert assign(scores, [1, 1], aims=("most", "total")).achieved == {"most": 2, "total": 14}
    assert assign(scores, [1, 2], aims=("most", "total")).achieved == {"most": 3, "total": 15}
    raised = assign(scores, [1, 2], aims=("most", "lowest", "total"))
    assert raised.achieved == {"most": 3, "lowest": 3, "total": 13}


def test_everybody_without_a_mentor_is_told_why() -> None:
    scores = np.array([[0, 0, 0], [5, 0, 0], [0, 7, 0], [0, 6, 0], [0, 0, 2]])
    found = assign(scores, [0, 1, 1], aims=("lowest", "total"))
    assert [(each.mentee, each.why) for each in found.unmatched] == [
        (0, Why.NOBODY),
        (1, Why.NO_PLACES),
        (3, Why.TAKEN),
        (4, Why.TOO_LOW),
    ]


def test_the_same_input_gives_the_same_answer_and_the_seed_decides_among_equals() -> None:
    scores, capacity = np.ones((12, 12), np.int64), np.ones(12, np.int64)
    answers = [assign(scores, capacity, seed=seed).mentor.tolist() for seed in (1, 1, 2, 3)]
    assert answers[0] == answers[1]
    assert len({tuple(each) for each in answers}) == 3


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_one_side_is_no_trouble(mentees: int, mentors: int) -> None:
    scores = np.zeros((mentees, mentors), np.int64)
    found = assign(scores, np.ones(mentors, np.int64))
    verify(scores, np.ones(mentors, np.int64), found)
    assert [each.why for each in found.unmatched] == [Why.NOBODY] * mentees


@pytest.mark.parametrize(
    ("scores", "capacity"),
    [
        (np.ones((2, 2)), [1, 1]),
        (np.ones(3, int), [1]),
        (-np.ones((2, 2), int), [1, 1]),
        (np.ones((2, 2), int), [1]),
        (np.ones((2, 2), int), [1, -1]),
    ],
)
def test_what_is_no_score_or_no_capacity_is_refused(scores: Ints, capacity: list[int]) -> None:
    with pytest.raises((TypeError, ValueError)):
        assign(scores, capacity)


def test_scores_too_large_to_be_summed_exactly_are_refused_rather_than_summed_wrongly() -> None:
    with pytest.raises(ValueError, match="too large"):
        assign(np.full((2000, 2000), 1 << 40), np.ones(2000, np.int64))


@pytest.fixture(scope="module")
def proven() -> tuple[Ints, Ints, Assignment]:
    scores, capacity = some(np.random.default_rng(5), 40, 12)
    found = assign(scores, capacity, waited=np.arange(40) % 3 == 0)
    assert found.at_least > 1, "the test needs a limit that was raised"
    verify(scores, capacity, found)
    return scores, capacity, found


def test_no_other_assignment_passes_as_the_best(proven: tuple[Ints, Ints, Assignment]) -> None:
    """Every mentee moved to every other mentor or to none, with the figures made to fit."""
    scores, capacity, found = proven
    for mentee, mentor in product(range(40), range(-1, 12)):
        moved = found.mentor.copy()
        moved[mentee] = mentor
        if mentor == found.mentor[mentee]:
            continue
        own = np.where(moved >= 0, scores[np.arange(40), moved], 0)
        unmatched = tuple(each for each in assign(np.where(moved[:, None] >= 0, 1, 0), [40]).unmatched)
        with pytest.raises(NotProven):
            verify(
                scores, capacity, replace(found, mentor=moved, total=int(own.sum()), lowest=int(own[moved >= 0].min()), unmatched=unmatched)
            )


@pytest.mark.parametrize("what", ["total", "lowest", "highest", "at_least"])
@pytest.mark.parametrize("by", [-1, 1])
def test_no_figure_may_be_changed(proven: tuple[Ints, Ints, Assignment], what: str, by: int) -> None:
    scores, capacity, found = proven
    changed: dict[str, int] = {what: getattr(found, what) + by}
    with pytest.raises(NotProven):
        verify(scores, capacity, replace(found, **changed))  # pyright: ignore[reportArgumentType] - its fields are of several types


@pytest.mark.parametrize("mentor", range(12))
@pytest.mark.parametrize("by", [-1, 1])
def test_no_price_may_be_changed(proven: tuple[Ints, Ints, Assignment], mentor: int, by: int) -> None:
    scores, capacity, found = proven
    prices = found.prices.copy()
    prices[mentor] += by
    with pytest.raises(NotProven):
        verify(scores, capacity, replace(found, prices=prices))


def test_no_other_claim_may_be_changed(proven: tuple[Ints, Ints, Assignment]) -> None:
    scores, capacity, found = proven
    claims = [
        replace(found, surplus=found.surplus + 1),
        replace(found, unmatched=found.unmatched[1:]),
        replace(found, earlier=()),
        replace(found, earlier=found.earlier[:1]),
        replace(found, earlier=(replace(found.earlier[0], prices=found.earlier[0].prices + 1), *found.earlier[1:])),
        replace(found, earlier=(found.earlier[0], replace(found.earlier[1], prices=found.earlier[1].prices + 1_000_000))),
        replace(found, aims=("most", "lowest", "total")),
        replace(found, aims=("waited", "lowest", "most", "total")),
        replace(found, waited=~found.waited),
    ]
    for claim in claims:
        with pytest.raises(NotProven):
            verify(scores, capacity, claim)


def test_a_weakest_match_that_could_be_raised_does_not_pass_as_the_best() -> None:
    """Honest prices for the next limit show that everybody could still be matched there."""
    scores, capacity = np.array([[10, 3], [6, 1], [0, 4]]), [1, 2]
    plain = assign(scores, capacity, aims=("most", "total"))
    assert plain.lowest == 1
    first = Proof(("most",), 1, assign(scores, capacity, aims=("most",)).prices)
    beyond = Proof(("most",), 2, assign(np.where(scores > 1, scores, 0), capacity, aims=("most",)).prices, falls_short=True)
    with pytest.raises(NotProven, match="nothing"):
        verify(scores, capacity, replace(plain, aims=("most", "lowest", "total"), earlier=(first, beyond)))


def test_a_score_changed_afterwards_is_noticed(proven: tuple[Ints, Ints, Assignment]) -> None:
    scores, capacity, found = proven
    for mentee in np.flatnonzero(found.mentor >= 0):
        changed = scores.copy()
        changed[mentee, found.mentor[mentee]] -= 1
        with pytest.raises(NotProven):
            verify(changed, capacity, found)
    with pytest.raises(NotProven):
        verify(scores, np.maximum(capacity - 1, 0), found)
