"""Builds the parts the settings ask for, and runs them until told to stop."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from bot.clock import Clock, OffsetClock, SystemClock
from bot.community.mentoring import weights
from bot.config import Config
from bot.matching.score import Weights
from bot.run import logs
from bot.run.house import TIDY, House

if TYPE_CHECKING:
    from aiohttp import web

Say = Callable[[str], None]
log = structlog.get_logger("wallflower.run")

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class CannotStart(Exception):
    """Something outside is in the way; the words say what to do."""


def main(config: Config) -> None:
    """Run until Ctrl-C or SIGTERM. Raises StoreError, Unwelcome and CannotStart, each with words for whoever started it."""
    logs.set_up(config.log)
    asyncio.run(_until_told(config))


async def _until_told(config: Config) -> None:
    loop, me = asyncio.get_running_loop(), asyncio.current_task()
    told = asyncio.Event()

    def tell() -> None:
        if me and not told.is_set():
            told.set()
            say("Stopping. Everything is kept.")
            me.cancel()  # also out of a start that is still waiting for a platform

    loop.set_exception_handler(logs.unheard)
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, tell)
    try:
        async with running(config, say):
            await told.wait()
    except asyncio.CancelledError:
        if not told.is_set():
            raise


@asynccontextmanager
async def running(config: Config, say: Say) -> AsyncGenerator[str]:
    """A whole Wallflower, as the settings ask, for as long as the block lasts; its town's address, or "". Raises as `main`."""
    async with AsyncExitStack() as stack:
        clock = OffsetClock(SystemClock())
        weights.use(Weights(**config.matching.model_dump()))
        house = await House.open(config.store.url, clock, tick=timedelta(seconds=config.delivery.tick))
        stack.push_async_callback(house.close)
        url = await _town(config, house, clock, stack, say)
        await house.alarm.start()
        stack.push_async_callback(house.alarm.stop)
        await _discord(config, house, clock, stack, say)
        await _slack(config, house, clock, stack, say)
        tidying = asyncio.create_task(_tidy(house))
        stack.callback(tidying.cancel)
        yield url


async def _town(config: Config, house: House, clock: OffsetClock, stack: AsyncExitStack, say: Say) -> str:
    if config.platforms and config.town_is_on:
        names = " and ".join(name.capitalize() for name in config.platforms)
        say(
            f"The practice town stays closed while {names} is connected: its invented people and its clock are for trying things out alone."
        )
    if config.platforms or not config.town_is_on:
        return ""
    from adapters.web.gateway import Gateway  # only when there is a town: nothing heavy is loaded for nothing
    from adapters.web.town import Town
    from bot.run import practice

    town = await Town.open(Path(config.web.folder))
    stack.push_async_callback(town.close)
    await practice.settle(house, town)
    token = None if config.web.host in LOOPBACK else secrets.token_urlsafe(16)
    gateway = Gateway(house.app, town, clock, house.settle, (config.web.host, config.web.port), token)
    house.connect(gateway.port)
    try:
        url = await gateway.start()
    except OSError as error:
        raise CannotStart(_cannot_listen(config, error)) from error
    stack.push_async_callback(gateway.stop)
    _welcome(gateway.said, url, say)
    return url


def _welcome(said: str, url: str, say: Say) -> None:
    if said:
        say(said)
    say("Wallflower is running. Nothing leaves this computer.")
    say(f"Open {url}  Stop with Ctrl-C.")
    say("Ready for your own group? .venv/bin/python -m bot connect discord, or slack.")


async def _discord(config: Config, house: House, clock: Clock, stack: AsyncExitStack, say: Say) -> None:
    token = config.secrets.discord_token
    if token is None:
        return
    from adapters.discord.gateway import DiscordGateway

    gateway = DiscordGateway(house.app, config.discord, token.get_secret_value(), clock)
    house.connect(gateway.port)
    stack.push_async_callback(gateway.stop)
    await gateway.start()
    say("Connected to Discord.")


async def _slack(config: Config, house: House, clock: Clock, stack: AsyncExitStack, say: Say) -> None:
    keys = config.secrets
    if keys.slack_bot_token is None:
        return
    from adapters.slack.gateway import SlackGateway

    app_token = keys.slack_app_token.get_secret_value() if keys.slack_app_token else ""
    signing = keys.slack_signing_secret.get_secret_value() if keys.slack_signing_secret else ""
    token = keys.slack_bot_token.get_secret_value()
    gateway = SlackGateway(house.app, config.slack, token, clock, app_token=app_token, signing_secret=signing)
    house.connect(gateway.port)
    stack.push_async_callback(gateway.stop)
    await gateway.start()
    if config.slack.mode == "http":
        await _listen(config, gateway.routes, stack, say)
    say("Connected to Slack.")


async def _listen(config: Config, routes: Iterable[web.AbstractRouteDef], stack: AsyncExitStack, say: Say) -> None:
    """Serve what a platform calls us by."""
    from aiohttp import web

    served = web.Application()
    served.add_routes(routes)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, config.web.host, config.web.port).start()
    except OSError as error:
        raise CannotStart(_cannot_listen(config, error)) from error
    say(f"Listening on {config.web.listen}.")


def _cannot_listen(config: Config, error: OSError) -> str:
    return f'{config.web.listen} can\'t be used: {error.strerror or error}. Set another listen under [web], such as "127.0.0.1:8080".'


async def _tidy(house: House) -> None:
    while True:
        try:
            await house.tidy()
        except Exception:
            log.exception("could not tidy")  # tried again in an hour
        await asyncio.sleep(TIDY.total_seconds())


def say(words: str) -> None:
    """A line for whoever started it, at once."""
    print(words, flush=True)  # noqa: T201  this is what the terminal is for
