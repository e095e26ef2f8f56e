"""Serves the town: its page, what people do on it, and what happens, live."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from aiohttp import web

from adapters.web.answers import Answers
from adapters.web.api import Api
from adapters.web.guard import guard, is_loopback, with_headers
from adapters.web.live import Live
from adapters.web.people import Message
from adapters.web.port import TownPort
from adapters.web.story import Story
from adapters.web.town import Town
from adapters.web.travel import Travel
from bot.app import App
from bot.clock import OffsetClock

PAGE = Path(__file__).with_name("page")
TRIES = 20
"""How many ports after a taken one are tried before any free one is."""


class Gateway:
    """One town on one address. `wake` runs the delivery loop until nothing more is due, and says when something will be.

    `token`: what a page must know to talk to us, needed wherever others could reach us. Raises ValueError without one there.
    """

    def __init__(
        self,
        app: App,
        town: Town,
        clock: OffsetClock,
        wake: Callable[[], Awaitable[datetime | None]],
        listen: tuple[str, int] = ("127.0.0.1", 8080),
        token: str | None = None,
    ) -> None:
        self._host, self._port_number = listen
        if not is_loopback(self._host) and not token:
            raise ValueError(f"The town needs a token on {self._host}, where others can reach it.")
        town.keep_time(clock)
        self.port = TownPort(town)
        self.said = ""
        self._town, self._token = town, token
        self._live = Live()
        self._answers = Answers(app, town)
        self._story = Story(town, self._live)
        self._api = Api(app, town, self._live, self._answers, Travel(town, self._live, clock, wake), self._story)
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Begin to serve; the address to open. A taken port becomes the next free one, and `said` says so."""
        served = web.Application(middlewares=[guard(self._host, self._token)], client_max_size=256 * 1024)
        served.on_response_prepare.append(with_headers)
        served.add_routes([web.get("/", _page), web.static("/page", PAGE), *self._api.routes()])
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        port = await self._listen(self._runner)
        self._town.watchers.append(self._tell)
        await self._story.begin()
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{port}/" + (f"#token={self._token}" if self._token else "")

    async def _listen(self, runner: web.AppRunner) -> int:
        wanted = self._port_number
        ports = [wanted, *range(wanted + 1, min(wanted + TRIES, 65536)), 0] if wanted else [0]
        for port in ports:
            try:
                await web.TCPSite(runner, self._host, port, reuse_address=True).start()
            except OSError as taken:
                if port == ports[-1]:
                    raise
                self.said = f"Port {wanted} is taken ({taken.strerror or taken})."
                continue
            real = int(runner.addresses[-1][1])
            if port != wanted:
                self.said = f"Port {wanted} is taken by another program, so the town is at {real}."
            return real
        raise AssertionError("the last port is tried or raises")

    def _tell(self, message: Message, gone: bool) -> None:  # noqa: FBT001  what a Watcher takes
        members = self._town.channels[message.channel].members
        self._live.publish("gone" if gone else "message", message.as_json(), [message.to] if message.to else members or None)
        self._story.stir()

    async def stop(self) -> None:
        """Stop serving, promptly: lines to open pages end, answers still to come are let go."""
        if self._tell in self._town.watchers:
            self._town.watchers.remove(self._tell)
        self._live.close()
        await self._story.stop()
        await self._answers.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        await asyncio.sleep(0)


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "town.html")
