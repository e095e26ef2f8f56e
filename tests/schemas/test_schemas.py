"""Whoever installed any earlier version finds everything again after an upgrade."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, select

from bot.store import open_store
from bot.store.sqlite import sqlite_engine
from bot.store.upgrade import MIGRATIONS, current, head
from tests.schemas.make import HERE, ROWS, make

Rows = dict[str, list[dict[str, object]]]

RENAMED: dict[str, str] = {}
"""Tables a migration renamed or took apart: say here where their rows are, or delete the entry that says they went on purpose."""


def everything(conn: Connection) -> Rows:
    """Every row of every table."""
    tables = MetaData()
    tables.reflect(conn)
    found = {table.name: conn.execute(select(table)).mappings().all() for table in tables.sorted_tables}
    return {name: [dict(row) for row in rows] for name, rows in found.items() if name != "alembic_version"}


def lost(before: Rows, after: Rows) -> list[str]:
    """Rows of which no row says the same any more, in the columns both have."""
    gone: list[str] = []
    for name, rows in before.items():
        now = after.get(RENAMED.get(name, name), [])
        kept = set(rows[0]) & set(now[0]) if rows and now else set[str]()
        left = [{key: row[key] for key in kept} for row in now]
        gone += [f"{name}: {row}" for row in rows if not kept or {key: row[key] for key in kept} not in left]
    return gone


@pytest.mark.parametrize("path", sorted(HERE.glob("[0-9]*.db")), ids=lambda path: path.stem)
async def test_every_row_of_an_earlier_schema_is_there_after_the_upgrade(path: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copy(path, tmp_path / "wallflower.db"))
    with sqlite_engine(mine).connect() as conn:
        before = everything(conn)
    assert all(len(rows) == ROWS for rows in before.values())
    store = await open_store(f"sqlite:///{mine}")
    after = await store.read(everything)
    assert await store.read(current) == head(MIGRATIONS)
    await store.close()
    assert lost(before, after) == []


def test_the_first_schema_is_kept() -> None:
    assert (HERE / "0001.db").exists()


def test_the_file_is_what_its_migration_makes(tmp_path: Path) -> None:
    """A released migration is never edited; before a release, make the file anew: `python -m tests.schemas.make 0001`."""
    with sqlite_engine(make("0001", tmp_path / "made.db")).connect() as made, sqlite_engine(HERE / "0001.db").connect() as kept:
        assert everything(kept) == everything(made)
