"""What every table shares: one `metadata`, names for constraints, column types, and two statements both engines spell apart.

Tables live beside the rules that own them (`bot.community`, `bot.outbox`) and hang on this `metadata`.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, Literal, TypeAlias, cast

from sqlalchemy import BigInteger, Connection, Dialect, Insert, MetaData, Table, Text, TypeDecorator, literal, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"

# Migrations find a constraint by its name, so every constraint has one and both engines agree on it.
metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment, kept as whole microseconds since 1970-01-01 UTC: exact, and in order on both engines.

    Takes any aware datetime and gives back an aware UTC one. A naive datetime raises ValueError: nobody knows when it is.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Aware datetime -> microseconds."""
        if value is None:
            return None
        if value.utcoffset() is None:
            msg = f"{value!r} has no time zone, so it is no moment."
            raise ValueError(msg)
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Microseconds -> UTC datetime."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class Json(TypeDecorator[JsonValue]):
    """A small structure, kept as JSON text on both engines, so that what comes back is what went in.

    (PostgreSQL's jsonb would reorder keys and refuse the NUL that JSON can escape; nothing here queries inside one.)
    None is SQL's NULL. NaN and infinities raise ValueError.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: JsonValue, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Structure -> text; letters stay legible, so a search of the file for someone's words finds them."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> JsonValue:  # noqa: ARG002 - SQLAlchemy's signature
        """Text -> structure."""
        return None if value is None else cast("JsonValue", json.loads(value))


def personal(words: str, *, of: str = "") -> dict[str, str]:
    """`info` for a column that holds something of a person: `Column("name", Text, info=personal("your name"))`.

    `words` head it in what that person is given when they ask for everything held about them. A reference to `members` so marked makes
    the row that member's to see; one left unmarked makes it no business of theirs (whoever is blocked never learns of it), though it is
    erased with them all the same. `of`: where a row has several people, the reference of the only one who may see this column, and with
    whom it goes.
    """
    return {"person": words, "of": of} if of else {"person": words}


@dataclass(frozen=True, slots=True)
class Holding:
    """What a table holds of people: a heading for its owner, how long, and what becomes of a row when they are erased.

    `kept` after the moment in column `since`; None: as long as the person is known here. `erase`: "delete" the row, or leave it to others
    with a nameless member in their place ("stub").
    """

    heading: str
    kept: timedelta | None
    since: str
    erase: Literal["delete", "stub"]


def holds(
    heading: str, *, kept: timedelta | None = None, since: str = "", erase: Literal["delete", "stub"] = "delete"
) -> dict[str, Holding]:
    """`info` for a table that refers to members: `Table("seats", …, info=holds("Your answers", kept=YEAR, since="changed_at"))`."""
    return {"holds": Holding(heading, kept, since, erase)}


def insert_or_ignore(conn: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless a unique constraint already holds its like. True when this call put it there."""
    return conn.execute(_insert_or_ignore(conn.dialect.name, table), values).rowcount == 1


@cache  # building a statement takes longer than SQLite needs to run it
def _insert_or_ignore(dialect: str, table: Table) -> Insert:
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    return insert(table).on_conflict_do_nothing()


def lock_row(conn: Connection, table: Table, row_id: object) -> None:
    """Hold the row whose `id` is `row_id` until this transaction ends. Lock first, count in a later statement.

    Counting in the locking statement itself oversells on PostgreSQL: its subqueries keep the snapshot from before the wait.
    SQLite needs nothing: its one writer already holds the whole database.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(select(literal(1)).where(table.c.id == row_id).with_for_update(of=table))
