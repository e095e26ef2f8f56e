"""Running a real Bolt app against the loopback Slack, over Socket Mode or as a signed HTTP endpoint."""
# pyright: reportUnknownMemberType=false
# slack-bolt and slack-sdk leave some of their methods partly untyped

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Literal, cast

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.shapes import Json

How = Literal["socket", "http"]


def client_of(slack: LoopbackSlack, token: str | None = None) -> AsyncWebClient:
    """The SDK's own client, with no retries of its own."""
    return AsyncWebClient(slack.bot_token if token is None else token, base_url=slack.base_url, retry_handlers=[])


async def call(client: AsyncWebClient, method: str, **args: Any) -> Json:
    """What a call is answered. Raises: SlackApiError."""
    reply = await client.api_call(method, json=args)
    return cast("Json", reply.data)


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> Json:
    """The body of the error a call must end in."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    return cast("Json", caught.value.response.data)


def bolt_app(slack: LoopbackSlack) -> AsyncApp:
    """A bare Bolt app, acknowledging when its listener returns."""
    return AsyncApp(client=client_of(slack), signing_secret=slack.signing_secret, process_before_response=True)


@asynccontextmanager
async def running(app: AsyncApp, slack: LoopbackSlack, how: How = "socket", ping_interval: float = 5) -> AsyncGenerator[None, None]:
    """The app, connected, for as long as this lasts."""
    if how == "socket":
        handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping_interval)
        await handler.connect_async()
        await slack.sockets.connected()
        try:
            yield
        finally:
            await handler.close_async()
    else:
        async with _listening(app) as url:
            slack.over_http(url)
            yield


@asynccontextmanager
async def _listening(app: AsyncApp) -> AsyncGenerator[str, None]:
    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application()
    site.router.add_post("/slack/events", receive)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
