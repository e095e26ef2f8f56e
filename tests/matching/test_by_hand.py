"""A plan with some pairs set by hand: they stay, the others are matched anew as well as can be, and the cost told is the real one."""

from random import Random

import pytest

from bench.people import some_helpers, some_seekers
from bot.matching.bars import bar
from bot.matching.changes import NotPossible
from bot.matching.people import People, planned, tried
from bot.matching.review import SET_ASIDE, Difference, Review


def a_scheme(seed: int) -> People:
    rng = Random(seed)
    return People(some_seekers(rng, 24), some_helpers(rng, 10))


def allowed(people: People) -> list[tuple[str, str]]:
    return [(one.key, other.key) for one in people.seekers for other in people.helpers if bar(one, other, people.barred) is None]


def mentors(people: People, review: Review) -> dict[str, str]:
    return {people.seekers[each.mentee].key: people.helpers[each.mentor].key for each in review.matches}


def by_aims(review: Review) -> tuple[int, int, int, int]:
    return review.waited[0], review.plan.matched, review.plan.lowest, review.plan.total


@pytest.mark.parametrize("seed", range(8))
def test_a_pair_set_by_hand_stays_and_costs_what_is_told(seed: int) -> None:
    people = a_scheme(seed)
    best, _ = planned(people, {})
    for seeker, helper in Random(seed).sample(allowed(people), 5):
        found, lost = planned(people, {seeker: helper})
        assert lost == ()
        assert mentors(people, found)[seeker] == helper
        assert by_aims(found) <= by_aims(best)
        now, then = (best.waited[0], best.plan.matched, best.plan.total), (found.waited[0], found.plan.matched, found.plan.total)
        assert found.cost == Difference(*(one - other for one, other in zip(now, then, strict=True)))
        assert [each.by_hand for each in found.matches if people.seekers[each.mentee].key == seeker] == [True]
        assert found.bound == best.bound


@pytest.mark.parametrize("seed", range(4))
def test_what_the_plan_has_anyway_costs_nothing_and_trying_is_what_doing_it_comes_to(seed: int) -> None:
    people = a_scheme(seed)
    best, _ = planned(people, {})
    held = mentors(people, best)
    assert not planned(people, {seeker: held[seeker] for seeker in list(held)[:3]})[0].cost
    hand = dict([Random(seed).choice(allowed(people))])
    before, _ = planned(people, hand)
    seeker = next(each.key for each in people.seekers if each.key not in hand)
    for one in tried(people, hand, seeker, [helper for who, helper in allowed(people) if who == seeker and helper not in hand.values()]):
        after, _ = planned(people, {**hand, seeker: people.helpers[one.mentor].key})
        assert one.cost.matched == before.plan.matched - after.plan.matched
        assert one.cost.total == before.plan.total - after.plan.total
        assert one.lowest == (after.plan.lowest if after.plan.lowest < before.plan.lowest else None)


def test_somebody_may_be_left_for_another_time() -> None:
    people = a_scheme(1)
    best, _ = planned(people, {})
    seeker = people.seekers[best.matches[0].mentee].key
    found, _ = planned(people, {seeker: None})
    assert seeker not in mentors(people, found)
    assert [each.why for each in found.unmatched if people.seekers[each.mentee].key == seeker] == [SET_ASIDE]


def test_what_a_rule_bars_or_is_not_there_any_more_is_left_out_and_said() -> None:
    people = a_scheme(2)
    may = set(allowed(people))
    barred = next((one.key, other.key) for one in people.seekers for other in people.helpers if (one.key, other.key) not in may)
    free = next((one, other) for one, other in sorted(may) if one != barred[0])
    found, lost = planned(people, {**dict([barred]), "somebody else": None, free[0]: free[1]})
    assert lost == (barred[0], "somebody else")
    assert mentors(people, found)[free[0]] == free[1]
    with pytest.raises(NotPossible):
        tried(people, {}, *(barred[0], [barred[1]]))


def test_nobody_is_given_more_than_they_offered_by_hand() -> None:
    people = a_scheme(3)
    helper = next(each for each in people.helpers if each.capacity == 1 and any(other == each.key for _, other in allowed(people)))
    wanting = [one for one, other in allowed(people) if other == helper.key][:2]
    found, lost = planned(people, dict.fromkeys(wanting, helper.key))
    assert lost == (wanting[1],)
    assert mentors(people, found)[wanting[0]] == helper.key
