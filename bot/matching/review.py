"""An assignment as an organiser looks at it before anything is sent: plain figures and reasons, people told by their places in the lists.

Needs nothing heavy, so that whoever shows it needs not either; `reviewing.py` works it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.matching.score import Part

WEAKEST: Final = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """How one assignment differs from another, aim by aim; what a change costs, or what a place brings."""

    waited: int = 0
    matched: int = 0
    total: int = 0

    def __bool__(self) -> bool:
        return self != Difference()


NOTHING: Final = Difference()
SET_ASIDE: Final = "left for another time, by hand"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another mentor for somebody, their score together, and what having it would cost all in all.

    `lowest`: what the weakest match would then have, where that is less; None too where everybody else keeps at least what it has now.
    """

    mentor: int
    score: int
    cost: Difference
    lowest: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Two who are matched, their score, what it is made of (nothing where scores came ready-made), and what could be instead.

    `by_hand`: somebody set them together, whatever the rest comes to.
    """

    mentee: int
    mentor: int
    score: int
    parts: tuple[Part, ...] = ()
    instead: tuple[Alternative, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Without:
    """Somebody without a mentor, by which rule, and what giving them one would cost the others."""

    mentee: int
    why: str
    instead: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mentor whom more would like than can have them, and what one more place with them would bring."""

    mentor: int
    brings: Difference


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a way of matching comes to: people, points, and the points of the weakest match."""

    matched: int
    total: int
    lowest: int


@dataclass(frozen=True, slots=True)
class Review:
    """All of it. `bound` is the most points that any assignment could come to, whatever else it gave up; it is proven, as the plan is.

    `greedy` is what taking the best pair that is left, again and again, comes to: None where that was not worked out.
    `waited` are those who went without last time: how many of them have a mentor now, and how many they are. `places` are each mentor's.
    `best` is the plan as it was before anything was set by hand, and `cost` what that cost all in all.
    """

    aims: tuple[str, ...]
    plan: Outcome
    bound: int
    greedy: Outcome | None
    waited: tuple[int, int]
    matches: tuple[Match, ...]
    unmatched: tuple[Without, ...]
    wanted: tuple[Wanted, ...]
    places: tuple[int, ...]
    best: Outcome
    cost: Difference = NOTHING

    @property
    def weakest(self) -> tuple[Match, ...]:
        """The five matches with the fewest points, the weakest first."""
        return tuple(sorted(self.matches, key=lambda match: match.score)[:WEAKEST])

    @property
    def taken(self) -> dict[int, int]:
        """How many have been given to each mentor who has any."""
        taken: dict[int, int] = {}
        for match in self.matches:
            taken[match.mentor] = taken.get(match.mentor, 0) + 1
        return taken
