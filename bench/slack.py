"""What an answer costs on Slack, from envelope to acknowledgement, beside a bare Bolt listener: `python -m bench.slack [FOLDER]`.

The same loopback Slack, a process of its own, asks both over real sockets: one at a time, and 400 a second whether or not the last is
answered. FOLDER should be on the disk you mean to measure: an RSVP is acknowledged only when it is on the disk.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import sqlite3
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final, Protocol

import structlog
from rich.console import Console
from rich.table import Table
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.gateway import SlackGateway
from adapters.slack.web import web_client
from bot.chat import Person as Speaker
from bot.chat import Place
from bot.clock import SystemClock, Wall
from bot.community import groups, meetups, members
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.config import SlackSettings
from bot.run.house import House
from bot.schema import Connection
from tests.loopback.slack import LoopbackSlack, Message, Person, payloads

ONE_BY_ONE: Final = 400
A_SECOND: Final = 400
SECONDS: Final = 4
PEOPLE: Final = 50

Ask = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each answer took, in seconds: one at a time, and in the rush."""

    alone: Sequence[float]
    rush: Sequence[float]

    def row(self, name: str, beside: Waits | None = None) -> tuple[str, ...]:
        """As a line of the table, with what it took more than another."""
        cells = [name]
        for mine, theirs in ((self.alone, beside.alone if beside else ()), (self.rush, beside.rush if beside else ())):
            cells += [f"{median(mine) * 1e3:.2f}", f"{quantiles(mine, n=100)[98] * 1e3:.2f}"]
            cells.append(f"+{(median(mine) - median(theirs)) * 1e3:.2f}" if theirs else "")
        return tuple(cells)


class Pipe(Protocol):
    """One end of a pipe between two processes."""

    def send(self, obj: Any, /) -> None:
        """Hand something over."""
        ...

    def recv(self) -> Any:
        """Wait for something."""
        ...


@dataclass(frozen=True, slots=True)
class Door:
    """What an app needs to know of the Slack in the other process."""

    base_url: str
    bot_token: str
    app_token: str
    team: str
    channel: str
    people: tuple[str, ...]


# --- the process that is Slack --------------------------------------------------------------------------------------------------


def be_slack(pipe: Pipe) -> None:
    """Be a workspace until told to stop: say where it is, then ask what is wanted and say how long the answers took."""
    asyncio.run(_be_slack(pipe))


async def _be_slack(pipe: Pipe) -> None:
    async with LoopbackSlack() as slack:
        people = [slack.add_user(f"P{number}") for number in range(PEOPLE)]
        slack.general.members.append(slack.workspace.bot.id)
        names = tuple(person.id for person in people)
        pipe.send(Door(slack.base_url, slack.bot_token, slack.app_token, slack.workspace.team_id, slack.general.id, names))
        while wanted := await asyncio.to_thread(pipe.recv):
            await slack.sockets.connected()
            ask = asking(slack, people) if wanted == "list" else pressing(slack, people, slack.general.messages[-1])
            pipe.send(await timed(slack, ask))


async def timed(slack: LoopbackSlack, ask: Ask) -> Waits:
    """Ask one at a time, then at a fixed rate."""
    for number in range(2 * PEOPLE):
        await ask(number)
    slack.courier.deliveries.clear()
    for number in range(ONE_BY_ONE):
        await asyncio.sleep(0.003)  # what follows the last acknowledgement is over: only one answer is under way
        await ask(number)
    alone = slack.courier.latencies
    slack.courier.deliveries.clear()
    began, asked = perf_counter(), list[asyncio.Task[object]]()
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - perf_counter()))
        asked.append(asyncio.ensure_future(ask(number)))
    await asyncio.gather(*asked)
    return Waits(alone, slack.courier.latencies)


def asking(slack: LoopbackSlack, people: Sequence[Person]) -> Ask:
    """Somebody types `/meetup list`. What is answered is not drawn on any screen: that would be Slack's work, not ours."""

    async def ask(number: int) -> object:
        person = people[number % len(people)]
        payload = payloads.slash(slack.workspace, person.user, "/meetup", "list", slack.general)
        return await slack.courier.interact("slash_commands", payload, person.name, wants_answer=True)

    return ask


