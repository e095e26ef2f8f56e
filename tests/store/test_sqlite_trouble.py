"""SQLite when the disk is full, when another process writes, when ours is killed."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from bot.store import Store, StoreError, StoreInUse, Work, open_store
from bot.store.sqlite import SqliteStore
from tests.store.tables import announce, count, event, note, practice

BIG = "x" * 200_000


@contextlib.contextmanager
def written_by_another_process(url: str) -> Generator[None]:
    """Someone else holds the write lock. (To SQLite, another connection is as good as another process.)"""
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("COMMIT")


async def statements(store: Store, *works: Work[object]) -> list[str]:
    """Every statement SQLite itself was given for these units of work, handed in together."""
    assert isinstance(store, SqliteStore)
    raw = store._writer._conn.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    seen: list[str] = []
    raw.set_trace_callback(seen.append)
    await asyncio.gather(*[store.write(work) for work in works])
    raw.set_trace_callback(None)
    return seen


def fill(conn: Connection) -> int:
    """Write more than a full disk takes."""
    return conn.execute(note.insert().values(what=BIG)).rowcount


@pytest.fixture
async def full_disk(sqlite_store: Store) -> Store:
    """A store with room for a few small rows and no more, as SQLite sees a full disk."""

    def leave_little(conn: Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")

    await sqlite_store.write(leave_little)
    return sqlite_store


async def test_on_a_full_disk_only_who_needs_the_room_hears_of_it(full_disk: Store) -> None:
    works = [announce_one, announce_one, fill, announce_one, fill, announce_one]
    outcomes = await asyncio.gather(*[full_disk.write(work) for work in works], return_exceptions=True)
    assert [isinstance(outcome, OperationalError) for outcome in outcomes] == [False, False, True, False, True, False]
    assert await full_disk.read(lambda conn: count(conn, event)) == 4
    assert await full_disk.read(lambda conn: count(conn, note)) == 0


def announce_one(conn: Connection) -> int:
    """A small thing to write."""
    return announce(conn, seats=1)


async def test_on_a_full_disk_a_rule_that_looks_away_is_undone_as_well(full_disk: Store) -> None:
    def look_away(conn: Connection) -> int:
        announce(conn, seats=1)
        with contextlib.suppress(OperationalError):
            fill(conn)
        with contextlib.suppress(Exception):
            announce(conn, seats=2)  # would be committed by itself: its transaction is gone
        return 3

    for group in ([look_away], [look_away, announce_one]):
        outcomes = await asyncio.gather(*[full_disk.write(work) for work in group], return_exceptions=True)
        assert isinstance(outcomes[0], Exception)
    assert await full_disk.read(lambda conn: count(conn, event)) == 1


async def test_a_commit_that_fails_is_nobodys_success(sqlite_store: Store) -> None:
    def promise_and_break(conn: Connection) -> None:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        conn.exec_driver_sql("INSERT INTO seat (event_id, person) VALUES (999, 'Ada')")

    good, bad = await asyncio.gather(sqlite_store.write(announce_one), sqlite_store.write(promise_and_break), return_exceptions=True)
    assert good == 1
    assert isinstance(bad, sqlite3.IntegrityError)
    assert await sqlite_store.read(lambda conn: count(conn, event)) == 1


async def test_those_who_wait_share_one_immediate_transaction(sqlite_store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(_: Connection) -> None:
        begun.set()
        go_on.wait(5)

    first = asyncio.create_task(sqlite_store.write(wait))
    await asyncio.to_thread(begun.wait, 5)
    asyncio.get_running_loop().call_soon(asyncio.get_running_loop().call_soon, go_on.set)  # when all twenty have been handed in
    seen = await statements(sqlite_store, *[announce_one] * 20)
    await first
    assert [statement for statement in seen if statement.startswith(("BEGIN", "COMMIT"))] == ["COMMIT", "BEGIN IMMEDIATE", "COMMIT"]
    assert seen.count("SAVEPOINT work") == 20


async def test_someone_who_leaves_halfway_leaves_their_neighbours_an_answer(sqlite_store: Store) -> None:
    group_is_complete, begun, go_on = threading.Event(), threading.Event(), threading.Event()

    def slowly(conn: Connection) -> int:
        begun.set()
        assert go_on.wait(5)
        return announce(conn, seats=1)

    before = asyncio.create_task(sqlite_store.write(lambda _: group_is_complete.wait(5)))
    leaving = asyncio.create_task(sqlite_store.write(slowly))
    staying = asyncio.create_task(sqlite_store.write(announce_one))
    await asyncio.sleep(0.02)
    group_is_complete.set()
    await asyncio.to_thread(begun.wait, 5)
    leaving.cancel()
    await asyncio.sleep(0)
    go_on.set()
    assert await asyncio.wait_for(staying, 5)
    assert await before
    assert await sqlite_store.read(lambda conn: count(conn, event)) == 2


async def test_when_the_connection_breaks_everyone_hears_of_it(sqlite_store: Store) -> None:
    def break_it(conn: Connection) -> None:
        raw = conn.connection.dbapi_connection
        assert raw is not None
        raw.close()

    works: list[Work[object]] = [announce_one, break_it, announce_one]
    waiting = [asyncio.create_task(sqlite_store.write(work)) for work in works]
    outcomes = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
    assert all(isinstance(outcome, sqlite3.ProgrammingError) for outcome in outcomes)
    with pytest.raises(sqlite3.ProgrammingError):
        await asyncio.wait_for(sqlite_store.write(announce_one), 5)
    await asyncio.wait_for(sqlite_store.close(), 5)


async def test_nobody_is_shown_that_the_database_is_locked(
    sqlite_store: Store, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await sqlite_store.write(lambda conn: conn.exec_driver_sql("PRAGMA busy_timeout = 20").close())
    with written_by_another_process(sqlite_url):
        waiting = [asyncio.create_task(sqlite_store.write(announce_one)) for _ in range(5)]
        await asyncio.sleep(0.2)  # ten times as long as SQLite itself waits
        assert not any(task.done() for task in waiting)
        assert await sqlite_store.read(lambda conn: count(conn, event)) == 0
    assert len(await asyncio.gather(*waiting)) == 5
    assert "still waiting for my turn" in caplog.text


async def test_closing_does_not_wait_for_ever_for_another_process(sqlite_store: Store, sqlite_url: str) -> None:
    await sqlite_store.write(lambda conn: conn.exec_driver_sql("PRAGMA busy_timeout = 20").close())
    with written_by_another_process(sqlite_url):
        waiting = asyncio.create_task(sqlite_store.write(announce_one))
        await asyncio.sleep(0)
        await asyncio.wait_for(sqlite_store.close(), 5)
        with pytest.raises(sqlite3.OperationalError):
            await waiting


WRITER = """
import asyncio, sys
from bot.store import open_store
from tests.store.tables import announce, practice

