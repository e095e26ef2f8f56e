"""A round places everybody it may, repeats nothing that could be avoided, and is the best of those, or says by how much it may not be."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.pairs import best_pairs
from bot.matching.rounds import Round, WhyAlone, round_of
from bot.matching.scores import Ints, Table

Pairs = list[tuple[int, int]]


def mutual(rng: np.random.Generator, people: int, highest: int = 100, allowed: float = 1) -> Ints:
    scores = np.triu(rng.integers(1, highest + 1, (people, people)) * (rng.random((people, people)) < allowed), 1)
    return scores + scores.T


def some_pairs(rng: np.random.Generator, people: int, share: float) -> Pairs:
    return [pair for pair in combinations(range(people), 2) if rng.random() < share]


def holds_together(found: Round, people: int, scores: Ints, met: Pairs, barred: Pairs) -> None:
    """What is true of any round: nobody twice, nobody lost, no barred pair, and it says of itself what is so."""
    seated = [person for group in found.groups for person in group]
    assert sorted([*seated, *(each.person for each in found.left_out)]) == list(range(people))
    assert {len(group) for group in found.groups} <= {2, 3}
    together = [pair for group in found.groups for pair in combinations(group, 2)]
    assert not {*together} & {*barred, *((two, one) for one, two in barred)}
    assert all(scores[pair] > 0 for pair in together)
    assert found.total == sum(int(scores[pair]) for pair in together) <= found.bound
    assert found.repeats == sum(met.count(pair) + met.count((pair[1], pair[0])) for pair in together) >= found.fewest


def networkxs_best(scores: Ints) -> tuple[int, int]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from((one, two, int(scores[one, two])) for one, two in combinations(range(len(scores)), 2) if scores[one, two])
    found = nx.max_weight_matching(graph, maxcardinality=True)
    return len(found), sum(int(scores[pair]) for pair in found)


@pytest.mark.parametrize("seed", range(8))
def test_pairs_are_those_of_another_exact_matcher_to_the_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(25):
        scores = mutual(rng, int(rng.integers(0, 18)), int(rng.integers(1, 60)), rng.random())
        found = best_pairs(Table(scores))
        assert (len(found.pairs), sum(int(scores[pair]) for pair in found.pairs)) == networkxs_best(scores)
        assert found.gap == 0


def test_many_people_are_paired_as_well_as_the_bound_allows() -> None:
    """Some are liked by all, so that the best pairs of each are the same few."""
    rng = np.random.default_rng(2)
    liked = rng.integers(0, 300, 60)
    scores = (mutual(rng, 60, 30) + liked[:, None] + liked) * (1 - np.eye(60, dtype=np.int64))
    found = round_of(scores)
    holds_together(found, 60, scores, [], [])
    assert (len(found.groups), found.total) == networkxs_best(scores)
    assert found.total == found.bound


def best_of_all(people: int, scores: Ints, met: Pairs) -> tuple[int, int]:
    """The fewest repeats, and then the largest total, of all rounds of an even number in pairs, found by trying each."""

    def rest(left: tuple[int, ...]) -> tuple[int, int]:
        if not left:
            return 0, 0
        one, others = left[0], left[1:]
        found: list[tuple[int, int]] = []
        for two in others:
            if scores[one, two]:
                repeats, total = rest(tuple(each for each in others if each != two))
                found.append((repeats + met.count((one, two)), total - int(scores[one, two])))
        return min(found)

    repeats, total = rest(tuple(range(people)))
    return repeats, -total


@pytest.mark.parametrize("seed", range(30))
def test_the_fewest_repeats_come_first_and_then_the_largest_total(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = 2 * int(rng.integers(1, 5))
    scores = mutual(rng, people)
    met = some_pairs(rng, people, 0.8) + some_pairs(rng, people, 0.4)
    found = round_of(scores, met=met)
    holds_together(found, people, scores, met, [])
    assert (found.repeats, found.total) == best_of_all(people, scores, met)
    assert (found.fewest, found.bound) == (found.repeats, found.total)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 60), st.integers(0, 10_000), st.sampled_from([2, 3]))
def test_in_random_groups_nobody_is_twice_nobody_barred_and_everybody_looked_after(people: int, seed: int, size: int) -> None:
    """Bars and history of up to a few with each person, so that everybody has somebody left."""
    rng = np.random.default_rng(seed)
    scores = mutual(rng, people)
    barred, met = some_pairs(rng, people, 1 / people), some_pairs(rng, people, 2 / people)
    found = round_of(scores, met=met, barred=barred, size=3 if size == 3 else 2, seed=seed)
    holds_together(found, people, scores, met, barred)
    if people >= 8 and size == 2:
        assert found.left_out == ()
        assert sum(len(group) == 3 for group in found.groups) == people % 2


@settings(max_examples=30, deadline=None)
@given(st.integers(4, 24), st.integers(0, 10_000))
def test_nobody_meets_twice_while_everybody_has_met_or_may_not_meet_fewer_than_half(people: int, seed: int) -> None:
    """Dirac, 1952: where everybody may still meet half of the others, all can be paired anew. Round after round, until that is used up."""
    rng = np.random.default_rng(seed)
    scores, barred = mutual(rng, people), some_pairs(rng, people, 0.5 / people)
    met: Pairs = []
    while True:
        known = np.zeros((people, people), np.bool_)
        for one, two in met + barred:
            known[one, two] = known[two, one] = True
        even_without_one = people - people % 2
        if (known.sum(axis=1) + 1 + people % 2 > even_without_one // 2).any():
            break
        found = round_of(scores, met=met, barred=barred, seed=seed)
        assert (found.repeats, found.left_out) == (0, ())
        met += [pair for group in found.groups for pair in combinations(group, 2)]
    assert met or people < 6 or barred


def test_a_fixed_list_of_people_meets_everybody_once_before_anybody_twice() -> None:
    """Eight people can have seven rounds; nothing plans ahead, so the last may need a repeat, but never while one is avoidable."""
    scores = np.ones((8, 8), np.int64) - np.eye(8, dtype=np.int64)
    met: Pairs = []
    for _ in range(4):
        found = round_of(scores, met=met)
        assert found.repeats == 0
        met += [group for group in found.groups if len(group) == 2]
    assert len({*met}) == 16


def test_the_odd_one_joins_two_they_have_not_met() -> None:
    scores = np.array([[0, 9, 5, 5, 5], [9, 0, 5, 5, 5], [5, 5, 0, 9, 5], [5, 5, 9, 0, 5], [5, 5, 5, 5, 0]])
    assert round_of(scores).groups in {((0, 1), (2, 3, 4)), ((0, 1, 4), (2, 3))}
    assert round_of(scores, met=[(4, 2)]).groups == ((0, 1, 4), (2, 3))
    # Now they have met one of each of the pairs that would score most.
    found = round_of(scores, met=[(4, 2), (4, 1)])
    assert (found.repeats, found.left_out) == (0, ())
    assert 4 not in {person for group in found.groups if {1, 2} & {*group} for person in group}


def test_whoever_is_left_out_is_told_by_which_rule() -> None:
    everybody = np.ones((4, 4), np.int64) - np.eye(4, dtype=np.int64)
    alone = round_of(everybody, barred=[(3, 0), (3, 1), (3, 2)])
    assert alone.groups == ((0, 1, 2),)
    assert [(each.person, each.why) for each in alone.left_out] == [(3, WhyAlone.NOBODY)]
    star = round_of(everybody, barred=[(1, 2), (1, 3), (2, 3)])
    assert [each.why for each in star.left_out] == [WhyAlone.FULL] * 2
    assert [each.why for each in round_of(np.zeros((1, 1), np.int64)).left_out] == [WhyAlone.ONLY]
    assert round_of(np.zeros((0, 0), np.int64)).groups == ()


@pytest.mark.parametrize("people", range(2, 14))
def test_threes_leave_nobody_alone_whatever_the_number(people: int) -> None:
    found = round_of(mutual(np.random.default_rng(people), people), size=3)
    assert found.left_out == ()
    assert sum(len(group) == 2 for group in found.groups) == {0: 0, 1: 2, 2: 1}[people % 3]


def test_threes_find_those_who_belong_together_and_do_not_meet_again() -> None:
    """Ten trios with everything in common, and nearly nothing with others; the second round is all new people."""
    trio = np.arange(30) % 10
    scores = np.where(trio[:, None] == trio, 90, 1) - 90 * np.eye(30, dtype=np.int64)
    first = round_of(scores, size=3)
    assert first.total == 10 * 3 * 90 == first.bound
    met = [pair for group in first.groups for pair in combinations(group, 2)]
    again = round_of(scores, met=met, size=3)
    assert (again.repeats, again.left_out) == (0, ())


@pytest.mark.parametrize("size", [2, 3])
def test_the_same_people_and_seed_make_the_same_round(size: int) -> None:
    scores = np.ones((21, 21), np.int64) - np.eye(21, dtype=np.int64)
    one, same, another = (round_of(scores, size=3 if size == 3 else 2, seed=seed).groups for seed in (1, 1, 2))
    assert one == same != another


def test_what_is_no_mutual_score_is_refused() -> None:
    with pytest.raises(ValueError, match="both ways"):
        round_of(np.array([[0, 1], [2, 0]]))
    with pytest.raises(ValueError, match="not one of the 2"):
        round_of(np.array([[0, 1], [1, 0]]), met=[(0, 2)])


@pytest.mark.parametrize("seed", range(12))
def test_who_wants_only_pairs_is_in_a_three_only_where_else_somebody_would_be_alone_or_meet_again(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = 2 * int(rng.integers(3, 12)) + 1
    scores = mutual(rng, people)
    wary = [int(each) for each in rng.permutation(people)[: int(rng.integers(1, people + 1))]]
    found = round_of(scores, only_pairs=wary)
    holds_together(found, people, scores, [], [])
    assert not found.left_out
    three = next(group for group in found.groups if len(group) == 3)
    if people - len(wary) >= 3:
        assert not {*three} & {*wary}
    assert round_of(scores, only_pairs=[]) == round_of(scores)
