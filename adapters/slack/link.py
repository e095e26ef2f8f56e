# pyright: reportUnknownMemberType=false
# The library leaves many of its types open.
"""The socket to Slack: one connection at a time, judged by the age of its last frame, replaced when it falls silent.

The library's client reconnects by itself, but in ways that leave it deaf: after one failed attempt it tries the same single-use address
for ever, and `is_connected()` stays true for a peer that is gone. So here a connection is used once, and the supervisor opens the next.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.outcomes import code_of
from adapters.slack.shapes import Json, node
from adapters.slack.web import QUIET
from bot.chat import errors

log = structlog.get_logger(__name__)

SILENCE: Final = 3
"""Pings without any frame in return after which a socket is deaf."""
OPENING: Final = 10.0
"""Seconds opening a connection may take."""
HOPELESS: Final = frozenset({"account_inactive", "invalid_auth", "not_allowed_token_type", "not_authed", "token_revoked"})


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds. `ping`: between our pings. `parting`: what a connection being replaced gets for acknowledgements under way.

    `longest_pause`: between tries. `steady`: a connection that lived so long was a good one, and the next is opened without a pause.
    `token_wait`: before a token that was taken back is tried again.
    """

    ping: float = 5.0
    parting: float = 1.0
    longest_pause: float = 15.0
    steady: float = 60.0
    token_wait: float = 300.0


class Unwelcome(errors.Unwelcome):
    """Slack won't have us, and trying again won't help: the words say what will."""


Heard = Callable[[SocketModeRequest], Awaitable[Json | None]]
"""Given an envelope, the payload to acknowledge it with; None to leave it unacknowledged."""


class Link(SocketModeClient):
    """One connection, used once. `lost` is set when it must be replaced."""

    def __init__(self, app_token: str, web: AsyncWebClient, timing: Timing) -> None:
        super().__init__(app_token, logger=QUIET, web_client=web, ping_interval=timing.ping)
        self.proxy = web.proxy
        self._parting = timing.parting
        self.lost = asyncio.Event()
        self._heard_at = asyncio.get_running_loop().time()

    @property
    def silence(self) -> float:
        """Seconds since the last frame of any kind."""
        return asyncio.get_running_loop().time() - self._heard_at

    async def connect(self) -> None:
        """One attempt. Raises what went wrong."""
        self.wss_uri = await self.issue_new_wss_url()
        self.current_session = await self.aiohttp_client_session.ws_connect(
            self.wss_uri,
            autoping=False,
            proxy=self.proxy,
            ssl=self.web_client.ssl or True,
            timeout=aiohttp.ClientWSTimeout(ws_close=self._parting),  # pyright: ignore[reportCallIssue]  attrs writes this __init__
        )
        self._heard_at = asyncio.get_running_loop().time()
        self.message_receiver = asyncio.ensure_future(self.receive_messages())
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002  the library's signature
        """What the library does when Slack says goodbye: here the supervisor is asked for another connection."""
        del force
        self.lost.set()

    async def receive_messages(self) -> None:
        """Every frame is a sign of life."""
        session = self.current_session
        assert session is not None  # noqa: S101  connected before this was started
        try:
            async for frame in session:
                self._heard_at = asyncio.get_running_loop().time()
                if frame.type is aiohttp.WSMsgType.TEXT:
                    await self.enqueue_message(frame.data)
                elif frame.type is aiohttp.WSMsgType.PING:
                    await session.pong(frame.data)
        except (OSError, aiohttp.ClientError) as error:
            log.info("the socket broke", error=type(error).__name__)
        finally:
            self.lost.set()

    async def monitor_current_session(self) -> None:
        """Ask for signs of life."""
        session = self.current_session
        while session is not None and not self.lost.is_set():
            await asyncio.sleep(self.ping_interval)
            if self.silence > SILENCE * self.ping_interval:
                log.warning("the socket fell silent", seconds=round(self.silence))
                self.lost.set()
            with suppress(OSError, aiohttp.ClientError):
                await session.ping(b"still there?")

    async def close(self) -> None:
        """Gone for good, promptly, whatever the other side does."""
        self.closed = True
        tasks: list[asyncio.Future[Any] | None] = [self.message_processor, self.current_session_monitor, self.message_receiver]
        for task in tasks:
            if task is not None:
                task.cancel()
        with suppress(OSError, aiohttp.ClientError, TimeoutError):
            async with asyncio.timeout(self._parting):
                if self.current_session is not None:
                    await self.current_session.close()
        await self.aiohttp_client_session.close()


class Supervisor:
    """Keeps one good connection. `heard` answers envelopes; `unsaid` gets the answers no connection would take."""

    def __init__(
        self,
        app_token: str,
        web: AsyncWebClient,
        heard: Heard,
        unsaid: Callable[[Json, Json], Awaitable[None]],
        timing: Timing,
    ) -> None:
        self._make = lambda: Link(app_token, web, timing)
        self._timing = timing
        self._heard = heard
        self._unsaid = unsaid
        self.connected = asyncio.Event()
        self.link: Link | None = None
        self.opened = 0
        self._leaving: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Stay connected until cancelled. Raises Unwelcome."""
        pause = 0.0
        try:
            while True:
                began = asyncio.get_running_loop().time()
                if await self._open():
                    assert self.link is not None  # noqa: S101  just opened
                    await self.link.lost.wait()
                self.connected.clear()
                lived = asyncio.get_running_loop().time() - began
                pause = 0.0 if lived > self._timing.steady else min(max(pause * 2, 0.25), self._timing.longest_pause)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  so that many bots don't come back at once
        finally:
            self.connected.clear()
            await self._close()

    async def _open(self) -> bool:
        link = self._make()
        link.socket_mode_request_listeners.append(self._envelope)
        try:
            async with asyncio.timeout(OPENING):
                await link.connect()
        except SlackApiError as error:
            await link.close()
            if code_of(error) in HOPELESS:
                raise Unwelcome(f"Slack takes no app token of ours ({code_of(error)}). `connect slack` asks for a new one.") from None
            log.warning("Slack opened no connection", error=code_of(error) or "no answer")
            return False
        except (OSError, aiohttp.ClientError, TimeoutError) as error:
            await link.close()
            log.warning("Slack is out of reach", error=type(error).__name__)
            return False
        self._replace(link)
        return True

    def _replace(self, link: Link) -> None:
        # The new one is there before the old one goes: an acknowledgement under way still finds its way.
        old, self.link = self.link, link
        self.opened += 1
        self.connected.set()
        if old is not None:
            leaving = asyncio.create_task(self._part(old))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def _part(self, old: Link) -> None:
        if not (old.current_session is None or old.current_session.closed):
            await asyncio.sleep(self._timing.parting)
        await old.close()

    async def _close(self) -> None:
        leaving = [self._leave(task) for task in set(self._leaving)]
        if self.link is not None:
            leaving.append(self.link.close())
        await asyncio.gather(*leaving)

    async def _leave(self, task: asyncio.Task[None]) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(task, 2 * self._timing.parting)

    async def _envelope(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        payload = await self._heard(request)
        if payload is None:
            return
        reply = SocketModeResponse(request.envelope_id, payload or None)
        for link in (client, self.link or client):
            try:
                await link.send_socket_mode_response(reply)
            except (OSError, aiohttp.ClientError):
                continue
            return
        await self._unsaid(node(request.payload), payload)  # pyright: ignore[reportUnknownArgumentType]  dict[Unknown, Unknown]
