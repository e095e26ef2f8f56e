"""The town's own file: one SQLite database that the core never sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

_TABLES = """
CREATE TABLE IF NOT EXISTS people (
    user TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, about TEXT NOT NULL, organiser INTEGER NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS channels (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, members TEXT NOT NULL, direct INTEGER NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, thread TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
    body TEXT NOT NULL, delivery TEXT NOT NULL, sent_to TEXT NOT NULL, pings TEXT NOT NULL, edited INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS messages_by_place ON messages (channel, thread, id);
CREATE INDEX IF NOT EXISTS messages_by_delivery ON messages (delivery) WHERE delivery <> '';
CREATE TABLE IF NOT EXISTS seen (user TEXT NOT NULL, channel TEXT NOT NULL, upto INTEGER NOT NULL, PRIMARY KEY (user, channel));
CREATE TABLE IF NOT EXISTS presses (id INTEGER PRIMARY KEY, user TEXT NOT NULL, message INTEGER NOT NULL, control TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS presses_by_control ON presses (control);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, words TEXT NOT NULL);
"""


class Files:
    """One connection; writers take turns, and a turn is one transaction."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self.db = db
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, folder: Path) -> Files:
        """Make the folder and the file if need be."""
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        db = await aiosqlite.connect(folder / "town.db")
        db.row_factory = aiosqlite.Row
        await db.execute("PRAGMA journal_mode = WAL")
        await db.execute("PRAGMA synchronous = NORMAL")  # outlives a killed process, which is what a platform's history must do here
        await db.executescript(_TABLES)
        return cls(db)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[aiosqlite.Connection]:
        """A transaction: all of it or nothing."""
        async with self._turn:
            try:
                yield self.db
            except BaseException:
                await self.db.rollback()
                raise
            await self.db.commit()

    async def rows(self, sql: str, *values: object) -> list[aiosqlite.Row]:
        """Every row of a query."""
        async with self.db.execute(sql, values) as found:
            return list(await found.fetchall())

    async def note(self, name: str, otherwise: str = "") -> str:
        """A thing the town remembers about itself."""
        found = await self.rows("SELECT words FROM notes WHERE name = ?", name)
        return str(found[0]["words"]) if found else otherwise

    async def keep(self, name: str, words: str) -> None:
        """Remember it."""
        async with self.writing() as db:
            await db.execute("INSERT INTO notes VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET words = excluded.words", (name, words))

    async def close(self) -> None:
        """Close the file; aiosqlite's thread ends with it."""
        await self.db.close()
