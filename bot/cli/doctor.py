"""`doctor`: a list of small looks at how things stand. To add one, write a function of a Config and put it in CHECKS."""

import asyncio
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import typer

from bot.clock import SystemClock
from bot.config import Config
from bot.finding import Finding


def platforms(config: Config) -> Finding:
    """Which platforms will be connected."""
    if config.platforms:
        return Finding(True, f"Tokens are here for {' and '.join(name.capitalize() for name in config.platforms)}.")
    return Finding(True, "No platform has a token yet.", "for your own group, python -m bot connect discord, or slack.")


def town(config: Config) -> Finding:
    """Whether the practice town opens."""
    if config.town_is_on and not config.platforms:
        return Finding(True, f"The practice town will open at http://{config.web.listen}. Its people are invented.")
    return Finding(True, "The practice town stays closed.")


def address(config: Config) -> Finding:
    """Whether the page can be served where it should be."""
    web = config.web
    try:
        family, kind, _, _, where = socket.getaddrinfo(web.host, web.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen()  # two may bind with SO_REUSEADDR; only one may listen
    except OSError as error:
        words = f"{web.listen} can't be used: {error.strerror}."
        return Finding(
            False, words, 'stop what is there (Wallflower itself, perhaps), or set another listen under [web], such as "127.0.0.1:0".'
        )
    return Finding(True, f"{web.listen} is free.")


def space(config: Config) -> Finding:
    """Whether there is room to write. SQLite needs some for its log even to delete."""
    folder = Path(config.store.url.removeprefix("sqlite:///")).parent if config.store.url.startswith("sqlite") else Path()
    if not folder.is_dir():
        return Finding(False, f"The folder {folder} for the database is not there.", f"make it: mkdir -p '{folder}'")
    free = shutil.disk_usage(folder).free // 1_000_000
    return Finding(
        free >= 100, f"{free:,} MB free on the disk.", "" if free >= 100 else "make room: below 100 MB is too little to be safe."
    )


def store(config: Config) -> Finding:
    """Whether the database opens, is whole, and has tables this version knows. Changes nothing."""
    from bot.cli.store_check import look

    return look(config.store)


CHECKS: tuple[Callable[[Config], Finding], ...] = (platforms, town, store, space, address)


async def there(config: Config) -> list[Finding]:
    """What each connected platform says of us: tokens, permissions, what it still needs. Sends nothing."""
    keys, found = config.secrets, list[Finding]()
    if keys.discord_token:
        from adapters.discord.doctor import examine as on_discord  # only what is connected is loaded

        found += await on_discord(config.discord, keys.discord_token.get_secret_value(), SystemClock())
    if keys.slack_bot_token:
        from adapters.slack.doctor import examine as on_slack

        tokens = (keys.slack_bot_token, keys.slack_app_token, keys.slack_signing_secret)
        found += await on_slack(config.slack, *(token.get_secret_value() if token else "" for token in tokens))
    return found


def examine(config: Config) -> bool:
    """Print every finding; whether all is well."""
    findings = [check(config) for check in CHECKS] + asyncio.run(there(config))
    for finding in findings:
        typer.echo(str(finding))
    wrong = sum(not finding.ok for finding in findings)
    typer.echo(f"{wrong} to look at." if wrong else "All is well. Start with: python -m bot run")
    return not wrong
