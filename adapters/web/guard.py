"""Who may talk to the town: this computer's own pages, and elsewhere only who holds the start-up token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from secrets import compare_digest
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

TOKEN = "X-Town-Token"  # noqa: S105  a header's name


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def guard(host: str, token: str | None) -> Middleware:
    """Refuses what doesn't come from our own page. A name that points here (DNS rebinding) is no address of ours."""

    @web.middleware
    async def check(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
        if not _ours(request.host, host):
            raise web.HTTPMisdirectedRequest(text="The town doesn't live at that address.")
        if not _same_origin(request):
            raise web.HTTPForbidden(text="That came from another page.")
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON, please.")
        if token and request.path.startswith("/api/") and not compare_digest(request.headers.get(TOKEN, "").encode(), token.encode()):
            raise web.HTTPUnauthorized(text="Open the whole address that Wallflower printed when it started, with what follows the #.")
        return await handler(request)

    return check


def _ours(asked: str, listening: str) -> bool:
    name = urlsplit(f"//{asked}").hostname or ""
    if name in {"localhost", listening.casefold()}:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _same_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


async def with_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Every answer carries them."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store" if request.path.startswith("/api/") else "no-cache")
