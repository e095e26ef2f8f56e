"""`match`: read, tell what was understood, match and prove, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import typer

from bot.cli.matching.people import Sides, read_people
from bot.cli.matching.ready import PairScores, read_pairs
from bot.cli.matching.sheets import Sheet
from bot.cli.matching.why import rule
from bot.cli.matching.written import Written, write
from bot.cli.terminal import stop
from bot.clock import SystemClock
from bot.matching.aims import ALL
from bot.matching.barring import Barring
from bot.matching.bars import Barred
from bot.matching.people import People
from bot.matching.planning import problem_of
from bot.matching.reviewing import Problem, reviewed
from bot.matching.score import Part, Weights
from bot.report.matches import Plan, as_page, beside, in_short
from bot.report.words import Points

AT_ONCE: Final = 20  # problems shown of one file
TITLE: Final = "Who could be matched with whom"


@dataclass(frozen=True, slots=True)
class Files:
    """What was named on the command line."""

    mentees: Path
    mentors: Path
    pairs: Path | None
    json: Path | None
    html: Path | None
    csv: Path | None


def match(files: Files, weights: Weights) -> None:
    """All of it; ends with exit code 1, nothing written, when something has to be put right first."""
    if not (files.json or files.html or files.csv):
        stop("Say where the answer goes: --html report.html to read and print, --csv matches.csv for a spreadsheet, --json for a program.")
    people, problem, points, notes = _read(files, weights)
    found, review = reviewed(problem, ALL, typer.echo)
    made = f"Made from {files.mentees.name} and {files.mentors.name} on {_today()}. A plan to look at: nothing has been sent to anybody."
    plan = Plan(TITLE, made, review, *people.names, points, notes)
    written = Written(plan, found, *people.ids)
    wanted = {files.html: lambda: as_page(plan), files.json: written.as_json, files.csv: written.as_csv}
    write({path: make() for path, make in wanted.items() if path})
    for line in ("", *in_short(plan), beside(plan), f"Written: {', '.join(str(path) for path in wanted if path)}."):
        typer.echo(line)


def _read(files: Files, weights: Weights) -> tuple[Sides, Problem, Points, list[str]]:
    """What the files hold, told as it was understood; or what has to be put right, all of it at once, and the end."""
    try:
        people = read_people(files.mentees, files.mentors)
        pairs = read_pairs(files.pairs, *people.ids) if files.pairs else None
    except OSError as error:
        stop(f"{error.filename} can't be read: {error.strerror}.")
    sheets = [*people.sheets, *([pairs[0]] if pairs else [])]
    _put_right_first(sheets)
    notes = [line for sheet in sheets for line in _understood(sheet)]
    for line in notes:
        typer.echo(line)
    if not (people.seekers and people.helpers):
        stop("There is nobody to match: each of the two files needs at least one person.")
    problem = replace(problem_of(People(people.seekers, people.helpers, weights=weights)), rule=rule(people.seekers, people.helpers))
    if pairs:
        ready = PairScores((len(people.seekers), len(people.helpers)), pairs[1], Barring(people.seekers, people.helpers, Barred()))
        problem = replace(problem, scores=ready, explain=_ready_made)
    return people, problem, Points(pairs[2] if pairs else 0), notes


def _ready_made(_mentee: int, _mentor: int) -> Sequence[Part]:
    return ()


def _put_right_first(sheets: Sequence[Sheet]) -> None:
    wrong = [sheet for sheet in sheets if sheet.wrong]
    if not wrong:
        return
    lines = ["These have to be put right first; nothing was written."]
    for sheet in wrong:
        more = len(sheet.wrong) - AT_ONCE
        lines += [f"{sheet.path}:", *(f"  {problem}" for problem in sheet.wrong[:AT_ONCE])]
        lines += [f"  … and {more} more like these."] if more > 0 else []
    stop(*lines)


def _understood(sheet: Sheet) -> list[str]:
    """What each column was taken for, and what should be known of it."""
    rows = f"{len(sheet.rows):,} {'line' if len(sheet.rows) == 1 else 'lines'}"
    left = f" Not read: {', '.join(sheet.left)}." if sheet.left else ""
    return [f"{sheet.path.name}: {rows}. Read {', '.join(sheet.read)}.{left}", *(f"{sheet.path.name}: {note}" for note in sheet.notes)]


def _today() -> str:
    now = SystemClock().now()
    return f"{now.day} {now:%B %Y}"
