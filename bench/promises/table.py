"""The table in docs/promises.md, rewritten from one run; what a run of a few proofs did not measure stays as it stood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Proof

BEGIN: Final = "<!-- measured by make promises: begin -->"
END: Final = "<!-- measured by make promises: end -->"
NOT_YET: Final = "not yet"
_ROW: Final = re.compile(r"^\| (?P<promised>.+?) \| (?P<measured>.*?) \| `python -m bench\.promises (?P<name>\w+)` \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """The page with the table."""

    path: Path

    def standing(self) -> dict[str, str]:
        """What stands there of each proof, by name. Raises as `rewrite`."""
        return {row["name"]: row["measured"] for row in _ROW.finditer(self._parted()[1])}

    def rewrite(self, proofs: Sequence[Proof], found: Mapping[str, Measured], seed: int, now: datetime, *, keep: bool = False) -> None:
        """Put what was found where it belongs; `keep`: only look whether that could be done.

        Raises ValueError when the page has lost its marks, OSError when it can't be read or written.
        """
        before, _, after = self._parted()
        known, stamp = self.standing(), f"{now:%-d %B %Y}, seed {seed}"
        rows = [_row(each, _said(found[each.name], stamp) if each.name in found else known.get(each.name, NOT_YET)) for each in proofs]
        lines = ["", "| promise | measured | run it again |", "|---|---|---|", *rows, ""]
        if not keep:
            self.path.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")

    def _parted(self) -> tuple[str, str, str]:
        before, begin, rest = self.path.read_text(encoding="utf-8").partition(BEGIN)
        standing, end, after = rest.partition(END)
        if not (begin and end):
            msg = f"{self.path} has lost its marks: {BEGIN} and {END}"
            raise ValueError(msg)
        return before, standing, after


PAGE: Final = Page(Path(__file__).parents[2] / "docs" / "promises.md")


def _said(came: Measured, stamp: str) -> str:
    return f"{came.words if came.held else f'**MISSED**: {came.words}'} ({stamp})"


def _row(proof: Proof, measured: str) -> str:
    return f"| {proof.promised} | {measured.replace('|', '/')} | `python -m bench.promises {proof.name}` |"
