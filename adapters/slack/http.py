# pyright: reportUnknownMemberType=false
# The library leaves many of its types open.
"""Signed HTTP: what comes from Slack is proved to, or refused with 401, one log line and no effect.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock

log = structlog.get_logger(__name__)

PATH: Final = "/slack/events"


class _Time:
    """Our clock, as the library wants one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


def signed_route(bolt: AsyncApp, secret: str, clock: Clock) -> web.RouteDef:
    """The one address Slack posts to: commands, presses, forms and events."""
    verifier = SignatureVerifier(secret, _Time(clock))  # pyright: ignore[reportArgumentType]  it only asks for now()

    async def hear(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        words = proved(verifier, body, request.headers.get("x-slack-request-timestamp", ""), request.headers.get("x-slack-signature", ""))
        if words is None:
            log.warning("refused a request that does not prove to be Slack's", remote=request.remote)
            return web.Response(status=401)
        headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
        try:
            asked = AsyncBoltRequest(body=words, query=request.query_string, headers=headers)
        except (ValueError, TypeError, AttributeError):  # signed, and still nothing Bolt can read
            return web.Response(status=400)
        return await to_aiohttp_response(await bolt.async_dispatch(asked))

    return web.post(PATH, hear)


def proved(verifier: SignatureVerifier, body: bytes, timestamp: str, signature: str) -> str | None:
    """The body as text, when it is signed with our secret at most five minutes ago; else None.

    The library's verifier raises on a timestamp that is no number, on a body that is no UTF-8 and on a signature that is no ASCII.
    """
    try:
        words = body.decode()
        return words if verifier.is_valid(words, timestamp, signature) else None
    except (ValueError, TypeError, OverflowError):
        return None
