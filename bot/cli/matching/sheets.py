"""A file's rows by column, the columns known by their usual names; what could not be used is told by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.sheet import Problem, clean, decoded, lines, plain

UNREAD: Final = "e-mail"  # known, and left alone: nothing here writes to anybody
LONGEST: Final = 600
LARGEST: Final = 200_000_000  # bytes: scores of ten million pairs fit

Names = Mapping[str, str]
"""What a heading is read as, by its plain spelling."""


def spelt(columns: Mapping[str, tuple[str, ...]]) -> Names:
    """Each column by its own name and by all others."""
    return {spelling: column for column, others in columns.items() for spelling in (column.replace("_", " "), *others)}


@dataclass(slots=True)
class Sheet:
    """One file: its rows with their lines, what its headings were taken for, and what has to be put right or should be known."""

    path: Path
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, reason: object) -> None:
        """Something that has to be put right before anything is matched."""
        self.wrong.append(Problem(line, str(reason)))

    def has(self, column: str) -> bool:
        """Whether there is such a column."""
        return any(said.endswith(f" as {column}") for said in self.read)


def read_sheet(path: Path, names: Names, must: tuple[str, ...]) -> Sheet:
    """Read it; `must` are the columns it can't do without, of which any one is enough where they stand together with "or".

    Raises OSError when it can't be read.
    """
    sheet = Sheet(path)
    data = path.read_bytes()
    if len(data) > LARGEST:
        sheet.refuse(0, f"it is larger than {LARGEST // 1_000_000} MB: is it the right file?")
        return sheet
    text, sheet.notes = decoded(data)
    (line, headings), *rows = list(lines(text, names)) or [(1, [])]
    columns = [names.get(plain(heading)) for heading in headings]
    _tell_headings(sheet, headings, columns)
    for each in must:
        if not set(each.split(" or ")) & set(columns):
            sheet.refuse(line, f"there is no column called {each}. The first line has to name the columns.")
    if not sheet.wrong:
        for at, cells in rows:
            _keep(sheet, at, cells, columns)
    return sheet


def _tell_headings(sheet: Sheet, headings: list[str], columns: list[str | None]) -> None:
    seen: set[str] = set()
    for heading, column in zip(headings, columns, strict=True):
        said = f"“{clean(heading)[:40]}”"
        if column is None or column == UNREAD or column in seen:
            sheet.left += [said] if heading.strip() else []
        else:
            seen.add(column)
            sheet.read.append(f"{said} as {column.replace('_', ' ')}")


def _keep(sheet: Sheet, line: int, cells: list[str], columns: list[str | None]) -> None:
    if any(cell.strip() for cell in cells[len(columns) :]):
        sheet.refuse(line, f"there are {len(cells)} cells for {len(columns)} columns. A cell that holds a comma needs quotes around it.")
        return
    found: dict[str, str] = {}
    for cell, column in zip(cells, columns, strict=False):
        if column and column != UNREAD and column not in found:
            found[column] = clean(cell)
            if len(found[column]) > LONGEST:
                sheet.refuse(line, f"the {column.replace('_', ' ')} is {len(found[column])} characters long; at most {LONGEST} fit.")
    sheet.rows.append((line, found))


def parts(cell: str) -> list[str]:
    """Several things in one cell: between semicolons, bars or line ends, or else between commas, as forms join them."""
    between = r"[;|\n]" if re.search(r"[;|\n]", cell) else ","
    return [part.strip() for part in re.split(between, cell) if part.strip()]
