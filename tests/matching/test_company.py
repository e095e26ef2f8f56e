"""A coffee round from what people said of themselves: the reasons' own points, whoever waited first, and tables that stay."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from bot.community import suggestions
from bot.community.coffee.company import WORTH, in_common, traits
from bot.community.profiles import BANDS, Profile
from bot.matching.company import Company
from bot.matching.seating import Guest, Question, seat


def guest(id_: int, place: str = "here", *, threes: bool = True, waited: bool = False) -> Guest:
    return Guest(id_, frozenset(), ("", "", "", ""), frozenset({place}), threes, waited)


def question(*guests: Guest, met: tuple[tuple[int, int], ...] = (), barred: frozenset[tuple[int, int]] = frozenset()) -> Question:
    return Question(guests, suggestions.SHARED, WORTH, met, barred)


@pytest.mark.parametrize("seed", range(10))
def test_two_score_what_their_reasons_add_up_to(seed: int) -> None:
    rng = Random(seed)
    people = [
        Profile(
            number,
            f"Person {number}",
            area=rng.choice(["", "Oban", "oban", "Leeds"]),
            kind_of_place=rng.choice(["", "Law firm", "Charity"]),
            years=rng.choice(["", *BANDS]),
            topics=tuple(rng.sample(["Copyright", "copyright law", "Bees", "Maps", "Records"], rng.randint(0, 4))),
            works_alone=rng.random() < 0.5,
        )
        for number in range(20)
    ]
    guests = [
        Guest(each.member, frozenset(topic.casefold() for topic in each.topics), traits(each), frozenset({"here"})) for each in people
    ]
    everybody = np.arange(len(people))
    scores = Company(guests, question(*guests)).between(everybody, everybody)
    for one, other in combinations(people, 2):
        parts = suggestions.reasons(one, other, suggestions.LIKE)
        assert scores[one.member, other.member] == suggestions.score(parts) + 1
        assert bool(in_common(one, other)) == bool(parts)


def test_two_who_share_no_place_are_never_put_together() -> None:
    found = seat(question(guest(1, "here"), guest(2, "there"), guest(3, "here"), guest(4, "there")))
    assert found.tables == ((1, 3), (2, 4))


def test_whoever_waited_is_seated_before_others() -> None:
    apart = frozenset({(1, 2), (1, 3)})  # 1 can sit with 4 alone, and so can 2 and 3 with each other or with 4
    for waiting in (1, 2, 3):
        guests = [guest(each, threes=False, waited=each == waiting) for each in (1, 2, 3)]
        found = seat(question(*guests, barred=frozenset({(1, 2), (2, 3)}) if waiting != 1 else apart))
        assert len(found.alone) == 1 if waiting != 1 else found.alone == (1,)
    lonely = question(guest(1, waited=True), guest(2), guest(3), barred=frozenset({(2, 3)}))
    assert seat(lonely).alone in {(2,), (3,)}
    for waiting in (2, 3):
        star = question(guest(1), *(guest(each, waited=each == waiting) for each in (2, 3, 4)), barred=frozenset({(2, 3), (2, 4), (3, 4)}))
        assert seat(star).tables == ((1, waiting),)


def test_tables_that_stand_stay_and_whoever_is_left_over_joins_the_one_it_costs_least() -> None:
    five = [guest(each) for each in (1, 2, 3, 4, 5)]
    found = seat(question(*five, met=((1, 5),)), standing=[(1, 2), (3, 4)])
    assert found.tables == ((1, 2), (3, 4, 5))
    assert found.repeats == 0
    barred = question(*five, barred=frozenset({(3, 5), (1, 5)}))
    assert seat(barred, standing=[(1, 2), (3, 4)]).alone == (5,)


def test_a_round_of_nobody_and_of_one() -> None:
    assert seat(question()).tables == ()
    assert seat(question(guest(1))).alone == (1,)
