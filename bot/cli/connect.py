"""`connect` and `manifest`: from nothing to a platform that works. What to say of a platform, its adapter knows."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import typer

from bot.app.registry import Registry
from bot.chat import Cog
from bot.chat.errors import Unwelcome
from bot.cli.terminal import stop
from bot.config import Config, ConfigError
from bot.config.secrets import keep_secrets


def connect_to(platform: str, config: Config, file: Path | None) -> None:
    """Ask for this platform's tokens, try them and keep them."""
    folder = file.parent if file else Path()
    found = PLATFORMS.get(platform.casefold())
    if found is None:
        stop(f"I don't know {platform}. Choose one of: {', '.join(PLATFORMS)}.")
    try:
        tokens = asyncio.run(found(config))
        path = keep_secrets(folder, **tokens)
    except Unwelcome as no:
        stop(str(no))
    except ConfigError as error:
        stop(*error.problems)
    except OSError as error:
        stop(f"The token works, but can't be kept here: {error.strerror}.")
    typer.echo(f"Kept in {path}, which only you can read. Start with: python -m bot run")


async def _discord(config: Config) -> dict[str, str]:
    from adapters.discord import connect

    typer.echo(connect.STEPS)
    token = _asked(connect.TOKEN)
    found = await connect.connect(config.discord, token)
    typer.echo(f"Discord knows it: the bot is called {found.name}.")
    typer.echo(f"Add it to your server: {found.invitation}")
    typer.echo(connect.AFTER)
    return {"discord_token": token}


async def _slack(config: Config) -> dict[str, str]:
    from adapters.slack import connect

    typer.echo(connect.steps(_cogs(), config.slack))
    bot_token, app_token = _asked(connect.BOT_TOKEN), _asked(connect.APP_TOKEN)
    findings = await connect.tried(config.slack, bot_token, app_token)
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.ok else 'LOOK'}  {finding.words}" + (f"\n      Next: {finding.next}" if finding.next else ""))
    if not all(finding.ok for finding in findings):
        stop("Nothing was kept.")
    typer.echo(connect.AFTER)
    return {"slack_bot_token": bot_token, "slack_app_token": app_token}


PLATFORMS: Mapping[str, Callable[[Config], Coroutine[Any, Any, dict[str, str]]]] = {"discord": _discord, "slack": _slack}


def print_manifest(platform: str, config: Config, address: str) -> None:
    """What Slack asks for, to paste."""
    if platform.casefold() != "slack":
        stop(f"{platform.capitalize()} has no manifest; only Slack has one.")
    from adapters.slack.manifest import as_text

    typer.echo(as_text(_cogs(), prefix=config.slack.prefix, address=address))


def _cogs() -> Mapping[str, Cog]:
    from cogs import COGS

    return Registry(COGS, _never).cogs


async def _never(query: Callable[..., Any], *_: object) -> Any:
    raise AssertionError(f"{query} was asked of a bot that isn't running")


def _asked(what: str) -> str:
    """A token, unseen while it is typed."""
    return typer.prompt(what, hide_input=True).strip()
