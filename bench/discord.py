"""What an answer costs on Discord, from interaction to callback, beside a bare discord.py handler: `python -m bench.discord [FOLDER]`.

The loopback Discord, a process of its own, asks over real sockets, with 1, 10 and 50 questions in flight. FOLDER should be on the disk you
mean to measure: an RSVP is answered only when it is on the disk.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

import discord
import structlog
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from rich.console import Console
from rich.table import Table
from yarl import URL

from adapters.discord.gateway import DiscordGateway
from bot.chat import Person as Speaker
from bot.chat import Place
from bot.clock import SystemClock, Wall
from bot.community import groups, meetups, members
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.config import DiscordSettings
from bot.run.house import House
from bot.schema import Connection
from tests.loopback.discord import LoopbackDiscord, Message, Person

IN_FLIGHT: Final = (1, 10, 50)
QUESTIONS: Final = 1000
PEOPLE: Final = 50
TOKEN: Final = "a-token-of-ours"

Ask = Callable[[int], Awaitable[object]]
Waits = dict[int, list[float]]
"""Seconds each answer took, by how many were in flight."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a bot needs to know of the Discord in the other process."""

    api_url: str
    gateway: str
    guild: str
    channel: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A bot that is ready: how long that took from the start of its process's work, and its memory, in seconds and MB."""

    seconds: float
    megabytes: float


# --- the process that is Discord ------------------------------------------------------------------------------------------------


def be_discord(pipe: Pipe) -> None:
    """Be a server until told to stop: say where it is, then ask what is wanted and say how long the answers took."""
    asyncio.run(_be_discord(pipe))


async def _be_discord(pipe: Pipe) -> None:
    async with LoopbackDiscord(TOKEN, judging=False) as server:
        people = [server.person(f"P{number}") for number in range(PEOPLE)]
        world = server.world
        pipe.send(Door(server.api_url, server.gateway.address, world.guild, world.announcements, tuple(person.id for person in people)))
        while wanted := await asyncio.to_thread(pipe.recv):
            ask = asking(people) if wanted == "list" else pressing(people, world.posts()[-1])
            pipe.send({number: await timed(ask, number) for number in IN_FLIGHT})


async def timed(ask: Ask, in_flight: int) -> list[float]:
    """Ask so many at a time, until all are asked; what came first warms up and isn't counted."""
    numbers = iter(range(QUESTIONS + 200))
    waits: list[float] = []

    async def worker() -> None:
        for number in numbers:
            since = perf_counter()
            await ask(number)
            if number >= 200:
                waits.append(perf_counter() - since)

    await asyncio.gather(*(worker() for _ in range(in_flight)))
    return waits


def asking(people: Sequence[Person]) -> Ask:
    """Somebody types `/meetup list`."""

    async def ask(number: int) -> object:
        return await people[number % len(people)].command("meetup list")

    return ask


