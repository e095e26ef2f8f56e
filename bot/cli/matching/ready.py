"""Scores that were made elsewhere: a file of pairs, taken as they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import numpy as np

from bot.cli.matching.sheets import Sheet, read_sheet, spelt
from bot.matching.barring import Barring
from bot.matching.scores import LARGEST, Ints

PAIRS: Final = spelt(
    {
        "mentee": ("mentee id", "who asks", "asks", "applicant", "learner"),
        "mentor": ("mentor id", "who offers", "offers", "host"),
        "score": ("points", "weight", "match", "match score", "rating", "total"),
    }
)
_DECIMALS: Final = 6

Pair = tuple[int, int]


def read_pairs(path: Path, mentees: Sequence[str], mentors: Sequence[str]) -> tuple[Sheet, dict[Pair, int], int]:
    """The scores of pairs, by their places in the two lists of ids, as whole numbers; and how many decimals they had.

    Raises OSError when the file can't be read; what is wrong in it is in the sheet.
    """
    sheet = read_sheet(path, PAIRS, ("mentee", "mentor", "score"))
    rows = {each.casefold(): at for at, each in enumerate(mentees)}
    columns = {each.casefold(): at for at, each in enumerate(mentors)}
    found: dict[Pair, Decimal] = {}
    for line, said in sheet.rows:
        try:
            pair = _place(rows, said, "mentee"), _place(columns, said, "mentor")
            if pair in found:
                raise ValueError("these two have a score on an earlier line already.")  # noqa: TRY301 - told like what is raised beneath
            found[pair] = _score(said.get("score", ""))
        except ValueError as reason:
            sheet.refuse(line, reason)
    decimals = max((-int(score.normalize().as_tuple().exponent) for score in found.values() if score), default=0)
    decimals = max(0, decimals)
    return sheet, {pair: int(score.scaleb(decimals)) for pair, score in found.items()}, decimals


def _place(places: dict[str, int], said: dict[str, str], column: str) -> int:
    who = said.get(column, "")
    if who.casefold() not in places:
        raise ValueError(f"no {column} has the id “{who}”." if who else f"there is no {column}.")
    return places[who.casefold()]


def _score(said: str) -> Decimal:
    try:
        score = Decimal(said if "." in said else said.replace(",", "."))  # 0,75 is how half the world writes it
    except InvalidOperation:
        raise ValueError(f"the score should be a number, not “{said}”.") from None
    if not score.is_finite() or score < 0 or score * 10**_DECIMALS > LARGEST:
        raise ValueError(f"the score should be a number from 0 (not to be matched) upwards, not “{said}”.")
    if score != round(score, _DECIMALS):
        raise ValueError(f"the score has more than {_DECIMALS} decimals; please round them.")
    return score


class PairScores:
    """They as the engine reads them, without the pairs that a rule bars: never more than a block of them stands in memory in full."""

    def __init__(self, shape: tuple[int, int], scores: dict[Pair, int], barring: Barring) -> None:
        self.shape = shape
        found = np.array([(*pair, score) for pair, score in sorted(scores.items())], np.int64).reshape(-1, 3)
        self._rows, self._columns, self._scores = found.T
        self._barring = barring

    def rows(self, start: int, stop: int) -> Ints:
        """Those of the mentees `start` to `stop - 1`."""
        block = np.zeros((stop - start, self.shape[1]), np.int64)
        first, last = np.searchsorted(self._rows, (start, stop))
        block[self._rows[first:last] - start, self._columns[first:last]] = self._scores[first:last]
        self._barring.clear(block, start, stop)
        return block
