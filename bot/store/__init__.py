"""The database: opened by its address, used in units of work, each a plain function of a connection."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreClosed, StoreError, StoreInUse, StoreTooNew
from bot.store.unit import Store, Work

__all__ = ["Store", "StoreClosed", "StoreError", "StoreInUse", "StoreTooNew", "Work", "open_store"]


async def open_store(url: str, *, sole: bool = False) -> Store:
    """Open the database at `url`, making it (SQLite) or its tables where they are missing.

    `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user:password@host/name`.
    `sole`: on SQLite, refuse if another `sole` opener has it open. PostgreSQL is meant for many at once.
    Raises StoreInUse, StoreTooNew, or StoreError with what to do about it.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    match address and address.drivername.partition("+")[0]:
        case "sqlite" if address and address.database and address.database != ":memory:":
            from bot.store.sqlite import open_sqlite

            return await open_sqlite(Path(address.database), sole=sole)
        case "postgresql" | "postgres" if address:
            from bot.store.postgres import open_postgres

            return await open_postgres(address)
        case _:
            # The address is not repeated: it may hold a password.
            raise StoreError("The database's address must look like sqlite:///wallflower.db or postgresql://user:password@host/name.")
