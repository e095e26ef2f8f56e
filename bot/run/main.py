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
from bot.run.health import Watcher
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
        await _erase_again(house)
        watcher = Watcher(house)
        await _health(config, watcher, stack, say)
        url = await _town(config, house, clock, stack, say)
        await _pages(config, house, clock, stack, say)
        await house.alarm.start()
        stack.push_async_callback(house.alarm.stop)
        await _discord(config, watcher, clock, stack, say)
        await _slack(config, watcher, clock, stack, say)
        # When told to stop, first of all: what is not begun is another's at once, while answers under way are still shown.
        stack.push_async_callback(house.alarm.stop)
        tidying = asyncio.create_task(_tidy(house))
        stack.callback(tidying.cancel)
        yield url


async def _erase_again(house: House) -> None:
    """Whoever asked to be erased stays so, also where an older copy of the database was put back by hand."""
    try:
        if erased := await house.erase_again():
            log.warning("an older copy of the database: erased again who had been erased since", people=erased)
    except ValueError as no:
        raise CannotStart(str(no)) from None


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
        raise CannotStart(_cannot_listen(config.web.listen, "web", error)) from error
    stack.push_async_callback(gateway.stop)
    _welcome(gateway.said, url, say)
    return url


def _welcome(said: str, url: str, say: Say) -> None:
    if said:
        say(said)
    say("Wallflower is running. Nothing leaves this computer.")
    say(f"Open {url}  Stop with Ctrl-C.")
    say("Ready for your own group? .venv/bin/python -m bot connect discord, or slack.")


async def _health(config: Config, watcher: Watcher, stack: AsyncExitStack, say: Say) -> None:
    if listen := config.health.listen:
        from bot.run.asked import routes

        where = await _listen(listen, "health", routes(watcher), stack)
        say(f"How it is: http://{where}/healthz")


async def _pages(config: Config, house: House, clock: Clock, stack: AsyncExitStack, say: Say) -> None:
    """Groups' public pages: where the settings say, and in the practice town on a free port."""
    if not config.pages.listen and (config.platforms or not config.town_is_on):
        return
    from pages import PageServer

    server = PageServer(house.store, clock, (config.pages.host, config.pages.port), config.pages.address)
    try:
        house.app.outside = await server.start()
    except OSError as error:
        words = (
            f'{config.pages.listen} can\'t be used: {error.strerror or error}. Set another listen under [pages], such as "127.0.0.1:8081".'
        )
        raise CannotStart(words) from error
    stack.push_async_callback(server.stop)
    if config.pages.listen:
        say(f"Groups' public pages are at {house.app.outside}.")


async def _discord(config: Config, watcher: Watcher, clock: Clock, stack: AsyncExitStack, say: Say) -> None:
    token = config.secrets.discord_token
    if token is None:
        return
    from adapters.discord.gateway import DiscordGateway

    house = watcher.house
    await _alone_with_its_shards(config, house)
    gateway = DiscordGateway(house.app, config.discord, token.get_secret_value(), clock)
    watcher.platforms["Discord"] = lambda: gateway.up
    house.connect(gateway.port)
    stack.push_async_callback(gateway.stop)
    await gateway.start()
    say("Connected to Discord.")


async def _alone_with_its_shards(config: Config, house: House) -> None:
    """Discord tells everything to every process that connects for it: two for one server would both answer."""
    ours = config.discord
    if house.standing and (why := await house.standing.claim(ours.shard_ids, ours.shards)):
        words = (
            f"Discord's connections are shared out wrongly between the processes on this database: {why}. "
            "Give each process its own by `mine` under [discord], counted from 0, with the same `shards` in all of them."
        )
        raise CannotStart(words)


async def _slack(config: Config, watcher: Watcher, clock: Clock, stack: AsyncExitStack, say: Say) -> None:
    keys = config.secrets
    if keys.slack_bot_token is None:
        return
    from adapters.slack.gateway import SlackGateway

    app_token = keys.slack_app_token.get_secret_value() if keys.slack_app_token else ""
    signing = keys.slack_signing_secret.get_secret_value() if keys.slack_signing_secret else ""
    token = keys.slack_bot_token.get_secret_value()
    house = watcher.house
    gateway = SlackGateway(house.app, config.slack, token, clock, app_token=app_token, signing_secret=signing)
    watcher.platforms["Slack"] = lambda: gateway.up
    house.connect(gateway.port)
    stack.push_async_callback(gateway.stop)
    await gateway.start()
    if config.slack.mode == "http":
        await _listen(config.web.listen, "web", gateway.routes, stack)
        say(f"Listening on {config.web.listen}.")
    say("Connected to Slack.")


async def _listen(listen: str, section: str, routes: Iterable[web.AbstractRouteDef], stack: AsyncExitStack) -> str:
    """Serve these at `listen`, which the settings name under `section`. Returns where, port 0 chosen. Raises CannotStart."""
    from aiohttp import web

    served = web.Application()
    served.add_routes(routes)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    host, _, port = listen.rpartition(":")
    try:
        await web.TCPSite(runner, host.strip("[]"), int(port)).start()
    except OSError as error:
        raise CannotStart(_cannot_listen(listen, section, error)) from error
    return f"{host}:{runner.addresses[0][1]}"


def _cannot_listen(listen: str, section: str, error: OSError) -> str:
    return f'{listen} can\'t be used: {error.strerror or error}. Set another listen under [{section}], such as "127.0.0.1:8080".'


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
