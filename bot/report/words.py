"""What a change costs and what a place brings, in words that a page and a card share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.matching.review import Difference

AIMS: Final = {
    "waited": "as many as can be of those who went without last time",
    "most": "as many people as can be",
    "lowest": "the best weakest match there can be",
    "total": "the most points in all",
}


@dataclass(frozen=True, slots=True)
class Points:
    """How points are written: whole, or with the decimals that the scores came with."""

    decimals: int = 0

    def __call__(self, points: int) -> str:
        """Written."""
        return f"{points / 10**self.decimals:,.{self.decimals}f}"


WHOLE: Final = Points()


def cost(of: Difference, points: Callable[[int], str] = WHOLE) -> str:
    """What is lost by a change (negative: gained), the weightiest first."""
    return _told(Difference(-of.waited, -of.matched, -of.total), points) or "costs nothing"


def gives(of: Difference, points: Callable[[int], str] = WHOLE) -> str:
    """As `brings`, within a sentence: "would bring 1 more person matched"."""
    return f"would bring {brings(of, points)}" if of else "would bring nothing"


def brings(of: Difference, points: Callable[[int], str] = WHOLE) -> str:
    """What is gained (negative: lost)."""
    return _told(of, points) or "brings nothing"


def _told(gained: Difference, points: Callable[[int], str]) -> str:
    said: list[str] = []
    if gained.waited:
        said.append(_count(gained.waited, "of those who waited", "of those who waited"))
    if gained.matched not in {0, gained.waited}:
        said.append(_count(gained.matched, "person", "people"))
    if gained.total:
        counted = points(abs(gained.total))
        said.append(f"{counted} {'point' if counted == '1' else 'points'} {_way(gained.total)}")
    return ", ".join(said)


def _count(number: int, one: str, many: str) -> str:
    return f"{abs(number)} {_way(number)} {one if abs(number) == 1 else many} matched"


def _way(number: int) -> str:
    return "more" if number > 0 else "fewer"
