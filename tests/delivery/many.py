"""One of several processes on a database: `python -m tests.delivery.many URL PLATFORM NAME [REPLY [LEASE]]`, until it is told to stop.

`PLATFORM` is a file: the chat platform all of them talk to, which outlives each of them. `REPLY`: seconds a message takes there.
`LEASE`: seconds a row is a process's own, with all that hangs on it in proportion, for who can't wait a minute. A process called `mute`
makes the message and never hears that it did; one whose name begins with `trusting` never asks for how long it has had a row.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from bot.chat import Card, MessageRef, Occasion, Person, Place
from bot.clock import SystemClock
from bot.config import LogSettings
from bot.delivery import hold, loop
from bot.delivery.patience import Patient
from bot.outbox import rows
from bot.run import logs
from bot.run.house import House


class Posted(NamedTuple):
    """One message: where, what, by which process, when (seconds since 1970), and as which delivery."""

    place: str
    title: str
    by: str
    at: float
    delivery: str


def posted(platform: Path) -> list[Posted]:
    """What arrived, in order."""
    return [Posted(*json.loads(line)) for line in platform.read_bytes().splitlines()] if platform.exists() else []


class FilePort:
    """A `Port` to a platform in a file: a line for each message, added in one piece, so that nobody who is stopped holds up others."""

    platform = "chat"
    remembers = timedelta()
    direct_budget: Mapping[timedelta, int] = {}

    def __init__(self, file: Path, name: str, reply: float) -> None:
        self.path, self.name, self.reply = file, name, reply
        self.file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        where = to if isinstance(to, Place) else Place("chat", to.workspace, f"@{to.user}", direct=True)
        await asyncio.sleep(self.reply / 2)
        line = Posted(where.channel, card.title, self.name, time.time(), delivery)
        os.write(self.file, f"{json.dumps(line)}\n".encode())
        await asyncio.sleep(self.reply / 2)
        if self.name == "mute":
            await asyncio.Event().wait()
        return MessageRef(where, delivery)

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`. How they read later is nothing these stories ask."""
        await asyncio.sleep(self.reply)

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`."""
        assert isinstance(to, Place)
        return MessageRef(to, delivery) if any(line.delivery == delivery for line in posted(self.path)) else None

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """There is no list of events here."""

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """Not asked for here."""
        raise NotImplementedError


def hurry(house: House, port: FilePort, lease: timedelta) -> None:
    """A lease of another length."""
    call = timedelta(days=1) if port.name.startswith("trusting") else lease / 4
    rows.LEASE, loop.BEGIN_WITHIN, hold.SEND_WITHIN = lease, lease / 3, timedelta(days=1) if port.name.startswith("trusting") else lease / 2
    house.delivery.ports["chat"] = Patient(port, call)


async def main(url: str, platform: Path, name: str, reply: float, lease: float) -> None:
    """Run until told to stop."""
    logs.set_up(LogSettings(level="error"))
    house = await House.open(url, SystemClock())
    port = FilePort(platform, name, reply)
    house.connect(port)
    if lease:
        hurry(house, port, timedelta(seconds=lease))
    await house.alarm.start()
    sys.stdout.write("Running.\n")
    sys.stdout.flush()
    try:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    finally:
        await house.alarm.stop()
        await house.close()


if __name__ == "__main__":
    where = sys.argv[1:]
    asyncio.run(main(where[0], Path(where[1]), where[2], *map(float, (*where[3:], *("0.02", "0")[len(where[3:]) :]))))
