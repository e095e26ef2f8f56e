"""Promise 12: how long a start takes, with a million rows stored; and the budget of what is loaded for it. Beside a bare Python's start."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from sqlalchemy import Connection, func, insert, select

from bench.promises.proof import Measured, Order, Proof
from bot.community import members
from bot.outbox import outbox
from bot.store import open_store

ROOT: Final = Path(__file__).parents[2]
NOW: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
PEOPLE: Final = 90_000
READY: Final = "Wallflower is running"
COLD, HELP, IMPORT, MEMORY = 3.0, 0.25, 1.0, 100.0
CONNECT: Final = """
import asyncio, resource, sys
from bot.clock import SystemClock
from bot.run import main
from bot.run.house import House
import adapters.discord.gateway
asyncio.run(House.open(sys.argv[1], SystemClock()))
if sys.platform == "linux":  # not ru_maxrss, in which the process that started this one is still counted
    kilobytes = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(kilobytes / 1024)
import os; os._exit(0)
"""


def _settings(folder: Path) -> Path:
    where = folder / "config.toml"
    where.write_text(
        f'[store]\nurl = "sqlite:///{folder}/cold.db"\n[web]\nlisten = "127.0.0.1:0"\nfolder = "{folder}/town"\n', encoding="utf-8"
    )
    return where


def _started(settings: Path) -> float:
    """Seconds from nothing until it says that it runs: the town open, the database read, what is due looked up."""
    began = perf_counter()
    command = [sys.executable, "-m", "bot", "run", "--config", str(settings)]
    with subprocess.Popen(command, cwd=ROOT, env=_clean(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout
        ready = any(READY in line for line in running.stdout)
        took = perf_counter() - began
        running.send_signal(signal.SIGTERM)
    assert ready, "it did not start"
    return took


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}


async def _fill(url: str, rows: int) -> int:
    """A large database of people and of what was ever said to them, up to so many rows; one in a hundred is still to be said."""
    store = await open_store(url)
    found = await store.write(lambda conn: _people(conn, min(PEOPLE, rows // 10)))
    for first in range(0, left := rows - 3 * len(found), 100_000):
        some = range(first, min(first + 100_000, left))
        await store.write(lambda conn, some=some: conn.execute(insert(outbox), [_said(n, found[n % len(found)]) for n in some]) and None)
    counted = await store.read(lambda conn: sum(conn.execute(select(func.count()).select_from(table)).scalar_one() for table in _FILLED))
    await store.close()
    return counted


_FILLED: Final = (members.members, members.accounts, members.memberships, outbox)


def _people(conn: Connection, count: int) -> list[int]:
    before = conn.execute(select(func.max(members.members.c.id))).scalar_one()
    them = range(before + 1, before + 1 + count)
    conn.execute(insert(members.members), [{"id": n, "name": f"Member {n}", "created_at": NOW} for n in them])
    account = {"platform": "slack", "workspace": "T1"}
    conn.execute(insert(members.accounts), [account | {"member_id": n, "user": f"U{n}"} for n in them])
    membership = {"group_id": 1, "role": "member", "named": False, "reach": "direct", "joined_at": NOW}
    conn.execute(insert(members.memberships), [membership | {"member_id": n} for n in them])
    return list(them)


def _said(number: int, member: int) -> dict[str, object]:
    at = NOW + timedelta(days=365) if number % 100 == 0 else NOW - timedelta(seconds=number)
    waits = at > NOW
    row: dict[str, object] = {"mode": "say", "kind": "seat.free", "ref": "1", "subject": "meetup:1", "group_id": 1, "urgency": 1}
    of_theirs = {"id": f"{number}", "line": f"m{member}", "member_id": member, "due_at": at, "ready_at": at}
    state = ("waiting", None, None) if waits else ("sent", f"slack:T1:D{member}::{number}", at)
    return row | of_theirs | dict(zip(("state", "message", "sent_at"), state, strict=True))


# --- what is measured -------------------------------------------------------------------------------------------------------------


def _cold(order: Order) -> Measured:
    settings, url = _settings(order.folder), f"sqlite:///{order.folder}/cold.db"
    first, empty = _started(settings), median(_started(settings) for _ in range(order.of(3, 1)))
    rows = asyncio.run(_fill(url, order.of(1_000_000, 20_000)))
    took = [_started(settings) for _ in range(order.of(5, 1))]
    bare = _python("-c", "pass")
    words = (
        f"{rows:,} rows: ready {median(took):.2f} s after it was typed, at most {max(took):.2f} s; with next to none "
        f"{empty:.2f} s, and {first:.2f} s where the database is made; a bare Python beside them {bare:.2f} s"
    )
    return Measured(words, held=order.in_time(max(took) <= COLD))


def _loading(order: Order) -> Measured:
    url = f"sqlite:///{order.folder}/cold.db"
    took, memory = zip(*[_connecting(url) for _ in range(order.of(5, 1) + 1)], strict=True)
    helps, bare = median(_python("-m", "bot", "--help") for _ in range(order.of(9, 1))), median(_python("-c", "pass") for _ in range(9))
    words = (
        f"everything loaded, the database open, ready to connect to Discord: {median(took[1:]):.2f} s and {max(memory[1:]):.0f} MB; "
        f"`--help` {helps * 1000:.0f} ms; a bare Python beside them {bare * 1000:.0f} ms"
    )
    return Measured(words, held=order.in_time(median(took[1:]) < IMPORT and helps < HELP and max(memory[1:]) < MEMORY))


def _connecting(url: str) -> tuple[float, float]:
    began = perf_counter()
    said = subprocess.run([sys.executable, "-c", CONNECT, url], cwd=ROOT, env=_clean(), capture_output=True, text=True, check=True)
    return perf_counter() - began, float(said.stdout)


def _python(*words: str) -> float:
    began = perf_counter()
    subprocess.run([sys.executable, *words], cwd=ROOT, env=_clean(), capture_output=True, check=True)
    return perf_counter() - began


STARTS: Final = (
    Proof("cold_start", "With a million rows stored it is there within 3 s", _cold),
    Proof("loading", "Loaded and ready to connect within 1 s and 100 MB; `--help` within 250 ms", _loading),
)
