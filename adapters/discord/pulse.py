"""Noticing within seconds that a socket is dead though it looks open.

Discord asks for a heartbeat every 41 seconds and the library waits a minute for one to be answered, then up to half a minute more for the
dead side to say goodbye. So beats are sent in between (they count for nothing but the 120 frames a minute that a connection may send), and
a socket on which two in a row found no answer is broken off. The library then resumes at once.
https://docs.discord.com/developers/events/gateway#heartbeat-interval
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress

import aiohttp
import discord
import structlog
from discord.gateway import DiscordWebSocket

log = structlog.get_logger(__name__)
BEAT = 7.0
"""Seconds between beats of ours."""
UNANSWERED = 2
"""So many in a row, and the socket is dead."""


async def watch(client: discord.Client) -> None:
    """Beat, and break off what doesn't answer, until cancelled."""
    silent: dict[DiscordWebSocket, tuple[float, int]] = {}
    while True:
        await asyncio.sleep(BEAT)
        silent = {ws: _since(ws, *silent.get(ws, (0.0, 0))) for ws in sockets(client) if ws.open}
        for ws, (_, beats) in silent.items():
            if beats >= UNANSWERED:
                log.warning("a connection went silent", shard=ws.shard_id)
                break_off(ws)
            else:
                with suppress(OSError, aiohttp.ClientError, discord.ConnectionClosed):
                    await ws.send_heartbeat({"op": ws.HEARTBEAT, "d": ws.sequence})


def sockets(client: discord.Client) -> Iterator[DiscordWebSocket]:
    """The connections of a client: one, or one a shard."""
    if isinstance(client, discord.AutoShardedClient):
        yield from (shard._parent.ws for shard in client.shards.values())  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    elif client.ws:  # pyright: ignore[reportUnnecessaryComparison]  it is None before the first
        yield client.ws


def break_off(ws: DiscordWebSocket) -> None:
    """Shut the socket below, without waiting for a dead side's goodbye."""
    below = ws.socket.get_extra_info("socket")
    if below is not None:
        with suppress(OSError):
            below.shutdown(socket.SHUT_RDWR)


def _since(ws: DiscordWebSocket, heard: float, beats: int) -> tuple[float, int]:
    """When a frame came last, and how many beats went out since."""
    alive = ws._keep_alive  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  nothing public says when a frame came
    last = alive._last_recv if alive else 0.0  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return last, beats + 1 if last == heard else 0
