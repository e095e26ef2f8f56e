"""Socket Mode: tickets, connections, envelopes, and every way a socket disappoints."""

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from .delivery import Delivery, Undelivered, within
from .shapes import Json
from .workspace import Workspace

MOST = 10
"""Connections an app may hold (docs.slack.dev, "Using Socket Mode")."""


@dataclass(eq=False)
class Link:
    """One connection. A silent one is half-open: it takes everything, and neither answers pings nor says a word."""

    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    awaited: set[str] = field(default_factory=set[str])

    async def say(self, frame: Json) -> None:
        """Send a frame; into the void when silent or gone."""
        if not self.silent and not self.socket.closed:
            with contextlib.suppress(ConnectionError):
                await self.socket.send_str(json.dumps(frame))

    def cut(self) -> None:
        """Gone, without a close frame, as a pulled cable."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class Sockets:
    """The app's connections. Envelopes go to them in turn; an acknowledgement is taken from any."""

    ws: Workspace
    links: list[Link] = field(default_factory=list[Link])
    half_open: bool = False
    grace: float = 0.25
    accepted: int = 0
    _tickets: set[str] = field(default_factory=set[str])
    _waiting: dict[str, tuple[Delivery, "asyncio.Future[None]"]] = field(default_factory=dict[str, tuple[Delivery, "asyncio.Future[None]"]])
    _turn: int = 0

    def ticket(self) -> str:
        """A new ticket; good for one connection."""
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """The /link endpoint."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        link = Link(socket, request, silent=self.half_open)
        if len(self.links) >= MOST:
            await link.say({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        self.links.append(link)
        self.accepted += 1
        self.ws.touch()
        try:
            await self._serve(link)
        finally:
            self._gone(link)
        return socket

    async def _serve(self, link: Link) -> None:
        debug = {"host": "applink-loopback", "build_number": 1, "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": len(self.links), "debug_info": debug, "connection_info": {"app_id": self.ws.app_id}}
        await link.say(hello)
        async for frame in link.socket:
            if link.silent:
                continue
            if frame.type is WSMsgType.PING:
                await link.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(frame.data))

    def _acknowledged(self, frame: Json) -> None:
        delivery, arrived = self._waiting.pop(str(frame.get("envelope_id")), (None, None))
        if delivery is None or arrived is None:
            return
        delivery.acknowledge(frame.get("payload"))
        if not arrived.done():
            arrived.set_result(None)

    def _gone(self, link: Link) -> None:
        self.links.remove(link)
        self.ws.touch()
        for envelope_id in link.awaited & self._waiting.keys():
            arrived = self._waiting[envelope_id][1]
            if not arrived.done():
                arrived.set_exception(Undelivered("timeout"))

    async def carry(self, delivery: Delivery, patience: float) -> None:
        """Send an envelope and wait. Raises: Undelivered timeout, connection_failed when no socket is open."""
        link = await self._next_link()
        arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[delivery.envelope_id] = (delivery, arrived)
        link.awaited.add(delivery.envelope_id)
        await link.say(envelope(delivery))
        try:
            if not await within(patience, arrived):
                arrived.cancel()
                raise Undelivered("timeout")
        finally:
            link.awaited.discard(delivery.envelope_id)

    async def _next_link(self) -> Link:
        try:  # a socket being opened this instant is waited for
            await self.ws.until(lambda: self.links, self.grace)
        except TimeoutError:
            raise Undelivered("connection_failed") from None
        self._turn += 1
        return self.links[self._turn % len(self.links)]

    async def connected(self, count: int = 1, accepted: int = 1) -> None:
        """Wait until the app holds exactly `count` connections, `accepted` of them made in all. Raises: TimeoutError."""
        await self.ws.until(lambda: len(self.links) == count and self.accepted >= accepted)

    def cut(self) -> None:
        """Every connection dies at once."""
        for link in list(self.links):
            link.cut()

    def go_silent(self) -> None:
        """Every connection turns half-open; new ones are well unless `half_open` says otherwise."""
        for link in self.links:
            link.silent = True

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Send the disconnect frame: "warning" (ten seconds before), "refresh_requested", "link_disabled"."""
        for link in list(self.links):
            await link.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-loopback"}})


def envelope(delivery: Delivery) -> Json:
    """The frame; retry fields on events alone, as Slack sends them."""
    frame: Json = {
        "envelope_id": delivery.envelope_id,
        "type": delivery.kind,
        "accepts_response_payload": delivery.wants_answer,
        "payload": delivery.payload,
    }
    if delivery.kind == "events_api":
        frame |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return frame
