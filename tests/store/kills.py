"""Killed in the middle of being brought up to date: at every statement of every migration, from every earlier schema.

The start is the real one (`open_store`), in a process of its own that kills itself at a statement; afterwards the database is read as it
lies there, and then started once more.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, DefaultClause, Engine, MetaData, NullPool, Pool, event, make_url, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import open_store
from bot.store.sqlite import sqlite_engine
from bot.store.upgrade import alembic_config
from tests.postgres import administer
from tests.schemas.make import fill, make

NEVER: Final = -1


@dataclass(slots=True)
class Came:
    """What came of them. `wrong`: rows lost or a half-done schema, each in words."""

    kills: int = 0
    finished: int = 0
    wrong: list[str] = field(default_factory=list[str])

    def add(self, more: Came) -> None:
        """Others beside them."""
        self.kills, self.finished, self.wrong = self.kills + more.kills, self.finished + more.finished, self.wrong + more.wrong


def versions() -> list[str]:
    """Every schema there has been, the newest last."""
    with sqlite_engine(Path(":memory:")).connect() as conn:
        return [step.revision for step in ScriptDirectory.from_config(alembic_config(conn)).walk_revisions()][::-1]


def on_sqlite(folder: Path, since: Sequence[str], every: int, finish: int) -> Came:
    """Killed at each `every`th statement on the way from each of these; one in `finish` is then brought up to date after all."""
    came = Came()
    for version in since:
        before, path = make(version, folder / f"{version}.db"), folder / "killed.db"
        url = f"sqlite:///{path}"
        told = _dump(before)
        shutil.copy(before, path)
        steps = _start(url, NEVER)
        whole = _told(path)
        for at in range(0, steps, every):
            for old in folder.glob("killed.db*"):
                old.unlink()
            shutil.copy(before, path)
            came.kills += _start(url, at) == -signal.SIGKILL
            if _dump(path) != told:
                came.wrong.append(f"from {version}, statement {at}: something else is there")
            if came.kills % finish == 0:
                came.finished += 1
                _start(url, NEVER)
                if _told(path) != whole:
                    came.wrong.append(f"from {version}, statement {at}: another database after the second start")
    return came


def on_postgres(server: str, since: Sequence[str], every: int, finish: int) -> Came:
    """The same on PostgreSQL, where a schema changes in a transaction like anything else. Each starts from a copy of a filled database."""
    came, url = Came(), make_url(server).set(database="killed").render_as_string(hide_password=False)
    for version in since:
        filled = make_url(server).set(database=f"filled_{version}").render_as_string(hide_password=False)
        _afresh(server, f"filled_{version}", "template1")
        asyncio.run(_connected(filled, lambda conn, version=version: _fill(conn, version)))
        told = asyncio.run(_connected(filled, _everything))
        _afresh(server, "killed", f"filled_{version}")
        steps = _start(url, NEVER)
        whole = asyncio.run(_connected(url, _everything))
        for at in range(0, steps, every):
            _afresh(server, "killed", f"filled_{version}")
            came.kills += _start(url, at) == -signal.SIGKILL
            if asyncio.run(_connected(url, _everything)) != told:
                came.wrong.append(f"PostgreSQL, from {version}, statement {at}: something else is there")
            if came.kills % finish == 0:
                came.finished += 1
                _start(url, NEVER)
                if asyncio.run(_connected(url, _everything)) != whole:
                    came.wrong.append(f"PostgreSQL, from {version}, statement {at}: another database after the second start")
    return came


def _start(url: str, at: int) -> int:
    """Open the database in a process of its own that dies before statement `at`, or at the commit when there are no more.

    Returns how many statements it took, 0 when it could not be opened, or the signal it died of, negative.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _die_at(at, taken := count())
        try:
            asyncio.run(_opened(url))
            os.write(writing, str(next(taken)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as said:
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else int(said.read() or 0)


def _die_at(at: int, taken: Iterator[int]) -> None:
    changing = False

    def statement(_: Connection, __: object, words: str, *___: object) -> None:
        nonlocal changing
        changing = changing or words.startswith(("BEGIN IMMEDIATE", "SELECT pg_advisory_xact_lock"))
        if changing and next(taken) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def commit(_: Connection) -> None:
        nonlocal changing
        if changing and next(taken) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        changing = False

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    event.listen(Pool, "connect", _no_cache)


def _no_cache(raw: Any, _: object) -> None:
    """So that a half-done change is on the disk, not in memory alone, when the process dies."""
    if isinstance(raw, sqlite3.Connection):
        raw.execute("PRAGMA cache_size=1")


async def _opened(url: str) -> None:
    store = await open_store(url, sole=True)
    await store.close()


def _told(path: Path) -> tuple[object, ...]:
    """Every table's columns and rows. (A table made anew may name its constraints in another order.)"""
    with sqlite_engine(path).connect() as conn:
        return _everything(conn)


def _dump(path: Path) -> str:
    """Every byte that means anything."""
    with closing(sqlite3.connect(path)) as conn:
        return "\n".join(conn.iterdump())


# --- PostgreSQL -------------------------------------------------------------------------------------------------------------------


def _afresh(server: str, name: str, like: str) -> None:
    asyncio.run(administer(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {like}"))


async def _connected(url: str, work: Callable[[Connection], Any]) -> Any:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as conn:
        found = await conn.run_sync(work)
    await engine.dispose()
    return found


def _fill(conn: Connection, version: str) -> None:
    command.upgrade(alembic_config(conn), version)
    tables = MetaData()
    tables.reflect(conn)
    for table in tables.sorted_tables:
        if table.name != "alembic_version":
            fill(conn, table)


def _everything(conn: Connection) -> tuple[object, ...]:
    tables = MetaData()
    tables.reflect(conn)
    rows = [(table.name, sorted(map(repr, conn.execute(select(table)).all()))) for table in tables.sorted_tables]
    columns = [(table.name, sorted(map(_as_words, table.columns))) for table in tables.sorted_tables]
    return tuple(map(repr, columns)), tuple(map(repr, rows))


def _as_words(column: Column[Any]) -> str:
    default = column.server_default.arg if isinstance(column.server_default, DefaultClause) else ""
    leads_to = sorted(key.target_fullname for key in column.foreign_keys)
    return f"{column.name} {column.type} {column.nullable} {column.primary_key} {default} {leads_to}"
