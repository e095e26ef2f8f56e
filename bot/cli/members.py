"""`import members`: from a CSV file into a group."""

import asyncio
import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from bot.cli.terminal import stop
from bot.clock import SystemClock
from bot.community import groups, roll_call
from bot.community.roll import MemberRow, read_members
from bot.config import Config
from bot.sheet import inert
from bot.store import StoreError, open_store


def bring_in(config: Config, file: Path, group: str | None) -> None:
    """Read the file, tell what of it could not be used, and make the rest members of the group, where one is named."""
    try:
        rows, problems = read_members(file.read_bytes())
    except OSError as error:
        stop(f"{file} can't be read: {error.strerror}.")
    for problem in problems:
        typer.echo(str(problem), err=True)
    if not rows:
        stop(f"Nobody in {file} could be brought in.")
    if group is None:
        typer.echo(f"{_people(rows)} can be brought in. To do it, add: --group 'NAME OF YOUR GROUP'")
        return
    codes = file.with_name(f"{file.stem}-codes.csv")
    if codes.exists():
        stop(f"{codes} is there from before, and may hold codes not handed out yet. Move it away first.")
    try:
        enrolled = asyncio.run(_enrol(config.store.url, group, rows))
    except StoreError as error:
        stop(str(error))
    _write_codes(codes, enrolled)
    typer.echo(f"{_people(rows)} joined {group}. Their codes are in {codes}: give each person theirs, then delete the file.")


async def _enrol(url: str, name: str, rows: Sequence[MemberRow]) -> list[roll_call.Enrolled]:
    store = await open_store(url)
    try:
        group = await store.read(lambda conn: groups.find(conn, name))
        if group is None:
            stop(f"There is no group called {name}. Its name is what you called it with /setup.")
        now = SystemClock().now()
        return await store.write(lambda conn: [roll_call.enrol(conn, now, group.id, row) for row in rows])
    finally:
        await store.close()


def _write_codes(path: Path, enrolled: Iterable[roll_call.Enrolled]) -> None:
    """Who gets which code, for the organiser's eyes only."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("line", "name", "handle", "code"))
        table.writerows((one.row.line, inert(one.row.name), inert(one.row.handle), one.code) for one in enrolled)


def _people(rows: Sequence[object]) -> str:
    return "1 person" if len(rows) == 1 else f"{len(rows)} people"
