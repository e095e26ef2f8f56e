"""The two sides of it on one loopback port: `/api/v10/…` and `/gateway`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback.discord import events, limits, payloads, schema
from tests.loopback.discord.faults import Fault, too_many
from tests.loopback.discord.people import Person
from tests.loopback.discord.rest import ROUTES, Answered, Handler
from tests.loopback.discord.socket import Gateway
from tests.loopback.discord.world import Asked, Json, Message, Refused, World
from tests.loopback.hidden import Hidden

assert events, "its addresses are answered too"
PREFIX = "/api/v10"
POSTED = re.compile(r"/channels/(\d+)/messages")
Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LoopbackDiscord:
    """A Discord to log in to with `token`. `breaches` lists everything sent that the real one would refuse, unless it isn't `judging`."""

    def __init__(self, token: str = "a-token-of-ours", *, judging: bool = True) -> None:
        self.token = token
        self._judging = judging
        self.world = World()
        self.gateway = Gateway(self.world, token)
        self.faults: list[Fault] = []
        self.hidden: Hidden | None = None
        self.requests: list[tuple[str, str]] = []
        self.breaches: list[str] = []
        self.sessions_left = 1000
        self.shards_advised = 1
        self.sessions_reset_ms = 3_600_000
        self._people: dict[str, Person] = {}
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def api_url(self) -> str:
        """For `[discord] api_url`."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.gateway.address = f"ws://127.0.0.1:{self._port}/gateway"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner:
            await self._runner.cleanup()

    def person(self, name: str, *, admin: bool = False) -> Person:
        """Somebody on the server; the same one the second time."""
        return self._people.setdefault(name, Person(self, name, admin=admin)) if name not in self._people else self._people[name]

    def shown(self, asked: Asked) -> Message:
        """The message that answers an interaction."""
        return self.world.message(asked.channel, asked.message)

    async def tell(self, asked: Asked, data: Json) -> None:
        """Somebody's interaction, perhaps not for the first time."""
        await self.gateway.tell("INTERACTION_CREATE", payloads.interaction(self.world, asked, data, admin=False))

    def count(self, method: str, path: str) -> int:
        """Requests made to an address (a regular expression)."""
        return sum(each == method and re.fullmatch(path, where) is not None for each, where in self.requests)

    def busiest(self) -> Counter[tuple[str, str]]:
        """Requests by address."""
        return Counter(self.requests)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        self.requests.append((request.method, path))
        fault = next((each for each in self.faults if each.takes(request.method, path)), None)
        if fault is None and request.method == "POST" and (told := self._too_many(path)):
            return self._spoil(request, too_many("POST", path, told[0], everything=told[1]))
        if fault and fault.when == "before":
            return self._spoil(request, fault)
        body: Any = await request.json() if request.can_read_body else {}
        self._judge(request.method, path, body)
        try:
            answered = self._route(request, path, body)
        except Refused as no:
            return _json({"code": no.code, "message": no.words}, no.status)
        while self.world.news:
            await self.gateway.tell(*self.world.news.pop(0))
        if fault:
            return self._spoil(request, fault)
        return _json(answered) if answered is not None else web.Response(status=204)

    def _too_many(self, path: str) -> tuple[float, bool] | None:
        posted = POSTED.fullmatch(path)
        return self.hidden.refuses(posted[1]) if self.hidden and posted else None

    def _spoil(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.cut:
            assert request.transport is not None
            request.transport.abort()
        body: Json = {"code": fault.code, "message": "spoilt by the test", "retry_after": float(fault.headers.get("Retry-After", 0))}
        return _json(body, fault.status, fault.headers)

    def _route(self, request: web.Request, path: str, body: Any) -> Answered:
        if request.headers.get("Authorization") not in (f"Bot {self.token}", None):
            raise Refused(401, 0, "401: Unauthorized")
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": self.sessions_left, "reset_after": self.sessions_reset_ms}
            limit["max_concurrency"] = max(1, self.gateway.concurrency)
            return {"url": self.gateway.address, "shards": self.shards_advised, "session_start_limit": limit}
        for method, template, handler in ROUTES:
            found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
            if found and method == request.method:
                return self._call(handler, request, body, found)
        raise NotImplementedError(f"{request.method} {path}")

    def _call(self, handler: Handler, request: web.Request, body: Any, found: re.Match[str]) -> Answered:
        return handler(self.world, body, dict(request.query), **found.groupdict())

    def _judge(self, method: str, path: str, body: Any) -> None:
        """Note down what the real one would refuse."""
        if not body or not self._judging:
            return
        self.breaches += schema.breaches(method, path, body)
        message: Any = body.get("data") if path.endswith("/callback") else body
        if "components" in (message or {}):
            self.breaches += [f"{method} {path}: {breach}" for breach in limits.breaches(message)]
            if "title" not in message:
                self.breaches += [f"{method} {path}: {breach}" for breach in limits.must_name_pings(message)]


def _json(body: Answered, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord labels it: without a charset, which discord.py would not recognise."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json")
