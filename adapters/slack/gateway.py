# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# The library leaves many of its types open.
"""Slack, connected: Bolt hears, the core answers. Over Socket Mode, or signed HTTP."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.commands import Commands
from adapters.slack.http import signed_route
from adapters.slack.link import HOPELESS, Supervisor, Timing, Unwelcome
from adapters.slack.listen import Ears
from adapters.slack.outcomes import code_of
from adapters.slack.people import People
from adapters.slack.port import SlackPort
from adapters.slack.shapes import Json, node, text
from adapters.slack.voice import FAILURES, Voice
from adapters.slack.web import QUIET, session, web_client, write
from bot.app import App
from bot.clock import Clock
from bot.config import SlackSettings

log = structlog.get_logger(__name__)

PARTING: Final = 2.5
"""Seconds that answers under way get when the bot stops."""
ANYTHING: Final = re.compile(".*", re.DOTALL)


class SlackGateway:
    """Connects the app to one workspace. `port` sends; `routes` is what a web server has to serve in HTTP mode.

    `timing` may be set before `start`.
    """

    def __init__(
        self, app: App, settings: SlackSettings, bot_token: str, clock: Clock, *, app_token: str = "", signing_secret: str = ""
    ) -> None:
        self._settings = settings
        self._web = web_client(settings.api_url, bot_token)
        self._app_token = app_token
        self._me: Json = {}
        self._runner: asyncio.Task[None] | None = None
        self._voice = Voice(self._web)
        self.timing = Timing()
        self.ears = Ears(app, Commands(app.cogs, settings.prefix), People(self._web), self._voice)
        self.port = SlackPort(self._web)
        self.bolt = self._bolt()
        self.supervisor: Supervisor | None = None
        self.routes: list[web.RouteDef] = [signed_route(self.bolt, signing_secret, clock)] if signing_secret else []

    # --- starting and stopping ---

    async def start(self, within: float = 15.0) -> None:
        """Connect, and stay connected. Returns once connected, or after `within` seconds while it goes on trying. Raises Unwelcome."""
        self._web.session = session()
        ready = asyncio.Event()
        self._runner = asyncio.create_task(self._stay(ready), name="slack")
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({self._runner, waiting}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._runner.done():
            await self._runner

    async def stop(self) -> None:
        """Let the answers under way be shown, then leave."""
        await self.ears.close(PARTING)
        if self._runner is not None:
            self._runner.cancel()
            with suppress(asyncio.CancelledError, Unwelcome):
                await self._runner
        if self._web.session is not None:
            await self._web.session.close()

    @property
    def up(self) -> bool:
        """Whether Slack reaches us just now; by HTTP that is Slack's to know."""
        return self._settings.mode == "http" or (self.supervisor is not None and self.supervisor.connected.is_set())

    async def drain(self) -> None:
        """Wait until every answer under way has been shown."""
        await self.ears.drain()

    async def _stay(self, ready: asyncio.Event) -> None:
        await self._introduce()
        if self._settings.mode == "http":
            ready.set()
            return
        self.supervisor = Supervisor(self._app_token, self._web, self._envelope, self._unsaid, self.timing)
        self.supervisor.connected = ready
        while True:
            try:
                await self.supervisor.run()
            except Unwelcome as no:
                if not self.supervisor.opened:
                    raise
                # It worked before, so somebody took the token back while we ran. Somebody may give another.
                log.error("Slack sent us away", why=str(no))  # noqa: TRY400  the words say it all
                await asyncio.sleep(self.timing.token_wait)

    async def _introduce(self) -> None:
        """Learn who we are there; without that nothing can be sent or looked for. Raises Unwelcome."""
        pause = 1.0
        while not self._me:
            try:
                self._me = await write(self._web, "auth.test")
            except SlackApiError as error:
                if code_of(error) in HOPELESS:
                    raise Unwelcome(
                        f"Slack does not accept the bot token ({code_of(error)}). `connect slack` asks for a new one and checks it."
                    ) from None
                log.warning("Slack does not say who we are", error=code_of(error))
            except FAILURES as error:
                log.warning("Slack is out of reach", error=type(error).__name__)
            if not self._me:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 60.0)
        self.ears.me = text(self._me, "user_id")
        self.port.introduce(text(self._me, "team_id"), self.ears.me)

    # --- Bolt ---

    def _bolt(self) -> AsyncApp:
        # process_before_response: by default Bolt looks every 10 ms whether a listener has acknowledged; so it looks once, when it returns.
        # Our own door checks signatures (adapters.slack.http): Bolt's raises on malformed ones.
        bolt = AsyncApp(
            name="wallflower",
            logger=QUIET,
            client=web_client(self._settings.api_url, None),
            authorize=_OneWorkspace(self._authorized),
            process_before_response=True,
            request_verification_enabled=False,
        )
        for listen in (bolt.command, bolt.action, bolt.view_submission, bolt.view_closed, bolt.options, bolt.shortcut, bolt.event):
            listen(ANYTHING)(self._hear)
        return bolt

    async def _hear(self, body: Json, ack: AsyncAck) -> BoltResponse:
        return await ack(await self.ears.heard(body) or "")

    def _authorized(self) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=text(self._me, "team_id"),
            bot_user_id=text(self._me, "user_id"),
            bot_id=text(self._me, "bot_id"),
            bot_token=self._web.token,
        )

    async def _envelope(self, request: SocketModeRequest) -> Json | None:
        response = await run_async_bolt_app(self.bolt, request)
        if response.status != 200:
            log.warning("an envelope was not answered", kind=request.type, status=response.status)
            return None
        return body_of(response)

    async def _unsaid(self, body: Json, payload: Json) -> None:
        """The answer was ready and the socket gone: people who typed a command still get it."""
        if payload.get("text"):
            await self._voice.respond(text(body, "response_url"), payload)
        else:
            log.info("an acknowledgement was lost", kind=text(body, "type"))


class _OneWorkspace(AsyncAuthorize):
    """One workspace, one token, and no `auth.test` for every request. Many would be looked up here."""

    def __init__(self, result: Callable[[], AuthorizeResult]) -> None:
        self._result = result

    async def __call__(self, **_: object) -> AuthorizeResult:
        return self._result()


def body_of(response: BoltResponse) -> Json:
    """What Bolt would put on the wire, as JSON."""
    return node(json.loads(response.body)) if response.body else {}
