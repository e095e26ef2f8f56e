"""Which tables hold something of people, and how a row leads to its people: read from the tables, never listed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, MetaData, Table

from bot.schema import Holding, metadata

Col = Column[Any]


@dataclass(frozen=True, slots=True)
class Held:
    """One table that holds something of people.

    `owners` are the references that make a row somebody's to see; `others` lead to people whose it is not.
    """

    table: Table
    holding: Holding
    owners: tuple[Col, ...]
    others: tuple[Col, ...]

    @property
    def kept(self) -> str:
        """For how long, in words."""
        return "as long as you are here" if self.holding.kept is None else in_words(self.holding.kept)

    def columns_of(self, owner: Col) -> list[tuple[Col, str]]:
        """The columns the person behind this reference may see, with their words."""
        marked = [column for column in self.table.columns if "person" in column.info and column not in self.owners]
        return [(column, str(column.info["person"])) for column in marked if self._is_of(column, owner)]

    def only_of(self, owner: Col) -> list[Col]:
        """The columns that are this person's alone and go with them, even where the row stays."""
        marked = [column for column in self.table.columns if "person" in column.info and not column.foreign_keys]
        return [column for column in marked if column.info.get("of", "") == owner.name]

    def _is_of(self, column: Col, owner: Col) -> bool:
        return column.info.get("of", owner.name) == owner.name


def held(within: MetaData = metadata) -> list[Held]:
    """Every table that holds something of people, those referred to first. Raises KeyError where one does not say how it is held."""
    return [
        Held(table, table.info["holds"], owners, others)
        for table in within.sorted_tables
        for owners, others in [_people(table)]
        if owners or others
    ]


def _people(table: Table) -> tuple[tuple[Col, ...], tuple[Col, ...]]:
    if table.name == "members":
        return (table.c.id,), ()
    refs = [column for column in table.columns if leads_to(column) == "members"]
    return tuple(ref for ref in refs if "person" in ref.info), tuple(ref for ref in refs if "person" not in ref.info)


def leads_to(column: Col) -> str:
    """The name of the table a column refers to, or ""."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def gaps(within: MetaData = metadata) -> list[str]:
    """What of people no export, erasing or forgetting would reach: a sentence each. The build fails unless there is none."""
    found: list[str] = []
    for table in within.sorted_tables:
        owners, others = _people(table)
        personal = [column for column in table.columns if "person" in column.info]
        if personal and not owners:
            found.append(f"{table.name}.{personal[0].name} holds something of a person, and no marked reference to members says of whom")
        if (owners or others) and "holds" not in table.info:
            found.append(f"{table.name} refers to members and does not say how it is held: info=holds(…)")
        found += _strangers(table, personal, {ref.name for ref in (*owners, *others)})
        found += _forgetting(table)
    return found


def _strangers(table: Table, personal: list[Col], people: set[str]) -> list[str]:
    wrong = [column for column in personal if column.info.get("of", "") not in {"", *people}]
    return [f"{table.name}.{column.name} is of {column.info['of']!r}, which is no reference to members" for column in wrong]


def _forgetting(table: Table) -> list[str]:
    holding = table.info.get("holds")
    if not isinstance(holding, Holding) or holding.kept is None:
        return []
    if holding.since not in table.c or type(table.c[holding.since].type).__name__ != "Instant":
        return [f"{table.name} is kept for {in_words(holding.kept)} after {holding.since!r}, which is no moment in it"]
    return []


def in_words(kept: timedelta) -> str:
    """`"24 hours"`, `"90 days"`, `"2 years"`."""
    if kept.days >= 365:
        return f"{kept.days // 365} year{'s' if kept.days >= 730 else ''}"
    return f"{kept.days} days" if kept.days > 1 else f"{int(kept.total_seconds() // 3600)} hours"
