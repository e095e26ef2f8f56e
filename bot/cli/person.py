"""`person export` and `person erase`: for those who are no longer in chat and write to an organiser instead."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from bot.cli.terminal import stop
from bot.clock import SystemClock
from bot.community import members, person_data
from bot.community.members import Member
from bot.config import Config
from bot.store import Store, StoreError, open_store, tables

T = TypeVar("T")

assert tables.metadata  # noqa: S101  every table is known before people are looked for in them


def export(config: Config, who: str, folder: Path) -> None:
    """Write both files of a copy into `folder`, readable by its owner alone."""
    from cogs.my import copy

    async def work(store: Store) -> person_data.Export:
        member = await _find(store, who)
        now = SystemClock().now()
        return await store.read(lambda conn: person_data.collect(conn, now, member.id))

    held = _with_store(config, work)
    for file in copy.files(held):
        path = folder / file.name
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(file.data)
        except FileExistsError:
            stop(f"{path} is there already. Move it away first.")
        typer.echo(f"Written: {path}")


def erase(config: Config, who: str, *, sure: bool) -> None:
    """Erase somebody, after asking; `sure`: without asking."""

    async def work(store: Store) -> person_data.Receipt | None:
        member = await _find(store, who)
        now = SystemClock().now()
        held = await store.read(lambda conn: person_data.collect(conn, now, member.id))
        if not sure and not typer.confirm(f"Erase everything held about {member.name} ({held.rows} things), for good?"):
            return None
        ledger = person_data.Ledger.beside(store.beside)
        receipt = await store.write(lambda conn: person_data.erase(conn, now, member.id, ledger))
        await store.scrub()
        return receipt

    receipt = _with_store(config, work)
    if receipt is None:
        stop("Nothing was erased.")
    typer.echo(f"Erased: {receipt.things} things. Receipt {receipt.code}.")
    typer.echo("Keep the file ending in .erased with your backups: it makes a restored one forget them too.")


async def _find(store: Store, who: str) -> Member:
    """The one member meant. Ends with a list of numbers when there are several."""
    found = await store.read(lambda conn: members.called(conn, who))
    if not found:
        stop(f"I know nobody called {who}. Type their whole name as I have it, an account such as slack:T123:U456, or their number.")
    if len(found) > 1:
        lines = [f"  {member.id}  {member.name}" for member in found]
        stop(f"{len(found)} people are called {who}. Say which by number:", *lines)
    return found[0]


def _with_store(config: Config, work: Callable[[Store], Awaitable[T]]) -> T:
    async def run() -> T:
        store = await open_store(config.store.url)
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreError as error:
        stop(str(error))
