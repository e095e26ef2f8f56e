"""kill -9 of the whole bot with the real adapters, again and again, while loopback servers outlive it.

Most lives end around a message: while it arrives, once it is made and nobody has heard so, or a moment after the reply.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from aiohttp import web

from bot.schema import Connection
from bot.store import open_store
from tests.delivery.kill_story import Story, behind, parked
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.events import COMPLETED
from tests.loopback.slack import LoopbackSlack

T = TypeVar("T")
ROOT: Final = Path(__file__).parents[2]
LONGEST_LIFE: Final = 4.0
"""Seconds after which it ends wherever it is."""
MOST_BEHIND: Final = 30
"""Rows due, beyond which nothing new is planned: what is under way is to come to an end too."""
MOST_LISTED: Final = 80
MESSAGES: Final = frozenset({"chat.postMessage", "chat.update"})
_OPEN: Final = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'unknown', 'sending')"
LOST, ARRIVED, MADE, REPLIED = "never arrived", "arrived", "made", "replied"


class End:
    """When a life ends: around its `message`th message (counted from 1), or at any moment where that is None."""

    def __init__(self, dice: random.Random) -> None:
        self.message = None if dice.random() < 0.2 else dice.randint(1, 8)
        self.how = dice.choice((LOST, ARRIVED, MADE, MADE, REPLIED, REPLIED))
        self.pause = dice.uniform(0, 0.03) if self.message else dice.uniform(0, 1.5)
        self.where = "at any moment"
        self.process = 0
        self.came = asyncio.Event()
        self._seen = 0

    async def around(self, what: str, make: Callable[[], Awaitable[web.StreamResponse]]) -> web.StreamResponse | None:
        """Let a message be made, and perhaps end the life around it; None when it never arrived."""
        self._seen += 1
        mine = self._seen == self.message
        if mine and self.how in {LOST, ARRIVED}:
            self.kill(f"{self.how}: {what}")
            if self.how == LOST:
                return None
        reply = await make()
        if mine and self.how == MADE:
            self.kill(f"{self.how}: {what}")
        elif mine:
            asyncio.get_running_loop().call_later(self.pause, self.kill, f"{self.how}: {what}")
        return reply

    def kill(self, where: str) -> None:
        """Now."""
        if self.process and not self.came.is_set():
            self.where = where
            os.kill(self.process, signal.SIGKILL)
            self.came.set()


class WatchedDiscord(LoopbackDiscord):
    """A Discord that knows when the bot is to end."""

    end: End | None = None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if self.end is None or request.method == "GET" or not any(word in path for word in ("/messages", "/threads", "/scheduled-events")):
            return await super()._answer(request)
        answer = super()._answer
        return await self.end.around(f"{request.method} on Discord", lambda: answer(request)) or _cut(request)


class WatchedSlack(LoopbackSlack):
    """The same of Slack."""

    end: End | None = None

    async def _api(self, request: web.Request) -> web.Response:
        name, answer = request.match_info["method"], super()._api
        if self.end is None or name not in MESSAGES:
            return await answer(request)
        reply = await self.end.around(f"{name} on Slack", lambda: answer(request))
        assert reply is None or isinstance(reply, web.Response)
        return reply or _cut(request)


@dataclass
class Killed:
    """What came of it."""

    kills: int = 0
    planned: int = 0
    arrived: int = 0
    parked: int = 0
    in_hand: int = 0
    where: Counter[str] = field(default_factory=Counter[str])
    wrong: Counter[str] = field(default_factory=Counter[str])


class Lives:
    """One bot after another on one file."""

    def __init__(self, folder: Path, story: Story, process: asyncio.subprocess.Process) -> None:
        self._url = f"sqlite:///{folder}/core.db"
        self._story = story
        self._process = process

    async def store(self, work: Callable[[Connection], T]) -> T:
        """Between two lives, when nobody else has the file open."""
        store = await open_store(self._url, sole=True)
        try:
            return await store.write(work)
        finally:
            await store.close()

    async def live(self, end: End, until: Callable[[], Awaitable[object]]) -> None:
        """One life, until then at the latest."""
        discord, slack = self._story.discord, self._story.slack
        assert isinstance(discord, WatchedDiscord)
        assert isinstance(slack, WatchedSlack)
        assert self._process.stdin
        self._process.stdin.write(b"live\n")
        end.process = int(await self._said())
        discord.end = slack.end = end
        waiting = asyncio.ensure_future(until())
        await asyncio.wait([waiting, asyncio.ensure_future(end.came.wait())], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        end.kill(end.where)
        discord.end = slack.end = None
        assert await self._said() == "gone"

    async def _said(self) -> str:
        assert self._process.stdout
        return (await asyncio.wait_for(self._process.stdout.readline(), 60)).decode().strip()


async def killed(folder: Path, kills: int, seed: int, *, blind: bool = False) -> Killed:
    """Kill it so often; let it live at last until nothing is due; judge what arrived. `blind`: it sends again without looking."""
    dice, came = random.Random(seed), Killed()
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(WatchedDiscord())
        slack = await stack.enter_async_context(WatchedSlack())
        story = Story(discord, slack)
        lives = Lives(folder, story, await stack.enter_async_context(_born(folder, discord, slack, blind=blind)))
        await lives.store(story.settle)
        for _ in range(kills):
            if await lives.store(behind) < MOST_BEHIND:
                await lives.store(story.plan)
            end = End(dice)
            patience = LONGEST_LIFE if end.message else end.pause
            await lives.live(end, lambda patience=patience: asyncio.sleep(patience))
            came.kills, came.where[end.where] = came.kills + 1, came.where[end.where] + 1
            came.in_hand += await lives.store(_sending)
            _forget(discord, dice)
        await lives.live(_never(), lambda: _idle(folder))
        came.parked = await lives.store(parked)
        came.planned, came.arrived, came.wrong = story.planned, len(story.arrived()), story.wrong()
        assert discord.breaches == []
        assert slack.workspace.breaches == []
    return came


def _sending(conn: Connection) -> int:
    return conn.exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'sending'").scalar_one()


def _never() -> End:
    end = End(random.Random(0))
    end.message = -1
    return end


def _forget(discord: LoopbackDiscord, dice: random.Random) -> None:
    """The nonces' minutes are over, as often as not; and a hundred entries are all a server's list takes: old ones have been."""
    if dice.random() < 0.5:
        discord.world.nonces.clear()
    for event in list(discord.world.events.values())[:-MOST_LISTED]:
        event["status"] = COMPLETED


async def _idle(folder: Path) -> None:
    """Until nothing is due, nor will be for a while; read beside the bot, which has the file."""
    with closing(sqlite3.connect(f"file:{folder}/core.db?mode=ro", uri=True, timeout=10)) as beside:
        for _ in range(600):
            soon = (time.time() + 300) * 1_000_000
            if not beside.execute(f"{_OPEN} AND ready_at < ?", (soon,)).fetchone()[0]:
                return
            await asyncio.sleep(0.2)


@asynccontextmanager
async def _born(folder: Path, discord: LoopbackDiscord, slack: LoopbackSlack, *, blind: bool) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The process that bears them."""
    config = folder / "config.toml"
    config.write_text(
        f'[store]\nurl = "sqlite:///{folder}/core.db"\n[discord]\napi_url = "{discord.api_url}"\n[slack]\napi_url = "{slack.base_url}"\n'
        '[log]\nlevel = "error"\n',
        encoding="utf-8",
    )
    secrets = folder / "secrets.toml"
    secrets.touch(mode=0o600)
    secrets.write_text(
        f'discord_token = "{discord.token}"\nslack_bot_token = "{slack.bot_token}"\nslack_app_token = "{slack.app_token}"\n',
        encoding="utf-8",
    )
    pipe = asyncio.subprocess.PIPE
    asked = ("-m", "tests.delivery.mortal", str(config), *(["blind"] if blind else []))
    process = await asyncio.create_subprocess_exec(sys.executable, *asked, cwd=ROOT, stdin=pipe, stdout=pipe, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
