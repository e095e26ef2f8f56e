"""CSV that goes to a spreadsheet and comes back from one: no cell of ours is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.sheet import inert

BYTES: Final = 10_000_000


def as_meant(cell: str) -> str:
    """The reverse of `inert`."""
    return cell[1:] if cell.startswith("'") and inert(cell[1:]) == cell else cell


def written(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A whole file, every cell inert and quoted, for any spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(headings)
    table.writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: where it begins, from 1, and what stands in each column we know."""

    number: int
    cells: Mapping[str, str]


def read(data: bytes, columns: Sequence[str]) -> list[Line]:
    """The rows of a file that hold anything. Raises ValueError, in words, for what is no such list."""
    if len(data) > BYTES:
        raise ValueError(f"This file is larger than {BYTES // 1_000_000} MB: too large for such a list.")
    text = _decoded(data)
    headings = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=headings.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    found = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    if not found:
        raise ValueError("There is nothing in this file.")
    names = [heading.strip().casefold() for heading in found[0][1]]
    if missing := [name for name in columns if name not in names]:
        raise ValueError(f"There is no column called {missing[0]}. The first line has to name the columns.")
    return [Line(number, _cells(names, row)) for number, row in found[1:]]


def _cells(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: as_meant(cell.strip()) for name, cell in zip(names, row, strict=False)}


def _decoded(data: bytes) -> str:
    """As any spreadsheet saves it. Raises ValueError for what is no text."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\0", "")
