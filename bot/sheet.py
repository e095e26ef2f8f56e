"""Tables that people bring: a CSV file as a spreadsheet on any computer may have saved it, its columns known by their usual names.

What looks like a spreadsheet's formula is a text like any other when it is read; whoever writes a CSV makes it so (`inert`).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# Marks that turn the text around them to the other direction, and so can make a name read as another.
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
YES: Final = frozenset({"yes", "y", "true", "1", "x", "✓"})
NO: Final = frozenset({"", "no", "n", "false", "0", "-"})
CELL: Final = 10_000_000  # characters: more than a whole file may have
RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or skips on its way to one (OWASP, CSV injection)."""
_WIDE: Final = str.maketrans({"＝": "=", "＋": "+", "－": "-", "＠": "@"})
"""The same signs in full width, which some spreadsheets take for the others."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was left out, and why: a sentence. `line` counts from 1, the headings' line as a rule; 0 is the whole file."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}" if self.line else self.reason


def decoded(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file: UTF-8 or UTF-16, else what Windows saves, which is said."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        words = "This file isn't saved as UTF-8. I read it as Windows saves text: please look at the accents in names."
        return data.decode("cp1252", errors="replace"), [Problem(0, words)]


def lines(text: str, names: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line it starts on; `names` are the headings that are known, as `plain` gives them."""
    csv.field_size_limit(CELL)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(text, names))
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1


def _delimiter(text: str, names: Mapping[str, str]) -> str:
    """Comma, semicolon or tab: whichever makes most sense of the headings."""
    headings = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: sum(plain(cell.strip('"')) in names for cell in headings.split(mark)))


def plain(heading: str) -> str:
    """A heading as it is compared: in small letters, without marks."""
    return " ".join(re.sub(r"[_\-?:*]", " ", heading).casefold().split())


def clean(cell: str) -> str:
    """Without what can't be seen and only does harm; line ends are kept, spaces in a row are one."""
    parts = TURNING.sub("", unicodedata.normalize("NFC", cell)).splitlines()
    seen = ("".join(" " if unicodedata.category(c) == "Cc" else c for c in part) for part in parts)
    return "\n".join(" ".join(part.split()) for part in seen).strip()


def strange_headings(line: int, headings: Sequence[str], columns: Sequence[str | None]) -> list[Problem]:
    """What is said of columns that nobody knows, or that are there twice; `columns` are what the headings were taken for."""
    problems = [
        Problem(line, f"I don't know the column “{clean(heading)[:40]}”, so I left it out.")
        for heading, column in zip(headings, columns, strict=True)
        if column is None and heading.strip()
    ]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    return problems + [Problem(line, f"Two columns both mean {column.replace('_', ' ')}; I read the first.") for column in twice]


def yes(word: str, column: str) -> bool:
    """Raises ValueError, in words, for what is neither yes nor no."""
    if word.casefold() in YES or word.casefold() in NO:
        return word.casefold() in YES
    raise ValueError(f"{column.replace('_', ' ')} should be yes or no, not “{word}”.")


def inert(cell: str) -> str:
    """A cell as words, whatever it begins with: a quote mark before what would be run, and before a quote mark that is meant."""
    return f"'{cell}" if cell.startswith("'") or cell.lstrip(" ").translate(_WIDE).startswith(RUN) else cell
