"""What one RSVP costs through our store on SQLite, beside the least it could cost: `python -m bench.store [FOLDER]`.

FOLDER should be on the disk you mean to measure. The raw loop replays the very statements our store sends, one transaction after
another, through Python's sqlite3 alone; every commit, ours and its, waits for the disk (synchronous=FULL).
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final, TypeAlias

from rich.console import Console
from rich.table import Table as Page
from sqlalchemy import Connection, event

from bench.rsvp import RSVP, Workload
from bot.store import open_store
from bot.store.sqlite import sqlite_engine
from bot.store.upgrade import upgrade

CALLERS: Final = 50
UNITS: Final = 5_000

Statement: TypeAlias = tuple[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, and how long each waited, in seconds."""

    per_second: float
    waits: Sequence[float]

    def row(self, name: str, beside: "Pace") -> tuple[str, ...]:
        """As a line of the table, with its ratio to another."""
        p99 = quantiles(self.waits, n=100)[98]
        return (
            name,
            f"{self.per_second:,.0f}",
            f"{median(self.waits) * 1e3:.2f}",
            f"{p99 * 1e3:.2f}",
            f"{self.per_second / beside.per_second:.2f}",
        )


def fresh(folder: Path, name: str, workload: Workload) -> Path:
    """A database with the workload's tables, ready for its first unit."""
    path = folder / f"{name}.db"
    with sqlite_engine(path).connect() as conn:
        conn.exec_driver_sql("PRAGMA journal_mode=WAL")
        conn.rollback()
        upgrade(conn)
        workload.prepare(conn)
        conn.commit()
    return path


def statements(path: Path, unit: Callable[[Connection, int], object]) -> list[list[Statement]]:
    """What SQLite is asked in each of the units, done one after another."""
    units: list[list[Statement]] = []

    def note(_conn: Connection, _cursor: object, sql: str, values: Sequence[object], *_: object) -> None:
        units[-1].append((sql, values))

    with sqlite_engine(path).connect() as conn, conn.begin():
        event.listen(conn, "before_cursor_execute", note)
        for number in range(UNITS):
            units.append([])
            unit(conn, number)
    return units


def raw(path: Path, units: list[list[Statement]], begin: str) -> Pace:
    """The same statements, one synchronous transaction for each unit, nothing in between."""
    waits: list[float] = []
    with closing(sqlite3.connect(path, isolation_level=None, cached_statements=512)) as conn:
        conn.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON")
        started = perf_counter()
        for unit in units:
            since = perf_counter()
            conn.execute(begin)
            for sql, values in unit:
                conn.execute(sql, values).fetchall()
            conn.execute("COMMIT")
            waits.append(perf_counter() - since)
        return Pace(len(units) / (perf_counter() - started), waits)


async def through(call: Callable[[int], Awaitable[object]]) -> Pace:
    """`UNITS` calls by `CALLERS` at once, each asking again as soon as it is answered."""
    numbers = iter(range(UNITS))
    waits: list[float] = []

    async def caller() -> None:
        for number in numbers:
            since = perf_counter()
            await call(number)
            waits.append(perf_counter() - since)

    started = perf_counter()
    await asyncio.gather(*[caller() for _ in range(CALLERS)])
    return Pace(UNITS / (perf_counter() - started), waits)


async def ours(path: Path, workload: Workload) -> tuple[Pace, Pace]:
    """Writing and reading through the store."""
    store = await open_store(f"sqlite:///{path}")
    writes = await through(lambda number: store.write(lambda conn: workload.write(conn, number)))
    reads = await through(lambda number: store.read(lambda conn: workload.read(conn, number)))
    await store.close()
    return writes, reads


def disk(folder: Path) -> Pace:
    """What the disk itself takes to keep 4 KiB more for good."""
    waits: list[float] = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(300):
            since = perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())
            waits.append(perf_counter() - since)
    return Pace(len(waits) / sum(waits), waits)


def measure(folder: Path, workload: Workload = RSVP) -> Page:
    """The whole comparison, as a table."""
    recorded = fresh(folder, "recorded", workload)
    asked = statements(recorded, workload.write)
    looked = statements(recorded, workload.read)
    floor = raw(fresh(folder, "raw", workload), asked, "BEGIN IMMEDIATE")
    reading_floor = raw(recorded, looked, "BEGIN")
    writes, reads = asyncio.run(ours(fresh(folder, "ours", workload), workload))
    page = Page(title=f"{workload.name}: {UNITS:,} by {CALLERS} callers, SQLite {sqlite3.sqlite_version}, synchronous=FULL")
    for heading in ("", "per second", "p50 ms", "p99 ms", "ratio"):
        page.add_column(heading, justify="left" if not heading else "right")
    page.add_row(*writes.row("writes, through the store", floor))
    page.add_row(*floor.row("writes, one raw loop", floor))
    page.add_row(*disk(folder).row("the disk: 4 KiB and fsync", floor), end_section=True)
    page.add_row(*reads.row("reads, through the store", reading_floor))
    page.add_row(*reading_floor.row("reads, one raw loop", reading_floor))
    return page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        Console().print(measure(Path(place)))
