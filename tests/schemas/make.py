"""A database file of an earlier schema, with a few rows in every table: `python -m tests.schemas.make 0001`.

Made from the migrations alone, so it is what somebody who installed that version has, whatever the tables are called today.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, Text

from bot.store.sqlite import sqlite_engine
from bot.store.upgrade import alembic_config

HERE = Path(__file__).parent
ROWS = 3
JANUARY = 1_767_225_600_000_000
"""2026 begins, in microseconds since 1970."""


def make(number: str, path: Path) -> Path:
    """The file, made anew."""
    path.unlink(missing_ok=True)
    with sqlite_engine(path).connect() as conn:
        command.upgrade(alembic_config(conn), number)
        conn.exec_driver_sql("BEGIN")
        tables = MetaData()
        tables.reflect(conn)
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                fill(conn, table)
        conn.exec_driver_sql("COMMIT")
        conn.exec_driver_sql("VACUUM")
    return path


def fill(conn: Connection, table: Table) -> None:
    """Rows 1 to 3, each leading to the others' row of the same number."""
    for number in range(1, ROWS + 1):
        conn.execute(table.insert().values({column.name: _value(column, number) for column in table.columns}))


def _value(column: Column[Any], number: int) -> object:
    refers_to = next((key.column for key in column.foreign_keys), None)
    if refers_to is not None:
        return _value(refers_to, number)
    match column.type:
        case BigInteger():
            return JANUARY + number
        case Integer():
            return number
        case Text():
            return f'"{column.table.name} {number}"'  # JSON reads it, and so do people
        case String(length=longest):
            return f"{number} {column.table.name} {column.name} Ñandú 図書館"[:longest]
        case kind if str(kind) == "BOOLEAN":
            return number == 1
        case kind:
            msg = f"{column} is {kind}: say in tests/schemas/make.py what may stand there."
            raise TypeError(msg)


if __name__ == "__main__":
    make(sys.argv[1], HERE / f"{sys.argv[1]}.db")
