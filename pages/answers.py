"""What goes over the wire: with the headers that keep a page to itself, and only when it has changed."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from aiohttp.web_exceptions import HTTPException

from bot.clock import Clock

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
EVERYBODY: Final = "public, max-age=120"
ONE_PERSON: Final = "private, no-cache"
AGE: Final = 20.0
"""Seconds for which what was made is handed out again, whoever asks: a page that everybody opens at once is made once."""
MOST: Final = 256


@dataclass(frozen=True, slots=True)
class Made:
    """Something made, with its mark: the same bytes have the same one."""

    body: bytes
    etag: str


class Kept:
    """The latest things made, for a moment. What may be seen at all is asked of the database each time; this only saves making it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._made: OrderedDict[object, tuple[float, Made]] = OrderedDict()

    def find(self, name: object) -> Made | None:
        """What was made a moment ago."""
        at, made = self._made.get(name, (0.0, None))
        return made if made and self._clock.monotonic() - at < AGE else None

    def keep(self, name: object, body: bytes) -> Made:
        """Remember it; the oldest goes."""
        made = Made(body, hashlib.sha256(body).hexdigest()[:32])
        self._made[name] = (self._clock.monotonic(), made)
        self._made.move_to_end(name)
        while len(self._made) > MOST:
            self._made.popitem(last=False)
        return made


def answer(request: web.Request, made: Made, media_type: str, cache: str) -> web.Response:
    """The thing itself, or that it is what they have already."""
    headers = {"ETag": f'"{made.etag}"', "Cache-Control": cache}
    theirs = request.if_none_match or ()
    if any(each.value in {made.etag, "*"} for each in theirs):
        return web.Response(status=304, headers=headers)
    return web.Response(body=made.body, headers={**headers, "Content-Type": media_type})


async def with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Every answer carries them; what leads nowhere is not remembered."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def nowhere(page: str) -> HTTPException:
    """There is nothing at this address: the same whether there never was, or no longer is."""
    return web.HTTPNotFound(text=page, content_type="text/html")