def pressing(slack: LoopbackSlack, people: Sequence[Person], card: Message) -> Ask:
    """Somebody takes a seat, or gives it back."""
    buttons = [element for block in card.blocks for element in block.get("elements", []) if element["type"] == "button"]

    async def ask(number: int) -> object:
        person, button = people[number % len(people)], buttons[number // len(people) % 2 * 2]
        action = {"type": "button", "block_id": "b1", "action_id": button["action_id"], "value": button.get("value", "")}
        payload = payloads.block_actions(slack.workspace, person.user, card, action, {})
        return await slack.courier.interact("interactive", payload, person.name, wants_answer=False)

    return ask


# --- the process that is measured -----------------------------------------------------------------------------------------------


class Workspace:
    """The Slack in the other process, as seen from here."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self.door: Door = pipe.recv()

    async def timed(self, what: str) -> Waits:
        """Have it ask, and hear how long the answers took."""
        self._pipe.send(what)
        return await asyncio.to_thread(self._pipe.recv)


@asynccontextmanager
async def workspace() -> AsyncGenerator[Workspace]:
    """A Slack of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=be_slack, args=(there,))
    process.start()
    yield Workspace(here)
    here.send("")
    process.join()


async def bolt(*, process_before_response: bool) -> Waits:
    """Bolt alone, with nothing behind it."""
    async with workspace() as slack:
        quiet = logging.getLogger("bench.bolt")
        quiet.setLevel(logging.WARNING)
        web = web_client(slack.door.base_url, slack.door.bot_token)
        app = AsyncApp(client=web, process_before_response=process_before_response, logger=quiet)

        @app.command("/meetup")  # pyright: ignore[reportUnknownMemberType]
        async def listen(ack: Callable[[str], Awaitable[None]]) -> None:  # pyright: ignore[reportUnusedFunction]  Bolt calls it
            await ack("Nothing is planned yet")

        handler = AsyncSocketModeHandler(app, slack.door.app_token)
        handler.client.proxy = None
        await handler.connect_async()
        waits = await slack.timed("list")
        await handler.close_async()
        return waits


async def ours(folder: Path) -> tuple[Waits, Waits]:
    """The whole bot, its database on this disk, with one announced meetup that has seats for all: a list, and a seat."""
    async with workspace() as slack:
        door, clock = slack.door, SystemClock()
        house = await House.open(f"sqlite:///{folder}/bench.db", clock)
        gateway = SlackGateway(house.app, SlackSettings(api_url=door.base_url), door.bot_token, clock, app_token=door.app_token)
        house.connect(gateway.port)
        await gateway.start()
        await house.store.write(lambda conn: announce(conn, door))
        await house.delivery.deliver_due()
        waits = await slack.timed("list"), await slack.timed("press")
        await gateway.stop()
        await house.close()
        return waits


def announce(conn: Connection, door: Door) -> None:
    """A group in that workspace, and a meetup announced to it."""
    now = datetime.now(UTC)
    group = groups.create(conn, now, "Information Officers, Scotland", "Europe/London")
    groups.add_place(conn, group, Place("slack", door.team, door.channel))
    member = members.meet(conn, now, Speaker("slack", door.team, door.people[0], "P0"))
    members.join(conn, now, member, group)
    when = Wall.of(now + timedelta(days=30), "Europe/London")
    meetups.announce(Act(conn, now, member, group), Plan("Pub meet-up", when, "The Laurieston"))


def raw_commit(folder: Path) -> list[float]:
    """What SQLite alone takes to keep one row for good."""
    waits: list[float] = []
    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as conn:
        conn.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)")
        for _ in range(ONE_BY_ONE):
            since = perf_counter()
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("INSERT INTO kept (words) VALUES ('going')")
            conn.execute("COMMIT")
            waits.append(perf_counter() - since)
    return waits


async def measure(folder: Path) -> Table:
    """The whole comparison, as a table."""
    quick = await bolt(process_before_response=True)
    slow = await bolt(process_before_response=False)
    listed, pressed = await ours(folder)
    commit = raw_commit(folder)
    table = Table(title=f"Slack, envelope to acknowledgement, ms; {os.cpu_count()} cores")
    heads = ("", "p50 alone", "p99", "more", f"p50 at {A_SECOND}/s", "p99", "more")
    for head in heads:
        table.add_column(head, justify="left" if not head else "right")
    table.add_row(*quick.row("bare Bolt, process_before_response"))
    table.add_row(*slow.row("bare Bolt, as it comes", quick), end_section=True)
    table.add_row(*listed.row("/meetup list", quick))
    table.add_row(*pressed.row("taking a seat", quick), end_section=True)
    table.add_row("one raw commit on this disk", f"{median(commit) * 1e3:.2f}", f"{quantiles(commit, n=100)[98] * 1e3:.2f}", "", "", "", "")
    table.caption = "Aimed at: /meetup list at most +1; taking a seat at most + a raw commit + 1.5"
    return table


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        Console().print(asyncio.run(measure(Path(place))))