def pressing(people: Sequence[Person], card: Message) -> Ask:
    """Somebody takes a seat, or gives it back."""
    labels = ("I'll be there", "Can't make it")

    async def ask(number: int) -> object:
        return await people[number % len(people)].press(card, labels[number // len(people) % 2])

    return ask


# --- the processes that are measured --------------------------------------------------------------------------------------------


def be_bare(door: Door, _folder: str, pipe: Pipe) -> None:
    """Be a bot of discord.py alone."""
    asyncio.run(_be_bare(door, pipe))


async def _be_bare(door: Door, pipe: Pipe) -> None:
    since = perf_counter()
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = door.api_url, URL(door.gateway)
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None, guild_ready_timeout=0.5)
    tree = app_commands.CommandTree(client)
    meetup = app_commands.Group(name="meetup", description="Meet")

    @meetup.command(name="list", description="See what is coming up")
    async def list_(interaction: discord.Interaction) -> None:  # pyright: ignore[reportUnusedFunction]  the tree calls it
        await interaction.response.send_message("Nothing is planned yet", ephemeral=True)

    tree.add_command(meetup)
    connected = asyncio.Event()

    async def on_connect() -> None:
        await tree.sync()
        connected.set()

    client.event(on_connect)
    running = asyncio.create_task(client.start(TOKEN))
    await connected.wait()
    await _stand(pipe, since)
    await client.close()
    running.cancel()


def be_ours(door: Door, folder: str, pipe: Pipe) -> None:
    """Be Wallflower, with one announced meetup that has seats for all."""
    asyncio.run(_be_ours(door, Path(folder), pipe))


async def _be_ours(door: Door, folder: Path, pipe: Pipe) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    since, clock = perf_counter(), SystemClock()
    house = await House.open(f"sqlite:///{folder}/bench.db", clock)
    gateway = DiscordGateway(house.app, DiscordSettings(api_url=door.api_url), TOKEN, clock)
    house.connect(gateway.port)
    await gateway.start()
    ready = perf_counter() - since
    await house.store.write(lambda conn: announce(conn, door))
    await house.delivery.deliver_due()
    await _stand(pipe, perf_counter() - ready)
    await gateway.stop()
    await house.close()


async def _stand(pipe: Pipe, since: float) -> None:
    """Say how it stands, wait until it has been asked everything, and say what that left it with."""
    pipe.send(Standing(perf_counter() - since, memory()))
    await asyncio.to_thread(pipe.recv)
    pipe.send(memory())
    await asyncio.to_thread(pipe.recv)


def memory() -> float:
    """The most this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def announce(conn: Connection, door: Door) -> None:
    """A group on that server, and a meetup announced to it."""
    now = datetime.now(UTC)
    group = groups.create(conn, now, "Information Officers, Scotland", "Europe/London")
    groups.add_place(conn, group, Place("discord", door.guild, door.channel))
    member = members.meet(conn, now, Speaker("discord", "", door.people[0], "P0"))
    members.join(conn, now, member, group)
    when = Wall.of(now + timedelta(days=30), "Europe/London")
    meetups.announce(Act(conn, now, member, group), Plan("Pub meet-up", when, "The Laurieston"))


# --- the comparison -------------------------------------------------------------------------------------------------------------


@contextmanager
def process(target: Callable[..., None], *args: object) -> Generator[Any]:
    """A process and a pipe to it; told to stop at the end."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=target, args=(*args, there))
    child.start()
    yield here
    here.send("")
    child.join(10)


def measure(bot: Callable[..., None], folder: str, questions: Sequence[str]) -> tuple[list[Waits], Standing, float]:
    """How long the answers took, how the bot stood before and what it weighed after."""
    with process(be_discord) as server:
        door: Door = server.recv()
        with process(bot, door, folder) as asked:
            standing: Standing = asked.recv()
            waits: list[Waits] = []
            for question in questions:
                server.send(question)
                waits.append(server.recv())
            asked.send("weigh")
            return waits, standing, asked.recv()


def raw_commit(folder: str) -> float:
    """What SQLite alone takes to keep one row for good, the median in seconds."""
    waits: list[float] = []
    with closing(sqlite3.connect(Path(folder, "raw.db"), isolation_level=None)) as conn:
        conn.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)")
        for _ in range(QUESTIONS):
            since = perf_counter()
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("INSERT INTO kept (words) VALUES ('going')")
            conn.execute("COMMIT")
            waits.append(perf_counter() - since)
    return median(waits)


def row(name: str, waits: Waits, beside: Waits | None = None) -> list[str]:
    """A line of the table, with what it took more than another."""
    cells = [name]
    for number in IN_FLIGHT:
        cells += [f"{median(waits[number]) * 1e3:.2f}", f"{quantiles(waits[number], n=100)[98] * 1e3:.2f}"]
        cells.append(f"+{(median(waits[number]) - median(beside[number])) * 1e3:.2f}" if beside else "")
    return cells


def tables(folder: str) -> list[Any]:
    """The whole comparison."""
    (bare,), bare_stands, bare_weighs = measure(be_bare, folder, ["list"])
    (listed, pressed), stands, weighs = measure(be_ours, folder, ["list", "press"])
    times = Table(title=f"Discord, interaction to callback, ms; {os.cpu_count()} cores")
    times.add_column("in flight")
    for number in IN_FLIGHT:
        for head in (f"{number}: p50", "p99", "more"):
            times.add_column(head, justify="right", no_wrap=True)
    times.add_row(*row("bare discord.py", bare), end_section=True)
    times.add_row(*row("/meetup list", listed, bare))
    times.add_row(*row("taking a seat", pressed, bare))
    times.caption = (
        f"One raw commit on this disk: {raw_commit(folder) * 1e3:.2f}. "
        "Aimed at, at the median: /meetup list at most +1; taking a seat at most + a raw commit + 1.5"
    )
    weight = Table("", "ready, s", "MB when ready", "MB after it all", title="Start and memory")
    weight.add_row("bare discord.py", f"{bare_stands.seconds:.2f}", f"{bare_stands.megabytes:.0f}", f"{bare_weighs:.0f}")
    weight.add_row("Wallflower", f"{stands.seconds:.2f}", f"{stands.megabytes:.0f}", f"{weighs:.0f}")
    return [times, weight]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        Console(width=110).print(*tables(place), sep="\n")
