"""Deleting rows with whatever hangs on them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Table, delete, select, update

from bot.schema import metadata

_AT_ONCE: Final = 500
"""Databases take so many values in one question and no more: 32,767 on PostgreSQL."""


def delete_rows(conn: Connection, table: Table, which: ColumnElement[bool]) -> int:
    """Delete rows, and first what hangs on them, in any table: a reference that may be empty is emptied. Returns how many, less those."""
    for child in metadata.sorted_tables:
        for key in child.foreign_keys:
            if key.column.table is table:
                _let_go(conn, key, which)
    return conn.execute(delete(table).where(which)).rowcount


def _let_go(conn: Connection, key: ForeignKey, which: ColumnElement[bool]) -> None:
    child, parent = key.parent.table, key.parent
    if child is key.column.table:
        _delete_below(conn, parent, key.column, which)
        return
    hangs = parent.in_(select(key.column).where(which).scalar_subquery())
    if parent.nullable:
        conn.execute(update(child).where(hangs).values({parent.key: None}))
    else:
        delete_rows(conn, child, hangs)


def _delete_below(conn: Connection, parent: Column[Any], key: Column[Any], which: ColumnElement[bool]) -> None:
    """Rows of the same table that hang on these (a message in the thread under another), however deep; some at a time."""
    above = list(conn.execute(select(key).where(which)).scalars())
    for some in (above[first : first + _AT_ONCE] for first in range(0, len(above), _AT_ONCE)):
        below = list(conn.execute(select(key).where(parent.in_(some))).scalars())
        if below:
            _delete_below(conn, parent, key, key.in_(below))
            conn.execute(delete(key.table).where(key.in_(below)))
