"""Profiles in, explained matches out: pure functions, with no storage, no chat and no clock, usable alone.

The names below are fetched when they are first asked for: numpy, OR-Tools and rustworkx come in only with what uses them, which for the
bot is inside a worker (`in_worker`). `profiles`, `bars` and `score`, which explain one pair, need none of the three.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.matching.assignment import assign
    from bot.matching.certificate import Assignment, NotProven, verify
    from bot.matching.changes import NotPossible, alternatives, cost_of, value_of_one_more_place
    from bot.matching.limits import Limit
    from bot.matching.rounds import Round, round_of
    from bot.matching.scoring import Scoring
    from bot.matching.worker import WorkerLost, in_worker

__all__ = [
    "Assignment",
    "Limit",
    "NotPossible",
    "NotProven",
    "Round",
    "Scoring",
    "WorkerLost",
    "alternatives",
    "assign",
    "cost_of",
    "in_worker",
    "round_of",
    "value_of_one_more_place",
    "verify",
]

_HOMES: Final = {
    "assignment": ("assign",),
    "certificate": ("Assignment", "NotProven", "verify"),
    "changes": ("NotPossible", "alternatives", "cost_of", "value_of_one_more_place"),
    "limits": ("Limit",),
    "rounds": ("Round", "round_of"),
    "scoring": ("Scoring",),
    "worker": ("WorkerLost", "in_worker"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