async def main():
    store = await open_store(sys.argv[1], sole=True)
    await store.write(practice.create_all)
    async def one(number):
        while True:
            await store.write(lambda conn: announce(conn, seats=number))
            number += 1000
            print(number - 1000, flush=True)
    await asyncio.gather(*[one(number) for number in range(20)])

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill(sqlite_url: str) -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", WRITER, sqlite_url, stdout=subprocess.PIPE)
    assert child.stdout
    acknowledged = [int(await child.stdout.readline()) for _ in range(500)]
    with pytest.raises(StoreInUse):
        await open_store(sqlite_url, sole=True)
    child.kill()
    acknowledged += [int(line) for line in (await child.stdout.read()).split(b"\n")[:-1]]
    await child.wait()
    store = await open_store(sqlite_url, sole=True)  # the lock has gone with its holder
    there = await store.read(lambda conn: list(conn.execute(select(event.c.seats)).scalars()))
    await store.close()
    assert set(acknowledged) <= set(there)
    assert len(there) == len(set(there))


FORGETFUL = """
import asyncio, sys
from bot.store import open_store

async def main():
    store = await open_store(sys.argv[1])
    await store.write(lambda conn: conn.exec_driver_sql("CREATE TABLE t (n)").close())
    await store.read(lambda conn: None)

asyncio.run(main())
"""


def test_a_process_that_forgets_to_close_still_ends(sqlite_url: str) -> None:
    subprocess.run([sys.executable, "-c", FORGETFUL, sqlite_url], check=True, timeout=20)


async def test_one_running_wallflower_per_file(sqlite_url: str) -> None:
    first = await open_store(sqlite_url, sole=True)
    with pytest.raises(StoreInUse, match=f"already being used by process {os.getpid()}"):
        await open_store(sqlite_url, sole=True)
    beside = await open_store(sqlite_url)  # the command line may look and write
    await beside.write(practice.create_all)
    await beside.close()
    await first.close()
    await (await open_store(sqlite_url, sole=True)).close()


async def test_several_processes_may_make_the_same_database_at_once(sqlite_url: str) -> None:
    stores = await asyncio.gather(*[open_store(sqlite_url) for _ in range(8)])
    await asyncio.gather(*[store.write(practice.create_all) for store in stores])
    await asyncio.gather(*[store.write(announce_one) for store in stores for _ in range(20)])
    assert await stores[0].read(lambda conn: count(conn, event)) == 160
    await asyncio.gather(*[store.close() for store in stores])


async def test_the_file_is_its_owners_alone(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    await store.write(practice.create_all)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    await store.close()


async def test_a_database_left_behind_is_one_file(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    await store.write(practice.create_all)
    await store.read(lambda conn: count(conn, event))
    await store.close()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_not_a_database_is_left_alone(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match="file is not a database"):
        asyncio.run(open_store(sqlite_url))
    assert path.read_text() == "Dear diary, " * 1000


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://here/db", "wallflower.db", ""])
async def test_an_address_it_can_not_use_gets_a_sentence(url: str) -> None:
    with pytest.raises(StoreError, match="must look like"):
        await open_store(url)


async def test_a_folder_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    for sole in (True, False):
        with pytest.raises(StoreError, match="No such file or directory"):
            await open_store(f"sqlite:///{tmp_path}/nowhere/wallflower.db", sole=sole)
