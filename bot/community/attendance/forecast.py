"""How many of those who said yes are likely to come, as a range. For organisers to set out chairs by; no seat is ever given away on it.

The model is the usual one for shares that differ from time to time: at each meetup every yes comes with a chance p of that evening; the
evenings' chances are a beta distribution with the group's own mean and spread, so heads are beta-binomial (J. G. Skellam, "A probability
distribution derived from the binomial distribution by regarding the probability of success as variable between the sets of trials",
J. R. Statist. Soc. B 10, 1948). Mean and spread are not guessed but averaged over a grid, weighed by how well each explains the group's
own counts and by what is believed before there are any (as in Gelman and others, "Bayesian Data Analysis", 3rd ed., 5.3): about half come
to a free meetup, give or take 15 in a hundred. So few counts give a wide range, and more of them narrow it no further than the group's
evenings differ. Of every five meetups about four fall into the range; in 2,000 simulated groups that is measured in
`tests/community/test_forecast.py`. Whoever walks in without having said yes is not foreseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp, lgamma, log
from typing import Final

from sqlalchemy import Connection

from bot.community.attendance import counting

COVERS: Final = 0.8
LATEST: Final = 12
"""So many of the latest meetups are looked at: groups change."""
FEWEST: Final = 6
"""For fewer yeses a range says nothing, and three people are a success anyway."""
_SHARES: Final = tuple(at / 20 for at in range(1, 20))
_SPREADS: Final = (8.0, 16.0, 32.0, 64.0, 128.0)
"""How many yeses' worth of evidence an evening's own chance is: the fewer, the more evenings differ."""
_HALF: Final = 5.0
"""What is believed before there are counts: a beta distribution of 5 and 5."""
_EXACT: Final = 200
"""For more yeses than this the shape is worked out for so many, and scaled."""
_WORTH: Final = 1e-4
"""Explanations that are so much worse than the best are left out."""


@dataclass(frozen=True, slots=True)
class Range:
    """`low` to `high` of `said` who said yes, from what was counted at so many `meetups`."""

    low: int
    high: int
    said: int
    meetups: int


def expect(said: int, before: Sequence[tuple[int, int]]) -> Range:
    """The range for `said` yeses, from pairs of yeses and heads at earlier meetups."""
    known = [(yes, min(came, yes)) for yes, came in before if yes > 0]
    number = min(said, _EXACT)
    chances = [0.0] * (number + 1)
    for weight, one, other in _explanations(known):
        for came, chance in enumerate(_beta_binomial(number, one, other)):
            chances[came] += weight * chance
    if not number:
        return Range(0, 0, 0, len(known))
    low, high = _narrowest(chances)
    return Range(low * said // number, -(-high * said // number), said, len(known))


def _narrowest(chances: Sequence[float]) -> tuple[int, int]:
    """The fewest neighbours that together are likely enough; of several as few, the likeliest."""
    below = [0.0, *accumulate(chances)]
    wanted, high = COVERS * below[-1], 0
    found: list[tuple[int, float, int, int]] = []
    for low in range(len(chances)):
        while high < len(chances) and below[high] - below[low] < wanted:
            high += 1
        if below[high] - below[low] >= wanted:
            found.append((high - low, below[low] - below[high], low, high - 1))
    *_, low, high = min(found)
    return low, high


@cache
def _grid() -> tuple[tuple[float, float, float], ...]:
    """The two numbers of each beta distribution there might be, and the logarithm of how likely it is before anything is known."""
    return tuple(
        (share * spread, (1 - share) * spread, (_HALF - 1) * (log(share) + log(1 - share))) for share in _SHARES for spread in _SPREADS
    )


def _explanations(known: Sequence[tuple[int, int]]) -> Iterator[tuple[float, float, float]]:
    """The distributions worth considering, each with its weight."""
    fits = [prior + sum(_log_chance(yes, came, one, other) for yes, came in known) for one, other, prior in _grid()]
    best = max(fits)
    for (one, other, _), fit in zip(_grid(), fits, strict=True):
        if (weight := exp(fit - best)) > _WORTH:
            yield weight, one, other


def _log_chance(number: int, came: int, one: float, other: float) -> float:
    """Of so many coming out of `number`, less what doesn't depend on the distribution."""
    return _log_beta(came + one, number - came + other) - _log_beta(one, other)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def _beta_binomial(number: int, one: float, other: float) -> Iterator[float]:
    """The chance of 0, 1, 2 … of `number`, each from the one before."""
    chance = exp(_log_chance(number, 0, one, other))
    for came in range(number + 1):
        yield chance
        chance *= (number - came) / (came + 1) * (came + one) / max(number - came - 1 + other, other)


def of_group(conn: Connection, group_id: int, said: int) -> Range | None:
    """The range for a meetup of this group to which so many have said yes; None where they are too few for one."""
    if said < FEWEST:
        return None
    before = counting.counted(conn, group_id, LATEST)
    return expect(said, [(each.said, each.came) for each in before if each.came is not None])
