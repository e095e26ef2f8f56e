"""One try, counted, and known to have left or not.

discord.py retries inside the caller's await: it sleeps 1+3+5+7+9 seconds on repeated 5xx and for as long as a 429 says. Retries belong
to the delivery loop, so this watches every request the library makes (aiohttp's tracing, an official hook) and ends those loops:

* a 5xx or 429 raises at once, `Hiccup` or `TooMany`; until its time is over, requests of that kind are not even sent, and so it is when an
  answer says that there are no more for now; in all, they keep below Discord's 50 a second, what answers people apart;
* after `MOST_REFUSED` answers 401, 403 or 429 in ten minutes nothing more is sent until the oldest is forgotten. Discord's own limit
  is 10,000, then Cloudflare shuts the whole address out: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
* an `Attempt` around a call knows whether a request's headers have left, which is the difference between "not sent" and "perhaps sent".
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TypeAlias

import aiohttp
import discord

from adapters.discord.budget import Pace
from bot.clock import Clock
from bot.pace import Lane, Lanes

Session: TypeAlias = aiohttp.ClientSession
Context: TypeAlias = SimpleNamespace
WINDOW = 600.0
MOST_REFUSED = 1000
REFUSALS = frozenset({401, 403, 429})
PATIENCE = 1.0
"""Seconds worth waiting for a turn with a connection in hand."""


class Hiccup(discord.DiscordException):
    """Discord answered 5xx: it may or may not have done what was asked."""

    def __init__(self, status: int) -> None:
        super().__init__(f"Discord answered {status}")
        self.status = status


class TooMany(discord.DiscordException):
    """Nothing was done; try again after so many seconds. `local`: it never left this machine."""

    def __init__(self, seconds: float, *, local: bool = False) -> None:
        super().__init__(f"asked to wait {seconds:.1f} s")
        self.seconds = seconds
        self.local = local


@dataclass(slots=True)
class Attempt:
    """One call of ours, while it lasts: whether anything of it has left."""

    left: bool = False


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def attempt() -> Generator[Attempt]:
    """Watch one call of ours."""
    call = Attempt()
    token = _attempt.set(call)
    try:
        yield call
    finally:
        _attempt.reset(token)


class Wire:
    """What passes between the library and Discord. Times are seconds of the clock's `monotonic`.

    `before_session` says how long to wait before the next socket, if a new session has to begin on it.
    """

    def __init__(self, clock: Clock, api_path: str = "/api/v10/", before_session: Callable[[], float] = float) -> None:
        self._clock = clock
        self._prefix = api_path.rstrip("/") + "/"
        self._refused: deque[float] = deque()
        self._closed: dict[str, float] = {}
        self._before_session = before_session
        self._sockets = Pace(clock, window=60.0, free=5, first=1.0, longest=15.0)
        self.everything = Lane(usual=1 / 45, burst=20, reserve=10, told=False)
        self.channels = Lanes(usual=1.02, burst=5, reserve=4)
        self.sent = 0

    def trace(self) -> aiohttp.TraceConfig:
        """For `discord.Client(http_trace=…)`."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._starting)
        trace.on_request_headers_sent.append(self._leaving)
        trace.on_request_end.append(self._answered)
        return trace

    @property
    def refused(self) -> int:
        """Answers 401, 403 and 429 in the last ten minutes."""
        now = self._clock.monotonic()
        while self._refused and self._refused[0] <= now - WINDOW:
            self._refused.popleft()
        return len(self._refused)

    async def _starting(self, _session: Session, _context: Context, request: aiohttp.TraceRequestStartParams) -> None:
        if request.url.scheme.startswith("ws"):
            # The library reconnects at once, however often it is cut off.
            await asyncio.sleep(max(self._sockets.turn(), self._before_session()))
            return
        answering = self._answers_somebody(request.url.path)
        wait = self.wait(request.method, request.url.path)
        if not answering and not wait:
            now = self._clock.monotonic()
            wait = self.everything.wait(now)
            if wait <= PATIENCE:
                self.everything.take(now + wait)
                if (key := self._kind(request.method, request.url.path)).endswith(" messages"):
                    self.channels.take(key, now)
                await asyncio.sleep(wait)
                wait = self.wait(request.method, request.url.path, waited=True)
        if wait:
            raise TooMany(wait, local=True)

    def wait(self, method: str, path: str, *, waited: bool = False) -> float:
        """Seconds until this kind of request would be let through, all of them together not counted. `waited`: its turn has come."""
        now, key = self._clock.monotonic(), self._kind(method, path)
        until = max(self._closed.get(key, 0.0), self._closed.get("*", 0.0))
        if self.refused >= MOST_REFUSED and not key.startswith("POST interactions"):
            until = max(until, self._refused[0] + WINDOW)
        paced = key.endswith(" messages") and not waited
        return max(until - now, self.channels.wait(key, now) if paced else 0.0, 0.0)

    def _answers_somebody(self, path: str) -> bool:
        """Answers to what people do are not counted among the fifty a second."""
        return path.removeprefix(self._prefix).startswith(("interactions/", "webhooks/"))

    async def _leaving(self, _session: Session, _context: Context, _sent: aiohttp.TraceRequestHeadersSentParams) -> None:
        self.sent += 1
        if call := _attempt.get():
            call.left = True

    async def _answered(self, _session: Session, _context: Context, answer: aiohttp.TraceRequestEndParams) -> None:
        response = answer.response
        # A limit shared with other bots is nobody's fault and isn't counted by Discord either.
        if response.status in REFUSALS and response.headers.get("X-RateLimit-Scope") != "shared":
            self._refused.append(self._clock.monotonic())
        if response.status == 429:
            response.close()
            raise self._too_many(answer)
        if response.status >= 500:
            response.close()
            raise Hiccup(response.status)
        if response.headers.get("X-RateLimit-Remaining") == "0":
            self._close(self._kind(answer.method, answer.url.path), float(response.headers.get("X-RateLimit-Reset-After") or 1))

    def _too_many(self, answer: aiohttp.TraceRequestEndParams) -> TooMany:
        headers = answer.response.headers
        seconds = float(headers.get("Retry-After") or 5)
        # Without Via it was Cloudflare, not Discord, and with X-RateLimit-Global it is everything: stop altogether.
        everything = "Via" not in headers or headers.get("X-RateLimit-Global") == "true"
        key, now = self._kind(answer.method, answer.url.path), self._clock.monotonic()
        self._close("*" if everything else key, seconds)
        if everything:
            self.everything.slow(now, seconds)
        elif key.endswith(" messages"):
            self.channels.slow(key, now, seconds)
        return TooMany(seconds)

    def _close(self, key: str, seconds: float) -> None:
        now = self._clock.monotonic()
        self._closed[key] = max(self._closed.get(key, 0.0), now + seconds)
        if len(self._closed) > 256:
            self._closed = {kind: until for kind, until in self._closed.items() if until > now}

    def _kind(self, method: str, path: str) -> str:
        """Requests that share a limit: the method and what it is done to, `POST channels/123 messages`."""
        parts = path.removeprefix(self._prefix).split("/")
        return f"{method} {'/'.join(parts[:2])} {parts[2] if len(parts) > 2 else ''}"
