"""The server: one address, and behind it the Web API, the sockets and the response_urls."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import aiohttp
from aiohttp import web

from . import answers, webapi
from .delivery import Courier, Delivery
from .errors import SlackError
from .faults import Faults, Rates
from .payloads import event
from .people import Person
from .schema import schema_breaches
from .shapes import Json, as_object, objects
from .signed_http import SignedHttp
from .socketmode import Sockets
from .webapi.core import Args, Tokens, method
from .workspace import Channel, Kind, Workspace


@dataclass(frozen=True)
class Call:
    """One Web API call: what was asked, what was answered."""

    method: str
    args: Json
    reply: Json


class LoopbackSlack:
    """A Slack workspace with one app installed, for as long as the `async with` lasts.

    `now` gives seconds since 1970 (real time unless told otherwise): triggers, response_urls and rate limits go by it.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.workspace = Workspace(now)
        self.tokens = Tokens()
        self.signing_secret = "loopback-signing-secret"
        self.faults = Faults()
        self.rates = Rates(now)
        self.sockets = Sockets(self.workspace)
        self.courier = Courier(self.sockets)
        self.calls: list[Call] = []
        self.general = self.add_channel("general")
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    # ── up and down ────────────────────────────────────────────────────────────────────────────────────────────

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self.sockets.accept)
        app.router.add_post("/response/{token}", self._response)
        app.router.add_post("/upload/{file}", self._uploaded)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port: int = self._runner.addresses[0][1]
        self.workspace.base_url = f"http://127.0.0.1:{self.port}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.sockets.cut()
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """For AsyncWebClient(base_url=…)."""
        return f"{self.workspace.base_url}api/"

    @property
    def bot_token(self) -> str:
        """The installed app's token."""
        return self.tokens.bot

    @property
    def app_token(self) -> str:
        """The app-level token that opens sockets."""
        return self.tokens.app

    # ── the people side ────────────────────────────────────────────────────────────────────────────────────────

    def add_user(self, name: str, *, tz: str = "Europe/London", admin: bool = False, owner: bool = False) -> Person:
        """Somebody new, in #general. Quiet; see `arrives`. More of the account is in `person.user`."""
        user = self.workspace.add_user(name, tz=tz)
        user.admin, user.owner = admin, owner
        self.general.members.append(user.id)
        return Person(self.workspace, self.courier, user)

    async def arrives(self, name: str, *, tz: str = "Europe/London") -> Person:
        """Somebody new, whom the app hears of: team_join."""
        person = self.add_user(name, tz=tz)
        shown = webapi.users.as_json(self.workspace, person.user)
        await self.emit({"type": "team_join", "user": shown, "event_ts": self.workspace.new_ts()})
        return person

    def add_channel(self, name: str, *people: Person, kind: Kind = "public", with_app: bool = True) -> Channel:
        """A channel of these people (everybody so far, if none are named), and of the app unless told otherwise."""
        ids = [person.id for person in people] or [user.id for user in self.workspace.users.values() if not user.bot]
        return self.workspace.add_channel(name, [*ids, *([self.workspace.bot.id] if with_app else [])], kind)

    async def emit(self, inner: Json) -> Delivery | None:
        """Send any event, if the app subscribed to its type."""
        wanted = self.workspace.subscriptions
        if wanted is not None and inner["type"] not in wanted:
            return None
        return await self.courier.event(event(self.workspace, inner))

    def install(self, manifest: Json) -> None:
        """From now on the app has what its manifest asks for, and no more: scopes, commands, shortcuts, events."""
        self.workspace.breaches += schema_breaches("manifest", manifest)
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        self.workspace.commands = {command["command"] for command in objects(features.get("slash_commands"))}
        self.workspace.shortcuts = {shortcut["callback_id"] for shortcut in objects(features.get("shortcuts"))}
        self.workspace.subscriptions = set(settings.get("event_subscriptions", {}).get("bot_events", []))
        self.tokens.scopes = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    def spoil_tokens(self, error: str = "token_revoked") -> None:
        """From now on both tokens are answered with token_revoked, account_inactive…"""
        self.tokens.spoiled = dict.fromkeys((self.tokens.bot, self.tokens.app), error)

    def over_http(self, url: str, now: Callable[[], float] = time.time) -> SignedHttp:
        """From now on payloads go to this address, signed, instead of to a socket."""
        self._session = self._session or aiohttp.ClientSession()
        route = SignedHttp(url, self.signing_secret, self._session, now)
        self.courier.route = route
        return route

    def called(self, name: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == name]

    # ── the wire ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _api(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        fault = self.faults.take(name, str(args.get("channel", "")))
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.lost == "request":
            return _cut(request)
        status, headers = 200, {"x-oauth-scopes": ",".join(sorted(self.tokens.scopes or ()))}
        try:
            if fault.error is not None:
                raise fault.error
            reply = self._run(name, token, args)
        except SlackError as error:
            reply, status, headers = error.body, error.status, headers | error.headers
        self.calls.append(Call(name, args, reply))
        self.workspace.touch()
        return _cut(request) if fault.lost == "reply" else web.json_response(reply, status=status, headers=headers)

    def _run(self, name: str, token: str, args: Json) -> Json:
        wanted = webapi.METHODS.get(name)
        if wanted is not None:
            self.rates.admit(name, wanted.tier, str(args.get("channel", "")))
        reply = webapi.call(self.workspace, self.tokens, name, token, args)
        if name == "apps.connections.open":
            reply["url"] = f"ws://127.0.0.1:{self.port}/link?ticket={self.sockets.ticket()}&app_id={self.workspace.app_id}"
        return reply

    async def _response(self, request: web.Request) -> web.Response:
        try:
            answers.by_url(self.workspace, request.match_info["token"], await _arguments(request))
        except SlackError as error:
            return web.Response(text=error.code, status=error.status)
        finally:
            self.workspace.touch()
        return web.Response(text="ok")

    async def _uploaded(self, request: web.Request) -> web.Response:
        file = self.workspace.uploads.get(request.match_info["file"])
        if file is None:
            return web.Response(text="no such file", status=404)
        file.data = await request.read()
        return web.Response(text=f"OK - {len(file.data)}")


@method("apps.connections.open", tier="special", token="app")
def connections_open(ws: Workspace, args: Args) -> Json:
    """An address for one socket; the server adds the ticket."""
    return {}


async def _arguments(request: web.Request) -> Json:
    """Arguments wherever they are: in the address, a form or JSON."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        found |= as_object(json.loads(await request.text() or "{}")) or {}
    elif request.can_read_body:
        found |= dict(await request.post())
    return found


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
