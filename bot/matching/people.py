"""Everybody who is to be matched, as they travel to the worker that does it. Nothing heavy comes in with this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.matching.bars import Barred
from bot.matching.profiles import Helper, Seeker
from bot.matching.review import Alternative, Review
from bot.matching.score import Weights


@dataclass(frozen=True, slots=True)
class People:
    """Who asks, who offers, who may not, and what counts how much.

    Helpers with no place left belong to it: what all of them offer says how rare a topic is.
    """

    seekers: Sequence[Seeker]
    helpers: Sequence[Helper]
    barred: Barred = field(default_factory=Barred)
    weights: Weights = field(default_factory=Weights)


def planned(people: People, by_hand: Mapping[str, str | None]) -> tuple[Review, tuple[str, ...]]:
    """The best plan, with some pairs set by hand (keys of seekers to keys of helpers; None: nobody); made for `in_worker`.

    A pair set by hand that can't be any more (a rule bars it now, somebody is gone, the place is) is left out; answers whose those were.
    """
    from bot.matching import planning  # numpy and the solver, where it runs

    return planning.planned(people, by_hand)


def tried(people: People, by_hand: Mapping[str, str | None], seeker: str, helpers: Sequence[str]) -> list[Alternative]:
    """What it would come to if somebody had each of these instead, against the plan as it is, all others matched anew; for `in_worker`.

    Raises NotPossible for a pair that a rule bars.
    """
    from bot.matching import planning

    return planning.tried(people, by_hand, seeker, helpers)
