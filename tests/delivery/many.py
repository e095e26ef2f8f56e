"""One of several processes on a database: `python -m tests.delivery.many URL PLATFORM NAME [REPLY]`, until it is told to stop, or killed.

`PLATFORM` is a SQLite file: the chat platform all of them talk to, which outlives each of them. `REPLY`: seconds a message takes there.
A process called `mute` makes the message and never hears that it did.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from bot.chat import Card, MessageRef, Person, Place
from bot.clock import SystemClock
from bot.config import LogSettings
from bot.run import logs
from bot.run.house import House

TABLE = "CREATE TABLE IF NOT EXISTS posted (id INTEGER PRIMARY KEY, place TEXT, delivery TEXT, title TEXT, by TEXT, at REAL)"


class FilePort:
    """A `Port` to a platform in a file."""

    platform = "chat"
    remembers = timedelta()
    direct_budget: Mapping[timedelta, int] = {}

    def __init__(self, file: Path, name: str, reply: float) -> None:
        self.file, self.name, self.reply = sqlite3.connect(file, isolation_level=None, timeout=30), name, reply
        self.file.execute(TABLE)

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        assert isinstance(to, Place)
        await asyncio.sleep(self.reply)
        row = (to.channel, delivery, card.title, self.name, time.time())
        number = self.file.execute("INSERT INTO posted (place, delivery, title, by, at) VALUES (?, ?, ?, ?, ?)", row).lastrowid
        if self.name == "mute":
            await asyncio.Event().wait()
        return MessageRef(to, str(number))

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`."""
        await asyncio.sleep(self.reply)
        self.file.execute("UPDATE posted SET title = ? WHERE id = ?", (card.title, int(ref.id)))

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`."""
        assert isinstance(to, Place)
        row = self.file.execute("SELECT id FROM posted WHERE delivery = ?", (delivery,)).fetchone()
        return MessageRef(to, str(row[0])) if row else None

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """Not asked for here."""
        raise NotImplementedError


async def main(url: str, platform: Path, name: str, reply: float) -> None:
    """Run until told to stop."""
    logs.set_up(LogSettings(level="error"))
    house = await House.open(url, SystemClock())
    house.connect(FilePort(platform, name, reply))
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
    asyncio.run(main(where[0], Path(where[1]), where[2], float(where[3]) if where[3:] else 0.02))
