"""The table in docs/promises.md, rewritten from one run; what a run of a few proofs did not measure stays as it stood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Proof

PAGE: Final = Path(__file__).parents[2] / "docs" / "promises.md"
BEGIN: Final = "<!-- measured by make promises: begin -->"
END: Final = "<!-- measured by make promises: end -->"
_ROW: Final = re.compile(r"^\| (?P<promised>.+?) \| (?P<measured>.*?) \| `python -m bench\.promises (?P<name>\w+)` \|$", re.MULTILINE)


def rewrite(proofs: Sequence[Proof], found: Mapping[str, Measured], seed: int, now: datetime, page: Path = PAGE) -> None:
    """Put what was found where it belongs. Raises ValueError when the page has lost its marks."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    standing, end, after = rest.partition(END)
    if not (begin and end):
        msg = f"{page.name} has lost its marks: {BEGIN} and {END}"
        raise ValueError(msg)
    known = {row["name"]: row["measured"] for row in _ROW.finditer(standing)}
    stamp = f"{now:%-d %B %Y}, seed {seed}"
    rows = [_row(proof, _said(found[proof.name], stamp) if proof.name in found else known.get(proof.name, "not yet")) for proof in proofs]
    lines = ["", "| promise | measured | run it again |", "|---|---|---|", *rows, ""]
    page.write_text("\n".join([before + begin, *lines, end + after]), encoding="utf-8")


def _said(came: Measured, stamp: str) -> str:
    return f"{came.words if came.held else f'**MISSED**: {came.words}'} ({stamp})"


def _row(proof: Proof, measured: str) -> str:
    return f"| {proof.promised} | {measured.replace('|', '/')} | `python -m bench.promises {proof.name}` |"
