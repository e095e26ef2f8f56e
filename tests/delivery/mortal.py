"""A whole Wallflower that can be started in a moment and killed at any: `python -m tests.delivery.mortal CONFIG [blind]`.

Everything is imported once. For each line it reads it forks the bot, as `python -m bot run` builds it, says its process id, and says
`gone` once that process is. Whoever asked kills it meanwhile, with the SIGKILL no process can do anything about. A blind one sends again
without looking, to show that this would be noticed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import adapters.discord.gateway
import adapters.slack.gateway
import cogs
from bot.chat import MessageRef
from bot.config import Config, load
from bot.delivery.courier import Courier, Trip
from bot.run import logs
from bot.run.main import running

assert adapters.discord.gateway, "imported beforehand, so that a life begins at once"
assert adapters.slack.gateway
assert cogs


def main(config: Config) -> None:
    """One life after another, until there is nothing more to read."""
    for _ in sys.stdin:
        process = os.fork()
        if not process:
            _live(config)
        _say(str(process))
        os.waitpid(process, 0)
        _say("gone")


def _live(config: Config) -> None:
    """Until killed."""
    try:
        logs.set_up(config.log)
        logging.getLogger("discord").setLevel(logging.CRITICAL)  # each life begins with lines that break: nothing to be told of
        asyncio.run(_run(config))
    finally:
        os._exit(1)


async def _run(config: Config) -> None:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(config, lambda _: None))
        await asyncio.Event().wait()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


async def _not_looked_for(self: Courier, trip: Trip) -> MessageRef | None:
    trip.since = None
    return None


if __name__ == "__main__":
    if "blind" in sys.argv:
        Courier._found = _not_looked_for
    main(load(Path(sys.argv[1]), {}))
