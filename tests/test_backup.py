"""`backup` and `restore`: nothing lost, nothing said twice, nobody brought back."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.chat import Person
from bot.clock import SystemClock
from bot.community import members
from bot.outbox import outbox
from bot.outbox.restored import doubt_what_was_due
from bot.store import open_store
from bot.store.backup import back_up, put_back
from tests.community.village import Village, in_memory
from tests.stage import houses
from tests.stages import web as town

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(*words: str) -> subprocess.CompletedProcess[str]:
    """What comes of typing this."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, env={**clean, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=50)


async def with_people(*names: str) -> None:
    """The database, opened as a running Wallflower would, with these people in it; written to until it is closed."""
    store = await open_store("sqlite:///wallflower.db", sole=True)
    await store.write(
        lambda conn: [members.meet(conn, SystemClock().now(), Person("chat", "W1", name, f"{name} Canary")) for name in names]
    )
    await store.close()


def names_in(path: str) -> set[str]:
    """Who is in a database."""
    with closing(sqlite3.connect(path)) as conn:
        return {name for (name,) in conn.execute("SELECT name FROM members")}


async def test_a_backup_taken_while_it_runs_is_whole_private_and_can_be_put_back() -> None:
    await with_people("Ada")
    store = await open_store("sqlite:///wallflower.db", sole=True)
    await store.write(lambda conn: members.meet(conn, SystemClock().now(), Person("chat", "W1", "tom", "Tom Canary")))
    made = typed("backup", "copy.db")
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(Path("copy.db").stat().st_mode) == 0o600
    assert names_in("copy.db") == {"Ada Canary", "Tom Canary"}
    busy = typed("restore", "copy.db", "--yes")
    assert busy.returncode == 1
    assert "already being used by process" in busy.stderr
    await store.close()
    await with_people("Late")
    done = typed("restore", "copy.db", "--yes")
    assert done.returncode == 0, done.stderr
    assert names_in("wallflower.db") == {"Ada Canary", "Tom Canary"}
    assert "Late Canary" in names_in("wallflower.db.before-restore")
    assert "from an earlier restore" in typed("restore", "copy.db", "--yes").stderr


async def test_whoever_was_erased_since_stays_erased() -> None:
    await with_people("Ada", "Tom")
    assert typed("backup", "copy.db").returncode == 0
    assert typed("person", "erase", "Tom Canary", "--yes").returncode == 0
    done = typed("restore", "copy.db", "--yes")
    assert "1 erased since the backup was erased again." in done.stdout
    in_use = [path for path in Path().glob("wallflower.db*") if "before" not in path.name]
    assert [path.name for path in in_use if b"Tom Canary" in path.read_bytes()] == []
    assert names_in("wallflower.db") == {"Ada Canary"}


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda: None, "There is no file copy.db"),
        (lambda: Path("copy.db").write_bytes(b"nonsense" * 200), "is no backup of Wallflower's"),
        (lambda: sqlite3.connect("copy.db").execute("CREATE TABLE x (y)"), "is no backup of Wallflower's"),
    ],
)
def test_what_is_no_backup_is_not_put_back(prepare: object, words: str) -> None:
    assert callable(prepare)
    prepare()
    refused = typed("restore", "copy.db", "--yes")
    assert (refused.returncode, words in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr
    assert not Path("wallflower.db").exists()


async def test_nothing_is_overwritten_by_a_backup() -> None:
    await with_people("Ada")
    Path("copy.db").write_text("mine", encoding="utf-8")
    assert "is there already" in typed("backup", "copy.db").stderr
    assert Path("copy.db").read_text(encoding="utf-8") == "mine"


def test_on_postgresql_its_own_tools_are_named() -> None:
    Path("config.toml").write_text('[store]\nurl = "postgresql://u:p@127.0.0.1/x"\n', encoding="utf-8")
    for words in (("backup", "x"), ("restore", "x")):
        assert "pg_dump" in typed(*words).stderr


def test_asked_and_not_sure_nothing_happens() -> None:
    refused = typed("restore", "copy.db")
    assert refused.returncode == 1
    assert not Path("wallflower.db").exists()


# --- what the copy believes is still to be sent ---------------------------------------------------------------------------------


def states(conn: Connection) -> dict[str, list[str]]:
    """The states of each kind of row."""
    found: dict[str, list[str]] = {}
    for row in conn.execute(select(outbox.c.kind, outbox.c.state)):
        found.setdefault(row.kind, []).append(row.state)
    return found


def test_what_was_due_since_is_looked_for_and_what_is_to_come_is_left_alone() -> None:
    with in_memory() as do:
        village = Village(do)
        village.announce()
        village.yes("Tom")
        village.announce(publish=timedelta(hours=1))
        village.now += timedelta(days=23, hours=2)  # the reminder of a week before was due an hour ago
        assert do(lambda conn: doubt_what_was_due(conn, village.now)) == 2
        found = do(states)
        assert sorted(found["meetup.card"]) == ["unknown", "waiting"]  # the first one's edit still waits
        assert sorted(found["reminder.due"]) == ["sent"] * 2 + ["waiting"] * 4
        assert found["reminder.alone"] == ["unknown"]
        assert do(lambda conn: doubt_what_was_due(conn, village.now)) == 2


async def test_in_the_town_nothing_is_said_twice_after_a_restore(tmp_path: Path) -> None:
    """The copy is made before the announcement is due; it is posted; then the copy is put back."""
    factory = houses(f"sqlite:///{tmp_path}/core.db")
    async with town.open_stage(factory, tmp_path, ["Priya"]) as stage:
        priya, tom = stage.citizen("Priya"), stage.citizen("Tom")
        await priya.types("/announce", title="Room change", words="Upstairs.")
        await priya.presses("When and where")
        await priya.fills(when="Monday 23 November 2026, 9am")
        await priya.presses("Announce it")
        back_up(tmp_path / "core.db", tmp_path / "copy.db")
        await stage.later(days=1)
        assert sum("Upstairs." in thing for thing in tom.reads()) == 1
        await stage.stop()
        put_back(tmp_path / "copy.db", tmp_path / "core.db")
        store = await open_store(f"sqlite:///{tmp_path}/core.db")
        assert await store.write(lambda conn: doubt_what_was_due(conn, stage.house.clock.now())) == 1
        await store.close()
        await stage.start()
        await stage.refresh()
        await stage.later(minutes=5)
        assert sum("Upstairs." in thing for thing in tom.reads()) == 1
        await priya.types("/organise")
        await priya.chooses("Room change")
        await priya.presses("Take it back")
        await stage.later(minutes=1)
        assert not tom.sees("Upstairs.")
