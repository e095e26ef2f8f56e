"""How many will come, as a range: that it covers what it says, and says honestly when it knows nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.community.attendance import counting, forecast
from bot.community.attendance.forecast import Range, expect
from tests.community.village import Village

Evening = tuple[int, int]


def groups(rng: random.Random, number: int, before: int, mean: Callable[[], float]) -> list[tuple[list[Evening], Evening]]:
    """So many groups with so many evenings behind them and one to come; each has its own share that comes, and its own spread of it."""

    def evening(share: float, spread: float) -> Evening:
        said, chance = rng.randint(6, 50), rng.betavariate(share * spread, (1 - share) * spread)
        return said, sum(rng.random() < chance for _ in range(said))

    found: list[tuple[list[Evening], Evening]] = []
    for _ in range(number):
        share, spread = mean(), rng.choice((8, 16, 32, 64, 128))
        found.append(([evening(share, spread) for _ in range(before)], evening(share, spread)))
    return found


def covered(among: list[tuple[list[Evening], Evening]]) -> float:
    """In what share of the groups as many came as the range said."""
    ranges = [(expect(said, before), came) for before, (said, came) in among]
    return sum(found.low <= came <= found.high for found, came in ranges) / len(among)


@pytest.mark.parametrize("before", [0, 1, 4, 12])
def test_of_two_thousand_groups_four_in_five_fall_into_their_range(before: int) -> None:
    rng = random.Random(before)
    assert 0.78 <= covered(groups(rng, 2000, before, lambda: rng.betavariate(5, 5))) <= 0.86


def test_groups_to_which_far_more_come_are_known_by_it_after_a_few_meetups() -> None:
    rng = random.Random(7)
    many = {before: covered(groups(rng, 1000, before, lambda: rng.betavariate(14, 6))) for before in (0, 2, 8)}
    assert many[0] >= 0.6
    assert all(0.78 <= many[before] <= 0.87 for before in (2, 8))


def test_a_range_narrows_with_what_is_known_and_no_further_than_evenings_differ() -> None:
    widths = [found.high - found.low for found in (expect(40, [(40, 24), (40, 16)] * times) for times in (0, 1, 3, 30))]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[-1] > 8, "a coin tossed for each of forty falls within 8"


@pytest.mark.parametrize("said", [0, 1, 2, 3, 200, 201, 100_000])
def test_a_range_lies_within_those_who_said_yes(said: int) -> None:
    for before in ([], [(10, 25)], [(10, 0)], [(0, 4)]):
        found = expect(said, before)
        assert 0 <= found.low <= found.high <= said


def test_nothing_is_claimed_without_counts_and_only_this_groups_are_looked_at(village: Village) -> None:
    def expected(said: int = 22) -> Range | None:
        return village.do(lambda conn: forecast.of_group(conn, village.group, said))

    none = expected()
    assert none
    assert (none.meetups, expected(forecast.FEWEST - 1)) == (0, None)
    assert none.low <= 7
    assert none.high >= 15
    for _ in range(4):
        village.announce(starts_in=timedelta(days=3))
        for name in ("Tom", "Jo", "Sam", "Ada", "Bea"):
            village.yes(name)
        village.passes(days=4)
        village.acts("Priya", lambda act: counting.count(act, village.meetup, 5))
    many = expected()
    assert many
    assert many.meetups == 4
    assert many.low > none.low
    village.announce(starts_in=timedelta(days=3))
    village.passes(days=4)
    assert expected() == many
