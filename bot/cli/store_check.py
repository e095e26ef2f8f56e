"""Looking at the database from outside, without changing it: opening the store itself would migrate it."""

import asyncio
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.config import StoreSettings
from bot.finding import Finding

VERSION = "SELECT version_num FROM alembic_version"


def look(settings: StoreSettings) -> Finding:
    """What state the database is in."""
    if settings.url.startswith("sqlite"):
        return _file(Path(settings.url.removeprefix("sqlite:///")))
    return asyncio.run(_server(settings))


def _file(path: Path) -> Finding:
    if not path.exists():
        return Finding(True, f"The database {path} will be made at the first start.")
    try:
        # as_uri and not a plain string: a path may hold what an address reads differently
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            (verdict,) = conn.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                return _damaged(path)
            has_tables = conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            version = conn.execute(VERSION).fetchone() if has_tables else None
    except sqlite3.OperationalError as error:
        return Finding(False, f"The database {path} can't be opened: {error}.", "look at its permissions, and at those of its folder.")
    except sqlite3.DatabaseError:
        return _damaged(path)
    return _up_to_date(str(path), version[0] if version else None)


def _damaged(path: Path) -> Finding:
    return Finding(False, f"{path} is damaged, or isn't a database.", "keep it as it is, and put a backup in its place.")


async def _server(settings: StoreSettings) -> Finding:
    # asyncpg carries no types, so it is asked for by name: one Any instead of many unknowns.
    asyncpg: Any = import_module("asyncpg")
    try:
        conn = await asyncpg.connect(settings.url, timeout=10)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError) as error:
        # The kind and not the words: they may repeat the address, and it may hold a password.
        words = f"The database at {settings.shown} doesn't answer ({type(error).__name__})."
        return Finding(False, words, "look at url under [store], and whether PostgreSQL is running.")
    try:
        version = await conn.fetchval(VERSION)
    except asyncpg.UndefinedTableError:
        version = None
    finally:
        await conn.close()
    return _up_to_date(settings.shown, None if version is None else str(version))


def _up_to_date(where: str, version: str | None) -> Finding:
    from bot.store.upgrade import head

    known = head()
    if version == known:
        return Finding(True, f"The database {where} opens, is whole and up to date.")
    if version is not None and (known is None or version > known):
        words = f"The database {where} was changed by a newer Wallflower (schema {version}; this one knows {known})."
        return Finding(False, words, "start that newer version again.")
    return Finding(True, f"The database {where} opens and is whole. The next start brings it up to date.")
