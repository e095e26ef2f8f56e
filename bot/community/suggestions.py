"""Whom somebody might like to meet: named whole-number parts whose words are the whole explanation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.community.profiles import Profile, in_words

LIKE, NEAR, ABOUT = "like", "near", "about"
HOWS: Final = {LIKE: "Someone like me", NEAR: "Someone near me", ABOUT: "Someone who knows about …"}

SHARED, SAME_AREA, ALONE, SAME_KIND, SAME_YEARS = 100, 60, 80, 40, 20
_KNOWS, _MENTIONS = 300, 150


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: its points, and the words that say it."""

    points: int
    words: str


def reasons(mine: Profile, theirs: Profile, how: str, topic: str = "") -> list[Part]:
    """Why these two, strongest first; nothing where what was asked for isn't true of them."""
    found = [part for part in (*_about(theirs, topic), *_near(mine, theirs), *_like(mine, theirs)) if part.points]
    must = {NEAR: any(_near(mine, theirs)), ABOUT: any(_about(theirs, topic)), LIKE: True}[how]
    return sorted(found, key=lambda part: -part.points) if must else []


def score(parts: list[Part]) -> int:
    """Their sum."""
    return sum(part.points for part in parts)


def _about(theirs: Profile, topic: str) -> Iterator[Part]:
    if not topic:
        return
    if topic.casefold() in {each.casefold() for each in theirs.topics}:
        yield Part(_KNOWS, f"knows about {topic}")
    elif topic.casefold() in f"{theirs.does} {theirs.wants}".casefold():
        yield Part(_MENTIONS, f"mentions {topic}")


def _near(mine: Profile, theirs: Profile) -> Iterator[Part]:
    if mine.area and mine.area.casefold() == theirs.area.casefold():
        yield Part(SAME_AREA, f"is in {theirs.area} too")


def _like(mine: Profile, theirs: Profile) -> Iterator[Part]:
    held = {each.casefold() for each in mine.topics}
    shared = [each for each in theirs.topics if each.casefold() in held]
    if shared:
        yield Part(SHARED * len(shared), f"cares about {in_words(shared)} too")
    if mine.works_alone and theirs.works_alone:
        yield Part(ALONE, "is a team of one too")
    if mine.kind_of_place and mine.kind_of_place.casefold() == theirs.kind_of_place.casefold():
        yield Part(SAME_KIND, f"works in the same kind of place: {theirs.kind_of_place}")
    if mine.years and mine.years == theirs.years:
        yield Part(SAME_YEARS, "is about as long in the field")
