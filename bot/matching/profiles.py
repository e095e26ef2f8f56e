"""People as the engine sees them: what they ask, what they offer, and whom they must not meet. Nothing else about them comes in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

YEARS: Final = ("is a student", "has under 2 years", "has 2 to 5 years", "has 5 to 10 years", "has over 10 years")
ANY_KIND: Final = "any"
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What both sides say. `key` is theirs alone; `years` counts the bands of `YEARS` from 0; words are shown as they stand."""

    key: str
    kind: str = ""
    years: int = 0
    times: frozenset[str] = NONE
    area: str = ""
    online: bool = True
    team_of_one: bool = False
    employer: str = ""
    line_manager: str = ""
    keep_apart: frozenset[str] = NONE  # keys of people
    hide_from: frozenset[str] = NONE  # employers
    paused: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker(Profile):
    """Somebody who would like a mentor, a buddy or a host.

    `wants_kind` is the kind of place they would like to hear from: empty for any but their own, "any" for any at all.
    """

    topics: tuple[str, ...] = ()
    wants_kind: str = ""
    goals: frozenset[str] = NONE  # awards and steps they work towards
    language: str = ""
    own_employer_too: bool = False
    waited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper(Profile):
    """Somebody who offers to be one, for up to `capacity` people at a time."""

    topics: frozenset[str] = NONE
    done: frozenset[str] = NONE  # awards and steps behind them
    languages: frozenset[str] = NONE
    capacity: int = 1
