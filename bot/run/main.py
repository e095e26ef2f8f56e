"""Builds the parts the settings ask for, and runs them until told to stop."""

from __future__ import annotations

import asyncio
import secrets
import signal
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.clock import Clock, OffsetClock, SystemClock
from bot.config import Config
from bot.run import logs
from bot.run.house import TIDY, House

if TYPE_CHECKING:
    from adapters.web.gateway import Gateway

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def main(config: Config) -> None:
    """Run until Ctrl-C or SIGTERM. Raises StoreError when the database can't be opened."""
    logs.set_up(config.log)
    asyncio.run(_run(config))


async def _run(config: Config) -> None:
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    async with AsyncExitStack() as stack:
        clock = OffsetClock(SystemClock())
        house = await House.open(config.store.url, clock, tick=timedelta(seconds=config.delivery.tick))
        stack.push_async_callback(house.close)
        if config.town_is_on:
            await _town(config, house, clock, stack)
        await house.alarm.start()
        stack.push_async_callback(house.alarm.stop)
        await _platforms(config, house, clock, stack)
        tidying = asyncio.create_task(_tidy(house))
        stack.callback(tidying.cancel)
        await told.wait()
        say("Stopping. Everything is kept.")


async def _town(config: Config, house: House, clock: OffsetClock, stack: AsyncExitStack) -> None:
    from adapters.web.gateway import Gateway  # only when there is a town: nothing heavy is loaded for nothing
    from adapters.web.town import Town
    from bot.run import practice

    town = await Town.open(Path(config.web.folder))
    stack.push_async_callback(town.close)
    await practice.settle(house, town)
    token = None if config.web.host in LOOPBACK else secrets.token_urlsafe(16)
    gateway = Gateway(house.app, town, clock, house.settle, (config.web.host, config.web.port), token)
    house.connect(gateway.port)
    url = await gateway.start()
    stack.push_async_callback(gateway.stop)
    _welcome(gateway, url)


def _welcome(gateway: Gateway, url: str) -> None:
    if gateway.said:
        say(gateway.said)
    say("Wallflower is running. Nothing leaves this computer.")
    say(f"Open {url}  Stop with Ctrl-C.")
    say("Ready for your own group? .venv/bin/python -m bot connect discord, or slack.")


async def _platforms(config: Config, house: House, clock: Clock, stack: AsyncExitStack) -> None:
    keys = config.secrets
    if keys.discord_token:
        from adapters.discord.gateway import DiscordGateway

        discord = DiscordGateway(house.app, config.discord, keys.discord_token.get_secret_value(), clock)
        house.connect(discord.port)
        await discord.start()
        stack.push_async_callback(discord.stop)
        say("Connected to Discord.")
    if keys.slack_bot_token:
        from adapters.slack.gateway import SlackGateway

        app_token = keys.slack_app_token.get_secret_value() if keys.slack_app_token else ""
        signing = keys.slack_signing_secret.get_secret_value() if keys.slack_signing_secret else ""
        slack = SlackGateway(
            house.app, config.slack, keys.slack_bot_token.get_secret_value(), clock, app_token=app_token, signing_secret=signing
        )
        house.connect(slack.port)
        await slack.start()
        stack.push_async_callback(slack.stop)
        say("Connected to Slack.")


async def _tidy(house: House) -> None:
    while True:
        await house.tidy()
        await asyncio.sleep(TIDY.total_seconds())


def say(words: str) -> None:
    """A line for whoever started it, at once."""
    print(words, flush=True)  # noqa: T201  this is what the terminal is for
