"""What makes two people a good match, as named whole numbers. Their sum is the score, and their words are the whole explanation."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.matching.profiles import ANY_KIND, YEARS, Helper, Seeker

_COUNTED: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part can count for at most, in points."""

    topics: int = 500
    kind: int = 100
    years: int = 120
    goal: int = 120
    times: int = 60
    area: int = 80
    online: int = 40
    language: int = 100
    team_of_one: int = 80
    free: int = 1  # so that two who may be matched never score 0, which would say that they may not


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: its name, its points, and the words that say it."""

    name: str
    points: int
    words: str


class Rarity:
    """How rare each topic is among what this group's helpers offer (inverse document frequency, smoothed as in Salton and Buckley, 1988).

    A topic that few offer counts for more when somebody who asked for it finds one of them.
    """

    def __init__(self, helpers: Iterable[Helper]) -> None:
        offers = [helper.topics for helper in helpers]
        self._offers = len(offers)
        self._of: dict[str, int] = {}
        for topic in (topic for offered in offers for topic in offered):
            self._of[topic] = self._of.get(topic, 0) + 1

    def points(self, asked: Sequence[str], weight: int) -> dict[str, int]:
        """The points of each topic asked for, out of `weight` for all of them together."""
        rare = {topic: math.log((1 + self._offers) / (1 + self._of.get(topic, 0))) + 1 for topic in asked}
        return {topic: round(weight * value / sum(rare.values())) for topic, value in rare.items()}


def parts(seeker: Seeker, helper: Helper, weights: Weights, rarity: Rarity) -> list[Part]:
    """Every reason for this pair, in the order they are told. Says nothing of whether they may be matched (`bars.bar` does)."""
    found = [Part("topics", *topics(helper, rarity.points(seeker.topics, weights.topics)))]
    found += [Part(name, *rule(seeker, helper, weights)) for name, rule in RULES.items()]
    return [part for part in found if part.points > 0]


def explain(of: Iterable[Part]) -> list[str]:
    """The reasons as phrases, a capital at the first: join them with " · "."""
    words = [part.words for part in of if part.words]
    return [words[0][:1].upper() + words[0][1:], *words[1:]] if words else []


def topics(helper: Helper, points: dict[str, int]) -> tuple[int, str]:
    """What was asked for and is offered, each by how rare it is."""
    shared = [topic for topic in points if topic in helper.topics]
    return sum(points[topic] for topic in shared), f"offers {_listed(shared)}, {_of_asked(len(shared), len(points))}" if shared else ""


def _of_asked(shared: int, asked: int) -> str:
    if asked == 1:
        return "which you asked for"
    return f"all {_number(asked)} you asked for" if shared == asked else f"{_number(shared)} of the {_number(asked)} you asked for"


def kind(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """The kind of place that was wished for: any but one's own, unless one says which."""
    if not helper.kind or seeker.wants_kind == ANY_KIND:
        return 0, ""
    if seeker.wants_kind:
        return (weights.kind, f"works in the kind of place you wished for: {helper.kind}") if helper.kind == seeker.wants_kind else (0, "")
    different = seeker.kind not in {"", helper.kind}
    return (weights.kind, f"works somewhere different: {helper.kind}") if different else (0, "")


def years(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """Somebody further along: all the points from two bands on, half for one."""
    ahead = min(2, helper.years - seeker.years)
    return (weights.years * ahead // 2, f"{YEARS[helper.years]} in the field") if ahead > 0 else (0, "")


def goal(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """Somebody who has been where I am going."""
    shared = sorted(seeker.goals & helper.done)
    return (weights.goal, f"has done {_listed(shared)}, which you are after") if shared else (0, "")


def team_of_one(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """Both work alone."""
    where = f" in {helper.kind}" if helper.kind and helper.kind == seeker.kind else ""
    return (weights.team_of_one, f"works alone{where}, as you do") if seeker.team_of_one and helper.team_of_one else (0, "")


def times(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """A time that suits both."""
    shared = sorted(seeker.times & helper.times)
    return (weights.times, f"both free {_listed(shared)}") if shared else (0, "")


def place(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """The same area; or else both happy to meet online."""
    if seeker.area and seeker.area == helper.area:
        return weights.area, f"both in {helper.area}"
    return (weights.online, "both happy to meet online") if seeker.online and helper.online else (0, "")


def language(seeker: Seeker, helper: Helper, weights: Weights) -> tuple[int, str]:
    """The language asked for."""
    return (weights.language, f"speaks {seeker.language}, as you asked") if seeker.language in helper.languages else (0, "")


def free(_seeker: Seeker, _helper: Helper, weights: Weights) -> tuple[int, str]:
    """What is true of everybody who may be matched."""
    return weights.free, ""


RULES: Final[dict[str, Callable[[Seeker, Helper, Weights], tuple[int, str]]]] = {
    "kind": kind,
    "team of one": team_of_one,
    "years": years,
    "goal": goal,
    "times": times,
    "place": place,
    "language": language,
    "free": free,
}


def _number(count: int) -> str:
    return _COUNTED[count] if count < len(_COUNTED) else str(count)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
