# pyright: reportUnknownMemberType=false
# The library leaves many of its types open.
"""The way to Slack's Web API, with every retry ours.

The library's own sends a message once more after a lost connection: then it is there twice.
"""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.shapes import Json, node

QUIET: Final = logging.getLogger("wallflower.slack.library")
"""What the libraries log to. Never below INFO: at DEBUG they print what people write."""
QUIET.setLevel(logging.INFO)

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def web_client(api_url: str, token: str | None) -> AsyncWebClient:
    """A client of this address with no retries of its own. `session` is for the gateway to set, and to close."""
    web = AsyncWebClient(token, base_url=api_url, retry_handlers=[], logger=QUIET)
    if urlsplit(api_url).hostname in LOOPBACK:
        web.proxy = None  # the library reads the proxy from the environment, and would send even this to it
    return web


def session() -> aiohttp.ClientSession:
    """One session for all calls: 15 seconds for an answer, 5 for a connection."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15, connect=5))


async def write(web: AsyncWebClient, method: str, **arguments: object) -> Json:
    """Call a method that does something; arguments that are None are left out. Raises what the library raises."""
    answer = await web.api_call(method, json={key: value for key, value in arguments.items() if value is not None})
    return node(answer.data)  # pyright: ignore[reportUnknownArgumentType]  dict[Unknown, Unknown] | bytes


async def read(web: AsyncWebClient, method: str, **arguments: object) -> Json:
    """Call a method that only reads; those take no JSON. Raises what the library raises."""
    answer = await web.api_call(method, http_verb="GET", params=arguments)
    return node(answer.data)  # pyright: ignore[reportUnknownArgumentType]  dict[Unknown, Unknown] | bytes


async def put(web: AsyncWebClient, url: str, data: bytes) -> bool:
    """Send a file to the address Slack gave for it; whether it was taken. Raises what aiohttp raises."""
    if web.session is None or not url:
        return False
    async with web.session.post(url, data=data) as answer:
        return answer.status == 200
