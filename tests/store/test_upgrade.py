"""Bringing a database up to date, or saying why not."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.store import Store, StoreError, StoreTooNew, open_store
from bot.store.sqlite import sqlite_engine
from bot.store.upgrade import MIGRATIONS, alembic_config, current, head, upgrade

FIRST = """
import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = None

def upgrade():
    op.create_table("shelf", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("label", sa.Text()))
    op.create_table(
        "book",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shelf_id", sa.Integer(), sa.ForeignKey("shelf.id", ondelete="CASCADE"), nullable=False),
    )
    op.execute("INSERT INTO shelf VALUES (1, 'Poetry')")
    op.execute("INSERT INTO book VALUES (1, 1)")
"""
# On SQLite this makes `shelf` anew, and drops the old one that books stand on.
SECOND = """
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"

def upgrade():
    with op.batch_alter_table("shelf") as shelf:
        shelf.alter_column("label", existing_type=sa.Text(), nullable=False)
"""
DIES = """
import os, signal
from alembic import op
revision = "0003"
down_revision = "0002"

def upgrade():
    op.execute("INSERT INTO shelf VALUES (2, 'Maps')")
    os.kill(os.getpid(), signal.SIGKILL)
"""
ORPHANS = """
from alembic import op
revision = "0002"
down_revision = "0001"

def upgrade():
    op.execute("DELETE FROM shelf")
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A copy of the machinery with no migration in it yet. (The sign in its name is one alembic's settings stumble over.)"""
    folder = tmp_path / "100% ours"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("0*", "__pycache__"))
    return folder


@pytest.fixture
def steps(migrations: Path) -> Callable[..., Path]:
    """Say what the migrations are, in order."""

    def write(*sources: str) -> Path:
        for number, source in enumerate(sources, 1):
            (migrations / "versions" / f"{number:04d}_step.py").write_text(source)
        return migrations

    return write


def books(conn: Connection) -> int:
    """How many books there are."""
    return conn.execute(text("SELECT count(*) FROM book")).scalar_one()


async def in_database(url: str, work: Callable[[Connection], object]) -> None:
    """Run `work` on a connection without a transaction, as a start does, on either engine."""
    if url.startswith("sqlite"):
        with sqlite_engine(Path(url.removeprefix("sqlite:///")), foreign_keys=False).connect() as conn:
            work(conn)
    else:
        from sqlalchemy.ext.asyncio import create_async_engine

        engine = create_async_engine(url.replace("postgresql", "postgresql+asyncpg", 1))
        async with engine.connect() as conn:
            await conn.run_sync(work)
        await engine.dispose()


async def test_an_empty_database_gets_every_step(store_url: str, steps: Callable[..., Path]) -> None:
    folder = steps(FIRST, SECOND)

    def work(conn: Connection) -> None:
        upgrade(conn, folder)
        assert current(conn) == head(folder) == "0002"
        assert books(conn) == 1

    await in_database(store_url, work)


async def test_a_later_version_adds_its_steps_and_keeps_what_is_there(store_url: str, steps: Callable[..., Path]) -> None:
    await in_database(store_url, lambda conn: upgrade(conn, steps(FIRST)))

    def work(conn: Connection) -> None:
        upgrade(conn, steps(FIRST, SECOND))
        assert books(conn) == 1  # not gone with the shelf that was made anew
        assert not {column["name"]: column for column in inspect(conn).get_columns("shelf")}["label"]["nullable"]
        conn.rollback()
        with pytest.raises(IntegrityError):
            conn.execute(text("INSERT INTO shelf VALUES (2, NULL)"))

    await in_database(store_url, work)


async def test_a_kill_in_the_middle_leaves_the_database_as_it_was(sqlite_url: str, steps: Callable[..., Path]) -> None:
    await in_database(sqlite_url, lambda conn: upgrade(conn, steps(FIRST)))
    folder = steps(FIRST, SECOND, DIES)
    path = sqlite_url.removeprefix("sqlite:///")
    script = (
        "import pathlib, sys; from bot.store.sqlite import sqlite_engine; from bot.store.upgrade import upgrade\n"
        "upgrade(sqlite_engine(pathlib.Path(sys.argv[1]), foreign_keys=False).connect(), pathlib.Path(sys.argv[2]))"
    )
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, path, str(folder))
    assert await child.wait() == -9

    def work(conn: Connection) -> None:
        assert current(conn) == "0001"
        assert conn.execute(text("SELECT count(*) FROM shelf")).scalar_one() == 1
        assert {column["name"]: column for column in inspect(conn).get_columns("shelf")}["label"]["nullable"]
        conn.rollback()
        (folder / "versions" / "0003_step.py").unlink()
        upgrade(conn, folder)
        assert current(conn) == "0002"

    await in_database(sqlite_url, work)


async def test_a_step_that_would_orphan_rows_is_not_taken(sqlite_url: str, steps: Callable[..., Path]) -> None:
    await in_database(sqlite_url, lambda conn: upgrade(conn, steps(FIRST)))
    with pytest.raises(StoreError, match="1 rows referring to nothing, first in book"):
        await in_database(sqlite_url, lambda conn: upgrade(conn, steps(FIRST, ORPHANS)))
    await in_database(sqlite_url, lambda conn: current(conn) == "0001" or pytest.fail("it was taken"))


async def test_several_starting_at_once_take_each_step_once(store_url: str, steps: Callable[..., Path]) -> None:
    folder = steps(FIRST, SECOND)
    if store_url.startswith("sqlite"):
        await asyncio.gather(
            *[asyncio.to_thread(asyncio.run, in_database(store_url, lambda conn: upgrade(conn, folder))) for _ in range(4)]
        )
    else:
        await asyncio.gather(*[in_database(store_url, lambda conn: upgrade(conn, folder)) for _ in range(4)])

    def work(conn: Connection) -> None:
        assert (current(conn), books(conn)) == ("0002", 1)

    await in_database(store_url, work)


async def test_a_newer_database_is_refused_and_untouched(store_url: str) -> None:
    def newer(conn: Connection) -> None:
        conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        conn.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
        conn.commit()

    await in_database(store_url, newer)
    with pytest.raises(StoreTooNew, match="its schema is 9999"):
        await open_store(store_url)
    await in_database(store_url, lambda conn: current(conn) == "9999" or pytest.fail("it was touched"))


def test_a_second_start_does_not_import_alembic(sqlite_url: str) -> None:
    script = "import asyncio, sys; from bot.store import open_store\nasyncio.run(open_store(sys.argv[1])); print('alembic' in sys.modules)"
    runs = [subprocess.check_output([sys.executable, "-c", script, sqlite_url], text=True).strip() for _ in range(2)]
    assert runs == [str(head() is not None), "False"]


def test_alembic_counts_as_we_do() -> None:
    with sqlite_engine(Path(":memory:")).connect() as conn:
        assert ScriptDirectory.from_config(alembic_config(conn)).get_current_head() == head()


@pytest.mark.skipif(head() is None, reason="there is no migration yet")
async def test_the_steps_lead_to_the_tables_the_rules_expect(store_url: str) -> None:
    from bot.store import tables

    store: Store = await open_store(store_url)
    await store.close()

    def work(conn: Connection) -> None:
        config = alembic_config(conn)
        config.attributes["metadata"] = tables.metadata
        command.check(config)

    await in_database(store_url, work)
