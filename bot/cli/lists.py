"""`import meetups`, `export meetups` and `export members`: a group's lists, to and from a spreadsheet."""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import typer

from bot.cli.terminal import stop
from bot.clock import SystemClock
from bot.community import groups, meetup_list, member_list, members, sheets
from bot.community.act import Act
from bot.community.groups import Group
from bot.community.meetup_list import Problem, Row
from bot.community.meetups import Meetup
from bot.config import Config
from bot.schema import Connection
from bot.store import Store, StoreError, open_store

T = TypeVar("T")
LISTS: Final = {"meetups": (meetup_list.COLUMNS, meetup_list.rows), "members": (member_list.COLUMNS, member_list.rows)}


def export(config: Config, what: str, file: Path, name: str) -> None:
    """Write a list of a group to a new file that only its owner may read."""
    columns, rows = LISTS[what]

    def work(conn: Connection, group: Group) -> list[list[str]]:
        return list(rows(conn, group.id))

    found = _with_group(config, name, work, write=False)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8-sig", newline="") as out:
            out.write(sheets.written(columns, found))
    except FileExistsError:
        stop(f"{file} is there already. Choose another name, or move it away first.")
    typer.echo(f"Written: {file}, {_count(found, what)}. Only you can read it.")


def bring_in_meetups(config: Config, file: Path, name: str, *, sure: bool) -> None:
    """Read the file, tell what can't be used, and plan the rest once somebody is `sure`."""
    try:
        lines = sheets.read(file.read_bytes(), meetup_list.NEEDED)
    except OSError as error:
        stop(f"{file} can't be read: {error.strerror}.")
    except ValueError as reason:
        stop(f"{file}: {reason}")

    def look(_: Connection, group: Group) -> tuple[list[Row], list[Problem]]:
        return meetup_list.read(lines, group.zone, SystemClock().now())

    found, problems = _with_group(config, name, look, write=False)
    _tell(problems)
    if not found:
        stop(f"No meetup in {file} could be brought in.")
    if not sure:
        typer.echo(
            f"{_count(found, 'meetups')} can be brought in. Each is announced two weeks ahead, or when the list says. To do it, add: --yes"
        )
        return
    made, left = _with_group(config, name, lambda conn, group: _bring_in(conn, group, found), write=True)
    _tell(left)
    typer.echo(f"{_count(made, 'meetups')} planned in {name}. /organise shows when each is announced.")


def _bring_in(conn: Connection, group: Group, found: Sequence[Row]) -> tuple[list[Meetup], list[Problem]]:
    organisers = members.organisers(conn, group.id)
    if not organisers:
        stop(f"{group.name} has no organiser yet, and a meetup needs one. /setup makes whoever types it one.")
    return meetup_list.bring_in(Act(conn, SystemClock().now(), organisers[0], group.id), found)


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


def _with_group(config: Config, name: str, work: Callable[[Connection, Group], T], *, write: bool) -> T:
    """Run this for the group of that name. Ends with a sentence where there is none."""

    def found(conn: Connection) -> T:
        group = groups.find(conn, name)
        if group is None:
            stop(f"There is no group called {name}. Its name is what you called it with /setup.")
        return work(conn, group)

    async def run() -> T:
        store: Store = await open_store(config.store.url)
        try:
            return await (store.write(found) if write else store.read(found))
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreError as error:
        stop(str(error))


def _count(rows: Sequence[object], what: str) -> str:
    return f"{len(rows)} {what.removesuffix('s') if len(rows) == 1 else what}"
