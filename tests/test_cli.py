"""What is typed after `python -m bot`, run as people run it: in a process of its own."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.community import groups, members
from bot.store import open_store

ROOT = Path(__file__).parents[1]
HEAVY = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "asyncio",
    "discord",
    "pydantic",
    "rich.console",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "structlog",
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """What comes of typing this in an empty folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, env={**clean, "PYTHONPATH": str(ROOT), **env}, capture_output=True, text=True, check=False, timeout=50)


def written(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def listen() -> str:
    """An address nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def test_help_names_the_commands_and_imports_nothing_heavy() -> None:
    code = f"""
import sys
from bot.cli import app
app(["--help"], standalone_mode=False)
print("heavy:", [name for name in {HEAVY} if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=50)
    assert [name for name in ("run", "doctor", "import") if f"  {name} " not in ended.stdout] == []
    assert "heavy: []" in ended.stdout


@pytest.mark.parametrize("command", [("run",), ("doctor",), ("import", "members", "people.csv")])
def test_a_mistake_in_the_settings_is_told_without_a_traceback(command: tuple[str, ...]) -> None:
    written("config.toml", "[webb]\n[log]\nlevel = 3\n")
    ended = typed(*command)
    assert ended.returncode == 1
    assert "Did you mean [web]?" in ended.stderr
    assert "[log] level should be" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_doctor_finds_nothing_wrong_on_a_fresh_machine_and_changes_nothing(listen: str) -> None:
    config = written("my.toml", f'[web]\nlisten = "{listen}"\n')
    ended = typed("doctor", "--config", str(config))
    assert ended.returncode == 0, ended.stdout
    assert "The practice town will open" in ended.stdout
    assert "will be made at the first start" in ended.stdout
    assert [path.name for path in Path().iterdir()] == ["my.toml"]


def test_the_doctor_says_when_the_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        written("config.toml", f'[web]\nlisten = "127.0.0.1:{server.getsockname()[1]}"\n')
        ended = typed("doctor")
    assert ended.returncode == 1
    assert "LOOK  127.0.0.1:" in ended.stdout


def test_the_doctor_names_the_platforms_and_never_their_tokens(listen: str) -> None:
    nobody = "http://127.0.0.1:9"  # no Discord answers there, and none outside is asked
    written("config.toml", f'[web]\nlisten = "{listen}"\n[discord]\napi_url = "{nobody}"\n')
    ended = typed("doctor", WALLFLOWER_DISCORD_TOKEN="canary-3")
    assert "Tokens are here for Discord." in ended.stdout
    assert "LOOK  Discord" in ended.stdout
    assert "The practice town stays closed." in ended.stdout
    assert "canary" not in ended.stdout + ended.stderr


async def test_the_doctor_knows_a_database_that_is_up_to_date(sqlite_url: str, listen: str) -> None:
    await (await open_store(sqlite_url)).close()
    written("config.toml", f'[store]\nurl = "{sqlite_url}"\n[web]\nlisten = "{listen}"\n')
    ended = typed("doctor")
    assert ended.returncode == 0, ended.stdout
    assert "opens, is whole and up to date" in ended.stdout


def test_the_doctor_refuses_a_database_from_the_future(listen: str) -> None:
    with closing(sqlite3.connect("wallflower.db")) as conn:
        conn.executescript("CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('9999')")
    written("config.toml", f'[web]\nlisten = "{listen}"\n')
    ended = typed("doctor")
    assert ended.returncode == 1
    assert "changed by a newer Wallflower" in ended.stdout


def test_the_doctor_knows_a_damaged_database(listen: str) -> None:
    written("wallflower.db", "These are not the bytes you are looking for. " * 100)
    written("config.toml", f'[web]\nlisten = "{listen}"\n')
    ended = typed("doctor")
    assert ended.returncode == 1
    assert "is damaged, or isn't a database" in ended.stdout


def test_the_doctor_says_when_the_databases_folder_is_missing(listen: str) -> None:
    written("config.toml", f'[store]\nurl = "sqlite:///nowhere/wallflower.db"\n[web]\nlisten = "{listen}"\n')
    ended = typed("doctor")
    assert ended.returncode == 1
    assert "mkdir -p 'nowhere'" in ended.stdout


def test_the_doctor_says_when_postgresql_does_not_answer_and_hides_the_password(listen: str) -> None:
    written("config.toml", f'[store]\nurl = "postgresql://robin:canary-4@{listen}/wall"\n')
    ended = typed("doctor")
    assert ended.returncode == 1
    assert f"postgresql://robin:…@{listen}/wall doesn't answer" in ended.stdout
    assert "canary" not in ended.stdout + ended.stderr


def test_the_doctor_looks_at_a_real_postgresql(postgres_url: str, listen: str) -> None:
    written("config.toml", f'[store]\nurl = "{postgres_url}"\n[web]\nlisten = "{listen}"\n')
    ended = typed("doctor")
    assert ended.returncode == 0, ended.stdout
    assert "opens" in ended.stdout


def test_a_list_is_only_read_until_a_group_is_named() -> None:
    written("people.csv", "name,zone\nAda,London\nGrace,Narnia\n")
    ended = typed("import", "members", "people.csv")
    assert ended.returncode == 0
    assert "1 person can be brought in" in ended.stdout
    assert "Line 3: I don't know the time zone “Narnia”" in ended.stderr
    assert not Path("wallflower.db").exists()


def test_a_list_that_is_not_there_is_said() -> None:
    ended = typed("import", "members", "people.csv")
    assert ended.returncode == 1
    assert ended.stderr == "people.csv can't be read: No such file or directory.\n"


def test_a_group_that_is_not_there_is_said() -> None:
    written("people.csv", "name\nAda\n")
    ended = typed("import", "members", "people.csv", "--group", "Nobody's")
    assert ended.returncode == 1
    assert "There is no group called Nobody's" in ended.stderr
    assert not Path("people-codes.csv").exists()


async def test_people_in_a_list_join_the_group_and_get_codes_nobody_else_can_read(sqlite_url: str) -> None:
    now = SystemClock().now()
    store = await open_store(sqlite_url)
    group = await store.write(lambda conn: groups.create(conn, now, "Information North", "Europe/London"))
    written("config.toml", f'[store]\nurl = "{sqlite_url}"\n')
    written("people.csv", "name,organiser\nAda,yes\n=cmd(),no\n")
    ended = typed("import", "members", "people.csv", "--group", "Information North")
    assert ended.returncode == 0, ended.stderr
    organisers = await store.read(lambda conn: [members.name_of(conn, one) for one in members.organisers(conn, group)])
    await store.close()
    assert organisers == ["Ada"]
    codes = Path("people-codes.csv")
    assert codes.stat().st_mode & 0o777 == 0o600
    assert [line.split(",")[1] for line in codes.read_text(encoding="utf-8").splitlines()] == ["name", "Ada", "'=cmd()"]
    assert "from before" in typed("import", "members", "people.csv", "--group", "Information North").stderr


async def known(url: str, *names: str) -> None:
    """These people, known to the database at this address."""
    store = await open_store(url)
    now = SystemClock().now()
    for name in names:
        await store.write(lambda conn, name=name: members.add(conn, now, name))
    await store.close()


async def test_a_copy_can_be_made_for_somebody_no_longer_in_chat(sqlite_url: str) -> None:
    await known(sqlite_url, "Ada North")
    written("config.toml", f'[store]\nurl = "{sqlite_url}"\n')
    ended = typed("person", "export", "ada north")
    assert ended.returncode == 0, ended.stderr
    copy = Path("wallflower-about-you.json")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "Ada North" in copy.read_text(encoding="utf-8")
    assert "Ada North" in Path("wallflower-about-you.html").read_text(encoding="utf-8")
    assert "is there already" in typed("person", "export", "ada north").stderr


async def test_somebody_no_longer_in_chat_can_be_erased(sqlite_url: str, tmp_path: Path) -> None:
    await known(sqlite_url, "Ada North")
    written("config.toml", f'[store]\nurl = "{sqlite_url}"\n')
    assert "Erase everything held about Ada North" in typed("person", "erase", "Ada North").stdout
    ended = typed("person", "erase", "Ada North", "--yes")
    assert "Receipt" in ended.stdout, ended.stderr
    assert (tmp_path / "wallflower.erased").exists()
    assert "I know nobody called Ada North" in typed("person", "erase", "Ada North", "--yes").stderr
    assert not [file.name for file in tmp_path.glob("wallflower.db*") if b"Ada North" in file.read_bytes()]


async def test_of_two_people_of_one_name_neither_is_guessed(sqlite_url: str) -> None:
    await known(sqlite_url, "Ada North", "Ada North")
    written("config.toml", f'[store]\nurl = "{sqlite_url}"\n')
    ended = typed("person", "erase", "Ada North", "--yes")
    assert ended.returncode == 1
    assert "2 people are called Ada North. Say which by number:" in ended.stderr
    assert "Receipt" in typed("person", "erase", "2", "--yes").stdout
