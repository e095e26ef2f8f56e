"""kill -9, twenty-five times: the real process, the real files, and afterwards only the town's own file is asked.

Every ten minutes of the town's time a meetup is announced, and forty minutes later its guests are reminded. The process is started at
each of these moments and killed a moment after, wherever it is then.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapters.web import Town
from bot.clock import SystemClock, Wall
from bot.community import groups, meetups, members, reminders, seats
from bot.community.act import Act
from bot.run import practice
from bot.run.house import House
from bot.schema import Connection
from tests.delivery.world import seen_in_town

KILLS = int(os.environ.get("KILLS", "25"))
SEED = int(os.environ.get("SEED", "1"))
STEP = timedelta(minutes=10)
AHEAD = timedelta(days=1, minutes=40)
ROOT = Path(__file__).parents[2]
BEGIN = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), datetime.min.time(), UTC) + timedelta(hours=10)


@pytest.mark.timeout(500)  # a start takes a second of computing, on a machine that has one to spare
async def test_after_25_kills_every_card_and_every_reminder_stands_there_once(tmp_path: Path) -> None:
    await _plan(tmp_path)
    chance = random.Random(SEED)
    found_sending = 0
    for kill in range(KILLS):
        with _process(tmp_path, BEGIN + kill * STEP) as running:
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            running.send_signal(signal.SIGKILL)
        found_sending += _sending(tmp_path)
    with _process(tmp_path, BEGIN + (KILLS + 5) * STEP) as running:
        await _until_nothing_is_due(tmp_path)
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    wanted = Counter(_wanted())
    assert _arrived(tmp_path) == wanted, f"SEED={SEED} KILLS={KILLS}"
    assert found_sending > 0, "no kill came while something was being sent"


def _wanted() -> list[tuple[str, str]]:
    numbers = range(KILLS)
    cards = [("announcements", f"Meet-up {number}") for number in numbers]
    return [*cards, *((f"@{guest}", f"Tomorrow: Meet-up {number}") for guest in _handles() for number in numbers)]


def _handles() -> list[str]:
    lines = (practice.EXAMPLES / "members.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(",")[1] for line in lines[:6]]


async def _plan(folder: Path) -> None:
    """The practice group, with a meetup for every kill; six are coming to each, one of whom agreed to be named."""
    (folder / "config.toml").write_text(
        f'[store]\nurl = "sqlite:///{folder}/core.db"\n[web]\nlisten = "127.0.0.1:0"\nfolder = "{folder}/town"\n', encoding="utf-8"
    )
    house = await House.open(f"sqlite:///{folder}/core.db", SystemClock())
    town = await Town.open(folder / "town")
    await practice.settle(house, town)
    await house.store.write(_meetups)
    await town.close()
    await house.close()


def _meetups(conn: Connection) -> None:
    now = datetime.now(UTC)
    group = groups.at(conn, practice.HERE)[0].id
    conn.execute(members.memberships.update().where(members.memberships.c.member_id == 1).values(named=True))
    conn.execute(members.memberships.update().where(members.memberships.c.member_id != 1).values(named=False))
    for number in range(KILLS):
        published = BEGIN + number * STEP
        act = Act(conn, now, 1, group)
        plan = meetups.Plan(f"Meet-up {number}", Wall.of(published + AHEAD, "UTC"), "The Laurieston", publish_at=published)
        meetup = meetups.announce(act, plan)
        reminders.plan(conn, now, meetup)
        for member in range(1, 7):
            row = {"meetup_id": meetup.id, "member_id": member, "state": seats.GOING, "turn": 0, "changed_at": now}
            conn.execute(insert(seats.seats).values(**row))


class _process:  # noqa: N801  used as a function
    """`python -m bot run` with the town's clock at this moment, from when it says that it is running."""

    def __init__(self, folder: Path, at: datetime) -> None:
        ahead = (at - datetime.now(UTC)).total_seconds()
        with sqlite3.connect(folder / "town/town.db") as town:
            town.execute("INSERT INTO notes VALUES ('travelled', ?) ON CONFLICT (name) DO UPDATE SET words = excluded.words", (str(ahead),))
        town.close()
        command = [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.toml")]
        self.running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def __enter__(self) -> subprocess.Popen[str]:
        said = ""
        for line in self.running.stdout or ():
            said += line
            if "Wallflower is running" in line:
                return self.running
        self.__exit__()
        raise AssertionError(said)

    def __exit__(self, *_: object) -> None:
        self.running.kill()
        self.running.communicate(timeout=10)


def _rows(file: Path, sql: str, *values: object) -> list[tuple[str, ...]]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10) as db:
        found = db.execute(sql, values).fetchall()
    db.close()
    return found


def _sending(folder: Path) -> int:
    return len(_rows(folder / "core.db", "SELECT id FROM outbox WHERE state = 'sending'"))


async def _until_nothing_is_due(folder: Path) -> None:
    by = (BEGIN + (KILLS + 6) * STEP).timestamp() * 1_000_000
    patience = time.monotonic() + 60
    while _rows(folder / "core.db", "SELECT id FROM outbox WHERE state IN ('waiting', 'unknown', 'sending') AND ready_at < ?", by):
        assert time.monotonic() < patience, _rows(folder / "core.db", "SELECT kind, state, why FROM outbox WHERE state <> 'sent'")
        await asyncio.sleep(0.1)


def _arrived(folder: Path) -> Counter[tuple[str, str]]:
    messages = _rows(folder / "town/town.db", "SELECT channel, thread, body, at FROM messages WHERE delivery <> '' ORDER BY id")
    seen = [seen_in_town(*message) for message in messages]
    named = f"@{_handles()[0]}"  # mentioned in the thread, unless several meetups fall together
    places = [(named if each.place.startswith("thread") else each.place, each.title) for each in seen]
    return Counter((place, title) for place, titles in places for title in _each(titles))


def _each(titles: str) -> list[str]:
    """`"Tomorrow: Meet-up 1 and Meet-up 2"` is a reminder of each."""
    opening, colon, several = titles.partition(": ")
    return [f"{opening}: {title}" for title in several.replace(" and ", ", ").split(", ")] if colon else [titles]
