"""Reading a list of members from a CSV file, as a spreadsheet on any computer may have saved it.

Good rows are kept, the others are told by line and reason. Pure: nothing is stored here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.clock import zone_named
from bot.sheet import Problem, clean, decoded, lines, plain, strange_headings, yes

# Every column, how long its text may be, and what else people call it.
COLUMNS: Final = {
    "name": (100, ("full name", "member", "member name", "display name")),
    "handle": (60, ("nickname", "username", "user name", "nick")),
    "zone": (60, ("time zone", "timezone", "tz")),
    "area": (100, ("place", "town", "city", "location", "region", "where")),
    "sector": (100, ("kind of place", "type", "kind", "field")),
    "role": (100, ("job", "job title", "title", "position")),
    "years": (40, ("years in the field", "years in field", "experience", "years of experience")),
    "topics": (600, ("interests", "topic", "subjects", "knows about")),
    "works_alone": (10, ("alone", "solo", "team of one", "lone worker")),
    "organiser": (10, ("organizer", "is organiser", "is organizer", "committee")),
    "about": (1000, ("bio", "biography", "note", "notes", "description", "about me")),
}
NAMES: Final = {spelling: column for column, (_, others) in COLUMNS.items() for spelling in (column.replace("_", " "), *others)}
TOPIC_LENGTH: Final = 60
TOPICS: Final = 12
# The largest group we have numbers for is 5,000; a file past this is something else by mistake.
BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person in a list. `line` is where they stand in the file, from 1; what the list doesn't say is empty, or no."""

    line: int
    name: str
    handle: str = ""
    zone: str = ""
    area: str = ""
    sector: str = ""
    role: str = ""
    years: str = ""
    topics: tuple[str, ...] = ()
    works_alone: bool = False
    organiser: bool = False
    about: str = ""


def read_members(data: bytes) -> tuple[list[MemberRow], list[Problem]]:
    """The people in a CSV file, and what of it could not be used. Never raises for what a file may hold."""
    if len(data) > BYTES:
        return [], [Problem(0, f"This file is larger than {BYTES // 1_000_000} MB: too large for a list of members.")]
    text, problems = decoded(data)
    (line, headings), *rows = list(lines(text, NAMES)) or [(1, [])]
    columns = [NAMES.get(plain(heading)) for heading in headings]
    if "name" not in columns:
        return [], [Problem(line, "There is no column called name. The first line has to name the columns; only name is a must.")]
    problems += strange_headings(line, headings, columns)
    members, wrong = _read_rows(rows, columns)
    return members, problems + wrong


def _read_rows(rows: Sequence[tuple[int, list[str]]], columns: Sequence[str | None]) -> tuple[list[MemberRow], list[Problem]]:
    members: list[MemberRow] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        try:
            row = _member(line, _by_column(cells, columns))
            _only_once(row, seen)
        except ValueError as reason:
            problems.append(Problem(line, str(reason)))
        else:
            members.append(row)
    return members, problems


def _by_column(cells: Sequence[str], columns: Sequence[str | None]) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        msg = f"there are {len(cells)} cells for {len(columns)} columns. A cell that holds a comma needs quotes around it."
        raise ValueError(msg)
    found: dict[str, str] = {}
    for cell, column in zip(cells, columns, strict=False):
        if column and column not in found:
            found[column] = _checked(cell, column)
    return found


def _checked(cell: str, column: str) -> str:
    limit, _ = COLUMNS[column]
    text = clean(cell)
    if column not in {"about", "topics"} and "\n" in text:
        msg = f"the {_said(column)} runs over several lines. Is a quote mark left open?"
        raise ValueError(msg)
    if len(text) > limit:
        msg = f"the {_said(column)} is {len(text)} characters long; at most {limit} fit."
        raise ValueError(msg)
    return text


def _member(line: int, said: Mapping[str, str]) -> MemberRow:
    if not said.get("name"):
        raise ValueError("there is no name.")
    return MemberRow(
        line=line,
        name=said["name"],
        handle=said.get("handle", "").removeprefix("@"),
        zone=zone_named(said["zone"]) if said.get("zone") else "",
        topics=_topics(said.get("topics", "")),
        works_alone=yes(said.get("works_alone", ""), "works_alone"),
        organiser=yes(said.get("organiser", ""), "organiser"),
        **{column: said.get(column, "") for column in ("area", "sector", "role", "years", "about")},
    )


def _topics(text: str) -> tuple[str, ...]:
    topics = tuple(dict.fromkeys(topic.strip() for topic in re.split(r"[;|\n]", text) if topic.strip()))
    if len(topics) > TOPICS:
        msg = f"there are {len(topics)} topics; at most {TOPICS} fit."
        raise ValueError(msg)
    if any(len(topic) > TOPIC_LENGTH for topic in topics):
        msg = f"a topic is longer than {TOPIC_LENGTH} characters. Put a semicolon between topics."
        raise ValueError(msg)
    return topics


def _only_once(row: MemberRow, seen: dict[str, int]) -> None:
    """A handle names one person; where there are none, a name does."""
    key = f"@{row.handle.casefold()}" if row.handle else row.name.casefold()
    first = seen.setdefault(key, row.line)
    if first != row.line:
        what = f"the handle “{row.handle}”" if row.handle else f"the name “{row.name}”"
        msg = f"{what} is on line {first} already." + ("" if row.handle else " If they are two people, give each a handle.")
        raise ValueError(msg)


def _said(column: str) -> str:
    return column.replace("_", " ")
