"""Starting and stopping, as a real process: what is said, and that it ends at once and clean."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.community import members
from bot.community.person_data import Ledger, erase
from bot.config import load
from bot.run.main import CannotStart, running
from bot.store import open_store

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text('[web]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")


def environment(**more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    return {**clean, "PYTHONPATH": str(ROOT), **more}


def start(*words: str, **env: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", *(words or ("run",))]
    return subprocess.Popen(command, env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *(words or ("run",))]
    return subprocess.run(command, env=environment(**env), capture_output=True, text=True, check=False, timeout=50)


@pytest.fixture
def bot() -> Iterator[subprocess.Popen[str]]:
    """A bot with its town open."""
    process = start()
    assert process.stdout
    lines = iter(process.stdout.readline, "")
    assert any(line.startswith("Open http://127.0.0.1:") for line in lines)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_and_says_that_everything_is_kept(bot: subprocess.Popen[str], sign: signal.Signals) -> None:
    bot.send_signal(sign)
    said, complained = bot.communicate(timeout=20)
    assert "Stopping. Everything is kept." in said
    assert (bot.returncode, complained) == (0, "")


def test_a_second_one_on_the_same_files_is_told_so(bot: subprocess.Popen[str]) -> None:
    second = ended()
    assert second.returncode == 1
    assert f"is already being used by process {bot.pid}" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_database_of_a_later_version_is_not_touched() -> None:
    process = start()
    assert process.stdout
    assert any(line.startswith("Open ") for line in iter(process.stdout.readline, ""))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect("wallflower.db")) as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
        conn.commit()
    refused = ended()
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "later" in refused.stderr or "newer" in refused.stderr


async def test_a_taken_port_is_said_and_the_next_free_one_used() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        Path("config.toml").write_text(f'[web]\nlisten = "127.0.0.1:{port}"\n', encoding="utf-8")
        said: list[str] = []
        async with running(load(None, {}), said.append) as url:
            assert f":{port}/" not in url
    assert any(f"Port {port} is taken" in line for line in said)


async def test_whoever_was_erased_stays_erased_where_an_older_copy_is_put_back_by_hand() -> None:
    async with running(load(None, {}), lambda _: None):
        pass
    there, copy = Path("wallflower.db"), Path("copy.db")
    shutil.copy(there, copy)
    for again in (False, True):
        store = await open_store(f"sqlite:///{there}")
        now, ledger = SystemClock().now(), Ledger.beside(store.beside)
        if not again:
            await store.write(lambda conn, now=now, ledger=ledger: erase(conn, now, 2, ledger))
        assert not await store.read(lambda conn: members.accounts_of(conn, [2]).get(2))
        await store.close()
        if not again:
            shutil.copy(copy, there)
            async with running(load(None, {}), lambda _: None):
                pass


async def test_an_address_that_is_not_ours_is_said_in_a_sentence() -> None:
    Path("config.toml").write_text('[web]\nlisten = "192.0.2.1:0"\n', encoding="utf-8")
    with pytest.raises(CannotStart, match=r"192\.0\.2\.1:0 can't be used: .*Set another listen under"):
        async with running(load(None, {}), lambda _: None):
            pass


def test_a_token_discord_does_not_know_is_said_without_a_traceback(refusing: str) -> None:
    Path("config.toml").write_text(f'[discord]\napi_url = "{refusing}"\n[web]\ntown = true\n', encoding="utf-8")
    refused = ended(WALLFLOWER_DISCORD_TOKEN="bad")
    assert refused.returncode == 1
    assert "The practice town stays closed while Discord is connected" in refused.stdout
    assert "connect discord" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.fixture
def refusing() -> Iterator[str]:
    """A Discord that knows nobody."""
    code = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class No(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"message": "401: Unauthorized", "code": 0}'
        self.send_response(401); self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass
server = HTTPServer(("127.0.0.1", 0), No)
print(server.server_port, flush=True)
server.serve_forever()
"""
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    yield f"http://127.0.0.1:{server.stdout.readline().strip()}/api/v10"
    server.kill()
    server.communicate()


def test_the_tour_tells_the_story_to_its_end_and_leaves_nothing_behind(tmp_path: Path) -> None:
    told = ended("tour")
    assert told.returncode == 0, told.stderr
    assert "Stopped and started. Everything is still here" in told.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_slacks_manifest_is_printed_ready_to_paste() -> None:
    import json

    printed = ended("manifest", "slack")
    assert json.loads(printed.stdout)["display_information"]
    assert "only Slack has one" in ended("manifest", "discord").stderr


def test_connecting_to_a_platform_nobody_knows_names_those_there_are() -> None:
    refused = ended("connect", "teams")
    assert refused.returncode == 1
    assert refused.stderr == "I don't know teams. Choose one of: discord, slack.\n"
