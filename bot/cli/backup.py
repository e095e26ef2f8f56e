"""`backup` and `restore`."""

import asyncio
from pathlib import Path

import typer

from bot.cli.terminal import stop
from bot.clock import SystemClock
from bot.community.person_data import Ledger, again_after_restore
from bot.config import Config
from bot.outbox.restored import doubt_what_was_due
from bot.store import StoreError, open_store
from bot.store.backup import back_up, put_back

POSTGRES = (
    "This database is on PostgreSQL, which has its own tools:",
    "  pg_dump --format=custom --file=FILE makes a backup, pg_restore --clean puts it back.",
    "At the next start I erase again whoever was erased since.",
)


def make(config: Config, to: Path) -> None:
    """Copy the database to a file, also while Wallflower runs."""
    path = _file_of(config)
    try:
        size = back_up(path, to)
    except StoreError as error:
        stop(str(error))
    typer.echo(f"Written and read through: {to}, {size / 1_000_000:.1f} MB. Only you can read it.")
    ledger = Ledger.beside(path).path
    if ledger.exists():
        typer.echo(f"Keep {ledger.name} too, somewhere else: it makes a restored backup forget whoever asked to be erased since.")


def restore(config: Config, backup: Path, *, sure: bool) -> None:
    """Put a backup in the database's place, after asking; `sure`: without asking. Whoever was erased since is erased again."""
    path = _file_of(config)
    question = f"Put {backup} in the place of {path}? What happened since it was made is lost to Wallflower."
    if not sure and not typer.confirm(question):
        stop("Nothing was changed.")
    try:
        aside = put_back(backup, path)
        erased, doubted = asyncio.run(_settle(config.store.url))
    except StoreError as error:
        stop(str(error))
    typer.echo(f"Put back: {path}.")
    if aside:
        typer.echo(f"What was there is in {aside}. Delete it once you are sure: it holds people's data too.")
    typer.echo(f"{erased} erased since the backup {'was' if erased == 1 else 'were'} erased again.")
    typer.echo(f"{doubted} deliveries were due since: I look whether each has been posted before I post it.")


async def _settle(url: str) -> tuple[int, int]:
    from cogs import COGS  # every feature's rules are known before any of them runs

    assert COGS  # noqa: S101  imported for what it brings along
    store = await open_store(url, sole=True)
    try:
        now, ledger = SystemClock().now(), Ledger.beside(store.beside)
        erased = await store.write(lambda conn: again_after_restore(conn, now, ledger))
        doubted = await store.write(lambda conn: doubt_what_was_due(conn, now))
        await store.scrub()
    finally:
        await store.close()
    return erased, doubted


def _file_of(config: Config) -> Path:
    if not config.store.url.startswith("sqlite"):
        stop(*POSTGRES)
    return Path(config.store.url.removeprefix("sqlite:///"))
