"""The gateway: https://docs.discord.com/developers/events/gateway, with its shards: what happens on a server is told to one of them."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import WSMsgType, web

from tests.loopback.discord import payloads
from tests.loopback.discord.world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


Shard: TypeAlias = tuple[int, int]
"""Which, of how many."""


@dataclass(slots=True)
class Session:
    """What one IDENTIFY began, and what it was told since: enough to RESUME."""

    id: str
    shard: Shard
    told: list[Json] = field(default_factory=list[Json])
    alive: bool = True


class Gateway:
    """Tells whoever is connected what happens, and misbehaves when asked to."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self._sockets: set[web.WebSocketResponse] = set()
        self._sessions: dict[str, Session] = {}
        self._current: dict[Shard, Session] = {}
        self._shards: dict[web.WebSocketResponse, Shard] = {}
        self.concurrency = 0
        """Shards that may begin a session within 5 seconds, as Discord counts them; 0 doesn't count."""
        self.too_soon = 0
        self._begun: dict[int, float] = {}
        self.identifies: list[Json] = []
        self.resumes = 0
        self.heartbeat_ms = 41250
        self._silent: set[web.WebSocketResponse] = set()
        self.deaf = False
        self.refuse_resume = False
        self.close_with = 0
        self.shut = 0
        self.address = ""
        self.ready = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO until either side has had enough. The first `shut` are turned away."""
        if self.shut:
            self.shut -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}, "s": None, "t": None})
            async for frame in socket:
                if frame.type is WSMsgType.TEXT and socket not in self._silent:
                    await self._heard(socket, json.loads(frame.data))
        finally:
            self._sockets.discard(socket)
            self._shards.pop(socket, None)
        return socket

    async def _heard(self, socket: web.WebSocketResponse, frame: Json) -> None:
        match frame["op"]:
            case 2 | 6 if self.deaf:
                pass  # hearts beat on, but the session is never begun or taken up: seen in real outages
            case 1:
                await socket.send_json({"op": ACK, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, frame["d"])
            case 6:
                await self._resume(socket, frame["d"])
            case _:
                pass

    async def _identify(self, socket: web.WebSocketResponse, wish: Json) -> None:
        self.identifies.append(wish)
        if self.close_with or wish["token"] != self._token:
            await socket.close(code=self.close_with or 4004)
            return
        which, of = wish.get("shard", [0, 1])
        if self._is_too_soon(which):
            await socket.send_json({"op": INVALID, "d": False, "s": None, "t": None})
            return
        session = Session(self._world.snowflake(), (which, of))
        self._take(session, socket)
        world = self._world
        about: Json = {"v": 10, "user": payloads.user(world, world.bot), "guilds": []}
        here = _belongs(world.guild, session.shard)
        about["guilds"] = [{"id": world.guild, "unavailable": True}] if here else []
        about |= {"session_id": session.id, "resume_gateway_url": self.address, "shard": [which, of]}
        await self._tell(session, "READY", about | {"application": {"id": world.bot, "flags": 0}}, [socket])
        if here:
            await self._tell(session, "GUILD_CREATE", payloads.guild(world), [socket])
        self.ready.set()

    def _is_too_soon(self, shard: int) -> bool:
        """https://docs.discord.com/developers/events/gateway#rate-limiting: one in five seconds of those that are equal modulo."""
        now, key = asyncio.get_running_loop().time(), shard % max(1, self.concurrency)
        soon = bool(self.concurrency) and now - self._begun.get(key, -10.0) < 5.0
        self.too_soon += soon
        self._begun[key] = self._begun[key] if soon else now
        return soon

    def _take(self, session: Session, socket: web.WebSocketResponse) -> None:
        self._sessions[session.id] = self._current[session.shard] = session
        self._shards[socket] = session.shard

    async def _resume(self, socket: web.WebSocketResponse, wish: Json) -> None:
        session = self._sessions.get(wish["session_id"])
        if session is None or not session.alive or self.refuse_resume:
            await socket.send_json({"op": INVALID, "d": False, "s": None, "t": None})
            return
        self.resumes += 1
        self._take(session, socket)
        for frame in session.told[wish["seq"] or 0 :]:
            await socket.send_json(frame)
        await self._tell(session, "RESUMED", {}, [socket])
        self.ready.set()

    async def _tell(self, session: Session, event: str, data: Json, sockets: list[web.WebSocketResponse]) -> None:
        frame: Json = {"op": DISPATCH, "t": event, "d": data, "s": len(session.told) + 1}
        session.told.append(frame)
        for socket in sockets:
            if not socket.closed and socket not in self._silent:
                with suppress(ConnectionResetError):  # it breaks as we speak: the frame is kept for when it is taken up again
                    await socket.send_json(frame)

    async def tell(self, event: str, data: Json) -> None:
        """Tell the bot something happened; kept for it while it is away, if its session lives."""
        server = data.get("guild_id") or (data["id"] if event.startswith("GUILD_") and "id" in data else "")
        for shard, session in list(self._current.items()):
            if _belongs(server, shard):
                await self._tell(session, event, data, [each for each in self._sockets if self._shards.get(each) == shard])

    async def _say(self, frame: Json) -> None:
        for socket in self._sockets - self._silent:
            with suppress(ConnectionResetError):
                await socket.send_json(frame)

    # --- misbehaving ---

    async def cut(self, code: int = 4000) -> None:
        """Close every connection."""
        self.ready.clear()
        for socket in self._sockets - self._silent:
            await socket.close(code=code)

    def fall_silent(self) -> None:
        """Leave every connection open and never say a word on it again."""
        self.ready.clear()
        for socket in self._sockets:
            if transport := _transport(socket):
                transport.pause_reading()  # not even the goodbye of the other side is heard
        self._silent |= self._sockets

    def drop(self) -> None:
        """Break every connection without a word."""
        self.ready.clear()
        for socket in list(self._sockets):
            if transport := _transport(socket):
                transport.abort()

    async def invalidate(self, *, resumable: bool) -> None:
        """The session is over, or is to be taken up again."""
        self.ready.clear()
        for session in self._current.values():
            session.alive = session.alive and resumable
        await self._say({"op": INVALID, "d": resumable, "s": None, "t": None})

    async def ask_to_reconnect(self) -> None:
        """What Discord does before it restarts a machine of its own."""
        self.ready.clear()
        await self._say({"op": RECONNECT, "d": None, "s": None, "t": None})


def _belongs(server: str, shard: Shard) -> bool:
    """Whether that shard is told of what happens on a server. The first is told of what is on none: direct messages."""
    which, of = shard
    return (int(server) >> 22) % of == which if server else which == 0


def _transport(socket: web.WebSocketResponse) -> Any:
    return socket._req and socket._req.transport
