"""How it is: asked over HTTP, of a real house."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from bot.chat import Person, Place
from bot.chat.errors import NotNow
from bot.chat.inbound import Typed
from bot.outbox import outbox
from bot.run.asked import routes
from bot.run.health import Watcher
from bot.run.house import House
from tests.delivery.pretend import Platform, PlatformPort
from tests.delivery.story import PLAN, _announce
from tests.delivery.weak import WeakStore
from tests.delivery.world import first_database
from tests.stage import StillClock

ROOT = Path(__file__).parents[2]
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def watcher(tmp_path: Path) -> AsyncIterator[Watcher]:
    await first_database(tmp_path / "core.db", "chat")
    house = await House.open(f"sqlite:///{tmp_path}/core.db", StillClock())
    yield Watcher(house)
    await house.close()


@pytest.fixture
async def client(watcher: Watcher) -> AsyncIterator[Client]:
    served = web.Application()
    served.add_routes(routes(watcher))
    async with TestClient(TestServer(served)) as client:
        yield client


async def asked(client: Client, path: str = "/healthz") -> tuple[int, Any]:
    answer = await client.get(path)
    return answer.status, await answer.json() if path == "/healthz" else await answer.text()


async def test_all_is_well(client: Client) -> None:
    assert await asked(client) == (200, {"status": "ok", "live": True, "ready": True, "why": []})
    assert await asked(client, "/healthz/ready") == (200, "ready\n")
    assert await asked(client, "/healthz/live") == (200, "live\n")


async def test_it_says_what_keeps_it_from_working_well(client: Client, watcher: Watcher) -> None:
    watcher.platforms["Discord"] = lambda: False
    await announced(watcher)
    watcher.house.clock.advance(timedelta(hours=2))  # type: ignore[attr-defined]
    status, said = await asked(client)
    assert (status, said["status"]) == (200, "degraded")
    assert said["why"] == ["not connected to Discord; what is due there waits", "3 due and not sent, the oldest for 3600 s"]
    await watcher.house.store.write(lambda conn: conn.execute(update(outbox).values(state="parked")).rowcount)
    assert any("wait for an organiser" in why for why in (await asked(client))[1]["why"])


async def test_what_a_platform_refuses_for_the_moment_is_said_for_as_long_as_it_lasts(client: Client, watcher: Watcher) -> None:
    house, clock = watcher.house, watcher.house.clock
    there = Platform(clock)
    house.connect(PlatformPort(there))
    await announced(watcher)
    there.refuse = [NotNow("a bad moment") for _ in range(30)]
    for _ in range(4):
        clock.advance(timedelta(minutes=16))  # type: ignore[attr-defined]
        await house.settle()
    [why] = (await asked(client))[1]["why"]
    assert why == "3 refused for the moment and tried again, the oldest due 240 s ago"
    there.refuse = []
    clock.advance(timedelta(minutes=2))  # type: ignore[attr-defined]
    await house.settle()
    assert (await asked(client))[1]["status"] == "ok"


async def test_a_database_that_takes_nothing_is_said(client: Client, watcher: Watcher) -> None:
    weak = WeakStore(watcher.house.store)
    watcher.house.delivery.store = weak
    weak.full = True
    await watcher.house.alarm.deliver()
    status, said = await asked(client)
    assert (status, said["status"]) == (200, "degraded")
    assert said["why"] == ["the database can be read and takes nothing (OperationalError); what is due waits"]
    assert "wallflower_degraded_reasons 1.0" in (await asked(client, "/metrics"))[1]
    weak.full = False
    await watcher.house.alarm.deliver()
    assert (await asked(client))[1]["status"] == "ok"


async def test_without_its_database_it_is_alive_and_not_ready(client: Client, watcher: Watcher) -> None:
    await watcher.house.store.close()
    status, said = await asked(client)
    assert (status, said["status"], said["live"]) == (503, "not ready", True)
    assert (await asked(client, "/healthz/ready"))[0] == 503
    assert (await asked(client, "/healthz/live"))[0] == 200
    assert (await asked(client, "/metrics"))[0] == 200


async def test_its_numbers_are_prometheus_own_and_name_nobody(client: Client, watcher: Watcher) -> None:
    house = watcher.house
    house.connect(PlatformPort(Platform(house.clock)))
    await announced(watcher)
    house.clock.advance(timedelta(hours=1, seconds=7))  # type: ignore[attr-defined]
    await house.settle()
    await house.app.handle(
        Typed(id="1", person=Person("chat", "town", "tom"), place=Place("chat", "town", "a"), route="meetup.list", values={})
    )
    _, text = await asked(client, "/metrics")
    numbers = {(one.name, *one.labels.values()): one.value for family in text_string_to_metric_families(text) for one in family.samples}
    assert numbers["wallflower_deliveries_total", "arrived"] == 3
    assert numbers["wallflower_delivery_late_seconds_bucket", "10.0"] == 3
    assert numbers["wallflower_delivery_late_seconds_bucket", "5.0"] == 0
    assert numbers["wallflower_delivery_late_seconds_sum",] == pytest.approx(21)
    assert numbers["wallflower_answer_seconds_count", "typed"] == 1
    assert numbers["wallflower_outbox_rows", "due"] == 0
    assert not any(word in text for word in ("tom", "Tom", PLAN.title, "town"))


async def announced(watcher: Watcher) -> None:
    """A meetup, its cards due in an hour in three places."""
    from bot.community.act import Act

    now = watcher.house.clock.now()
    await watcher.house.store.write(lambda conn: _announce(Act(conn, now, 1, 1)))


def test_a_real_process_says_where_to_ask_and_answers(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[web]\nlisten = "127.0.0.1:0"\n[health]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")} | {"PYTHONPATH": str(ROOT)}
    running = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    try:
        where = next(line.removeprefix("How it is: ").strip() for line in running.stdout if line.startswith("How it is: "))
        with urllib.request.urlopen(where) as answer:
            assert b'"status": "ok"' in answer.read()
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
