"""A copy of everything held about one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, RowMapping, Table, select

from bot.community import members
from bot.community.person_data.held import Col, Held, held, leads_to
from bot.schema import JsonValue, metadata


@dataclass(frozen=True, slots=True)
class Section:
    """One list: its heading, for how long its rows are kept, and the rows, each as `words: value`."""

    heading: str
    kept: str
    rows: list[dict[str, JsonValue]]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything held about somebody at one moment. Lists with nothing in them are named all the same."""

    name: str
    at: datetime
    sections: list[Section]

    @property
    def rows(self) -> int:
        """How many things are held."""
        return sum(len(section.rows) for section in self.sections)


def collect(conn: Connection, now: datetime, member_id: int) -> Export:
    """Everything held about a member, as far as it is theirs to see. Raises NoResultFound for nobody."""
    name = members.name_of(conn, member_id)
    return Export(name, now, [_section(conn, each, member_id) for each in held() if each.owners])


def _section(conn: Connection, each: Held, member_id: int) -> Section:
    rows: dict[tuple[object, ...], dict[str, JsonValue]] = {}
    for owner in each.owners:
        found = conn.execute(select(each.table).where(owner == member_id).order_by(*each.table.primary_key.columns)).mappings()
        for row in found:
            key = tuple(row[column] for column in each.table.primary_key.columns)
            rows.setdefault(key, {}).update(_shown(conn, each, owner, row))
    return Section(each.holding.heading, each.kept, [row for row in rows.values() if row])


def _shown(conn: Connection, each: Held, owner: Col, row: RowMapping) -> dict[str, JsonValue]:
    """Whom and what the row is about by name, then what it holds."""
    refs = [column for column in each.table.columns if column.foreign_keys and column is not owner and column not in each.owners]
    about = {_heading(column): _name(conn, column, row[column]) for column in refs if row[column] is not None}
    titled = _titles(each.table)
    shown = {titled.capitalize(): cast("JsonValue", row[each.table.c[titled]])} if titled else {}
    shown |= {words: name for words, name in about.items() if name}
    return shown | {words: _plain(row[column]) for column, words in each.columns_of(owner)}


def _heading(column: Col) -> str:
    return column.name.removesuffix("_id").replace("_", " ").capitalize()


def _titles(table: Table) -> str:
    """The column that names a row of this table, unless it is somebody's own."""
    return next((name for name in ("title", "name") if name in table.c and "person" not in table.c[name].info), "")


def _name(conn: Connection, column: Col, id_: object) -> str:
    """The name of what a reference leads to; of a member, the first name alone."""
    table = metadata.tables[leads_to(column)]
    if table.name == "members":
        return members.first_name(conn.execute(select(table.c.name).where(table.c.id == id_)).scalar_one())
    titled = _titles(table)
    return str(conn.execute(select(table.c[titled]).where(table.c.id == id_)).scalar_one()) if titled else ""


def _plain(value: object) -> JsonValue:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return cast("JsonValue", value)
