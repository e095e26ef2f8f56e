"""Bringing a database to the tables this version knows.

All that is missing is done in one transaction, so a process killed anywhere in it leaves the database as it was.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, column, inspect, select, table, text

from bot.store.errors import StoreError, StoreTooNew

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS: Final = Path(__file__).parent / "migrations"

_version: Final = table("alembic_version", column("version_num"))
# Any number will do, as long as nobody else takes it: "wall" in ASCII.
_MIGRATING: Final = 0x77616C6C


def head(migrations: Path = MIGRATIONS) -> str | None:
    """The number of the last migration there is, such as "0007"; None when there are none yet.

    Read from the files' names, because importing alembic only to hear that there is nothing to do takes longer than the rest of a start.
    """
    return max((file.name[:4] for file in (migrations / "versions").glob("[0-9][0-9][0-9][0-9]_*.py")), default=None)


def current(conn: Connection) -> str | None:
    """The number of the last migration this database has seen; None for one without tables of ours."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(select(_version.c.version_num)).scalar()


def upgrade(conn: Connection, migrations: Path = MIGRATIONS) -> None:
    """Apply the migrations `conn`'s database has not seen, and commit. `conn` is in no transaction yet.

    Raises StoreTooNew when it has seen some that this version does not know. On SQLite foreign keys are to be off.
    """
    if _is_due(conn, migrations):
        conn.rollback()
        _begin_alone(conn)
        from alembic import command

        command.upgrade(alembic_config(conn, migrations), "head")  # nothing, if somebody else has done it while this one waited
        _check_references(conn)
    conn.commit()


def alembic_config(conn: Connection, migrations: Path = MIGRATIONS) -> "Config":
    """What alembic's commands need to work on `conn`; there is no alembic.ini."""
    from alembic.config import Config

    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


def _is_due(conn: Connection, migrations: Path) -> bool:
    known, seen = head(migrations), current(conn)
    if seen is not None and (known is None or seen > known):
        msg = (
            f"This database was changed by a newer Wallflower (its schema is {seen}, this version knows {known or 'none'}). "
            "Install the newer version again, or restore a backup from before the change."
        )
        raise StoreTooNew(msg)
    return seen != known


def _begin_alone(conn: Connection) -> None:
    """Begin a transaction in which nobody else migrates."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})


def _check_references(conn: Connection) -> None:
    """SQLite rebuilds tables with foreign keys off, so look before committing."""
    if conn.dialect.name == "sqlite" and (lost := conn.exec_driver_sql("PRAGMA foreign_key_check").all()):
        msg = f"The new tables would leave {len(lost)} rows referring to nothing, first in {lost[0][0]}. Nothing was changed."
        raise StoreError(msg)
