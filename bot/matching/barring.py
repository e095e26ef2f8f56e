"""The bars of `bars.py` by the block: the same rules, written 0 into scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from bot.matching.bars import Barred
from bot.matching.profiles import Helper, Profile, Seeker
from bot.matching.scores import Block


class Barring:
    """Who may not be matched with whom, kept so that a block of scores is cleared in a few steps."""

    def __init__(self, seekers: Sequence[Seeker], helpers: Sequence[Helper], barred: Barred) -> None:
        self._away = np.array([each.gone or each.paused for each in seekers], np.bool_)
        self._shut = np.array([each.gone or each.paused or each.capacity < 1 for each in helpers], np.bool_)
        number = {name: at for at, name in enumerate(sorted({each.employer for each in helpers} - {""}), start=1)}
        # -1 and 0 are no employer's number on the other side: no such employer, and whoever would like their own too.
        self._employer = np.array([-1 if each.own_employer_too else number.get(each.employer, -1) for each in seekers], np.int32)
        self._employers = np.array([number.get(each.employer, 0) for each in helpers], np.int32)
        found = sorted(set(_pairs(seekers, helpers, barred)))
        self._pairs = np.array(found, np.int64).reshape(-1, 2)

    def clear(self, scores: Block, start: int, stop: int) -> None:
        """Write 0 where a rule bars these seekers, `start` to `stop - 1`."""
        scores[self._employer[start:stop, None] == self._employers] = 0
        scores[self._away[start:stop]] = 0
        scores[:, self._shut] = 0
        first, last = np.searchsorted(self._pairs[:, 0], (start, stop))
        rows, columns = self._pairs[first:last].T
        scores[rows - start, columns] = 0


def _pairs(seekers: Sequence[Seeker], helpers: Sequence[Helper], barred: Barred) -> Iterator[tuple[int, int]]:
    """Every pair that is barred by name: places in the two lists."""
    seeker_of, helper_of = _by_key(seekers), _by_key(helpers)
    named = [(each.key, other) for each in seekers for other in (each.key, each.line_manager, *each.keep_apart)]
    named += [(other, each.key) for each in helpers for other in (each.line_manager, *each.keep_apart)]
    for one, other in [tuple(pair) for pair in (*barred.blocks, *barred.freezes) if len(pair) == 2]:
        named += [(one, other), (other, one)]
    yield from ((seeker_of[one], helper_of[other]) for one, other in named if one in seeker_of and other in helper_of)
    staff, helping_staff = _by_employer(seekers), _by_employer(helpers)
    yield from ((at, other) for at, each in enumerate(seekers) for name in each.hide_from for other in helping_staff.get(name, ()))
    yield from ((other, at) for at, each in enumerate(helpers) for name in each.hide_from for other in staff.get(name, ()))


def _by_key(people: Sequence[Profile]) -> dict[str, int]:
    return {each.key: at for at, each in enumerate(people)}


def _by_employer(people: Iterable[Profile]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, each in enumerate(people):
        if each.employer:
            found.setdefault(each.employer, []).append(at)
    return found
