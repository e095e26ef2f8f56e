"""Who may not be matched, by which rule. No score, and no change by hand, gets past these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.matching.profiles import Helper, Profile, Seeker

Pair = frozenset[str]


class Bar(Enum):
    """A rule that keeps two people from being matched, in an organiser's words."""

    SELF = "they are one person"
    GONE = "one of them has left"
    PAUSED = "one of them is paused"
    FULL = "there is no place with them just now"
    LINE_MANAGER = "one is the other's line manager"
    EMPLOYER = "they work for the same employer, and have not said that they would like that"
    BLOCK = "one has blocked the other"
    APART = "one asked to be kept apart"
    HIDDEN = "one hides from people at the other's employer"
    FREEZE = "a report between them is open"

    @property
    def words(self) -> str:
        """What may be said of it: of what somebody asked for their own safety, nothing."""
        return "not available just now" if self in _PRIVATE else self.value


_PRIVATE: Final = {Bar.BLOCK, Bar.APART, Bar.HIDDEN, Bar.FREEZE}


@dataclass(frozen=True, slots=True)
class Barred:
    """Pairs of keys that are barred whatever their profiles say: blocks, both ways, and open reports."""

    blocks: frozenset[Pair] = frozenset()
    freezes: frozenset[Pair] = frozenset()


def pairs(of: Iterable[tuple[str, str]]) -> frozenset[Pair]:
    """Pairs of keys, whichever is named first."""
    return frozenset(frozenset(pair) for pair in of)


def bar(seeker: Seeker, helper: Helper, barred: Barred) -> Bar | None:
    """The first rule that keeps these two from being matched, or None."""
    return next((rule for rule, holds in _rules(seeker, helper, barred) if holds), None)


def _rules(seeker: Seeker, helper: Helper, barred: Barred) -> Iterable[tuple[Bar, bool]]:
    both = frozenset((seeker.key, helper.key))
    yield Bar.SELF, len(both) == 1
    yield Bar.BLOCK, both in barred.blocks
    yield Bar.FREEZE, both in barred.freezes
    yield Bar.APART, seeker.key in helper.keep_apart or helper.key in seeker.keep_apart
    yield Bar.HIDDEN, _hidden(seeker, helper) or _hidden(helper, seeker)
    yield Bar.LINE_MANAGER, seeker.key == helper.line_manager or helper.key == seeker.line_manager
    yield Bar.EMPLOYER, seeker.employer != "" and seeker.employer == helper.employer and not seeker.own_employer_too
    yield Bar.GONE, seeker.gone or helper.gone
    yield Bar.PAUSED, seeker.paused or helper.paused
    yield Bar.FULL, helper.capacity < 1


def _hidden(one: Profile, other: Profile) -> bool:
    return other.employer != "" and other.employer in one.hide_from
