"""A whole copy of a SQLite database while it is in use, and putting one back. PostgreSQL has tools of its own for both."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.store.errors import StoreError, StoreTooNew
from bot.store.lock import Sole
from bot.store.upgrade import head

_PAGES: Final = 1000
"""Copied at a time; in between whoever writes has a turn."""
_FILES: Final = ("", "-wal", "-shm")
"""A database in use, and what SQLite keeps beside it."""


def back_up(database: Path, to: Path) -> int:
    """Copy the database to a new file that only its owner may read, and read it through. Returns its size in bytes.

    Raises StoreError when there is nothing to copy, something in its place, or no room.
    """
    if not database.exists():
        raise StoreError(f"There is no database {database} yet. It is made at the first start.")
    if to.exists():
        raise StoreError(f"{to} is there already. Choose another name, or move it away first.")
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(database, part)
        _must_be_whole(part)
        part.replace(to)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{database} could not be copied to {to}: {error}. Nothing was changed.") from error
    return to.stat().st_size


def _copy(source: Path, to: Path) -> None:
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True)) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new, pages=_PAGES, sleep=0.005)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, whatever is copied where
    with to.open("rb") as file:
        os.fsync(file.fileno())


def _must_be_whole(copy: Path) -> None:
    """Raises StoreError, StoreTooNew."""
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            (verdict,) = conn.execute("PRAGMA integrity_check(1)").fetchone()
            version = conn.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{copy} is no backup of Wallflower's: {error}.") from error
    if verdict != "ok" or version is None:
        raise StoreError(f"{copy} is damaged: {verdict}. Take an older one.")
    if version[0] > (head() or ""):
        raise StoreTooNew(f"{copy} was made by a newer Wallflower (schema {version[0]}). Install that version, then restore.")


def put_back(backup: Path, database: Path) -> Path | None:
    """Put a backup in the database's place. What was there is kept beside it; returns where, None when there was nothing.

    Raises StoreError when the backup is no good or an earlier one is still kept there, StoreInUse while a Wallflower runs on it.
    """
    if not backup.exists():
        raise StoreError(f"There is no file {backup}.")
    _must_be_whole(backup)
    aside = database.with_name(f"{database.name}.before-restore")
    lock = Sole(database)
    try:
        return _exchange(backup, database, aside)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{backup} could not be put back: {error}.") from error
    finally:
        lock.release()


def _exchange(backup: Path, database: Path, aside: Path) -> Path | None:
    if aside.exists():
        raise StoreError(f"{aside} is there from an earlier restore. Move it away, or delete it if nobody needs it.")
    fresh = database.with_name(f"{database.name}.part")
    fresh.unlink(missing_ok=True)
    _copy(backup, fresh)
    was_there = database.exists()
    for ending in _FILES:
        old = database.with_name(database.name + ending)
        if old.exists():
            old.replace(aside.with_name(aside.name + ending))
    fresh.replace(database)
    return aside if was_there else None
