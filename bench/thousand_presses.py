"""A thousand people press one meetup's card within ten seconds: `python -m bench.thousand_presses [FOLDER]`.

On the loopback Discord and Slack, each in a process of its own: how long a press waits for its answer beside a bare handler of the same
library in the same run, how many edits of the card were sent, whether the last is true to the database, and whether a rate limit of the
platform was broken. FOLDER should be on the disk you mean to measure.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import discord
import structlog
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from rich.console import Console
from rich.table import Table
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from yarl import URL

from adapters.discord.gateway import DiscordGateway
from adapters.slack.gateway import SlackGateway
from adapters.slack.web import web_client
from bench.discord import TOKEN, process
from bench.discord import Door as DiscordDoor
from bench.rushing import PRESSES, Rush, be_discord, be_slack
from bench.slack import Door as SlackDoor
from bot.chat import Person, Place
from bot.clock import SystemClock, Wall
from bot.community import groups, guests, meetups, members
from bot.community.act import Act
from bot.community.guests import Tally
from bot.community.meetups import Plan
from bot.config import DiscordSettings, SlackSettings
from bot.run.house import House
from bot.schema import Connection

SEATS: Final = 600
"""So that four in ten stand in line: the dearest answer there is."""
GOING: Final = "I'll be there"


# --- the bots that are measured ---------------------------------------------------------------------------------------------------


def bare_discord(door: DiscordDoor, _folder: str, pipe: Any) -> None:
    """Be a bot of discord.py alone, with a card whose button answers privately and edits nothing."""
    asyncio.run(_bare_discord(door, pipe))


async def _bare_discord(door: DiscordDoor, pipe: Any) -> None:
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = door.api_url, URL(door.gateway)
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None, guild_ready_timeout=0.5)
    app_commands.CommandTree(client)
    posted = asyncio.Event()

    class Going(discord.ui.LayoutView):
        """One button."""

        row = discord.ui.ActionRow[Any]()

        @row.button(label=GOING)
        async def going(self, interaction: discord.Interaction, _button: object) -> None:
            """Say so."""
            await interaction.response.send_message("You have a seat", ephemeral=True)

    async def on_ready() -> None:
        await client.get_partial_messageable(int(door.channel)).send(view=Going(timeout=None))
        posted.set()

    client.event(on_ready)
    running = asyncio.create_task(client.start(TOKEN))
    await posted.wait()
    await _pressed(pipe)
    await client.close()
    running.cancel()


def our_discord(door: DiscordDoor, folder: str, pipe: Any) -> None:
    """Be Wallflower on Discord, with one announced meetup."""
    place, host = Place("discord", door.guild, door.channel), Person("discord", "", door.people[0], "P0")

    def gateway(house: House) -> DiscordGateway:
        return DiscordGateway(house.app, DiscordSettings(api_url=door.api_url), TOKEN, house.clock)

    asyncio.run(_ours(gateway, place, host, folder, pipe))


def bare_slack(door: SlackDoor, _folder: str, pipe: Any) -> None:
    """Be an app of Bolt alone, with a card whose button is acknowledged and answered privately."""
    asyncio.run(_bare_slack(door, pipe))


async def _bare_slack(door: SlackDoor, pipe: Any) -> None:
    quiet = logging.getLogger("bench.bolt")
    quiet.setLevel(logging.WARNING)
    web = web_client(door.base_url, door.bot_token)
    app = AsyncApp(client=web, process_before_response=True, logger=quiet)

    @app.action("going")  # pyright: ignore[reportUnknownMemberType]
    async def going(ack: Callable[[], Awaitable[None]], respond: Callable[..., Awaitable[None]]) -> None:  # pyright: ignore[reportUnusedFunction]  Bolt calls it
        await ack()
        await respond("You have a seat", replace_original=False)

    button = {"type": "button", "action_id": "going", "text": {"type": "plain_text", "text": GOING}}
    handler = AsyncSocketModeHandler(app, door.app_token)
    handler.client.proxy = None
    await handler.connect_async()
    await web.chat_postMessage(  # pyright: ignore[reportUnknownMemberType]  slack_sdk leaves its dictionaries open
        channel=door.channel, text="Pub meet-up", blocks=[{"type": "actions", "elements": [button]}]
    )
    await _pressed(pipe)
    await handler.close_async()


def our_slack(door: SlackDoor, folder: str, pipe: Any) -> None:
    """Be Wallflower on Slack, with one announced meetup."""
    place, host = Place("slack", door.team, door.channel), Person("slack", door.team, door.people[0], "P0")

    def gateway(house: House) -> SlackGateway:
        settings = SlackSettings(api_url=door.base_url)
        return SlackGateway(house.app, settings, door.bot_token, house.clock, app_token=door.app_token)

    asyncio.run(_ours(gateway, place, host, folder, pipe))


async def _ours(connect: Callable[[House], DiscordGateway | SlackGateway], place: Place, host: Person, folder: str, pipe: Any) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    house = await House.open(f"sqlite:///{folder}/{place.platform}.db", SystemClock())
    gateway = connect(house)
    house.connect(gateway.port)
    await gateway.start()
    meetup = await house.store.write(lambda conn: announce(conn, place, host))
    await house.delivery.deliver_due()
    await house.alarm.start()
    await _pressed(pipe)
    pipe.send(await house.store.read(lambda conn: guests.tally(conn, meetups.get(conn, meetup))))
    await house.alarm.stop()
    await gateway.stop()
    await house.close()


async def _pressed(pipe: Any) -> None:
    """Say that the card stands, and wait until it has been pressed."""
    pipe.send("ready")
    await asyncio.to_thread(pipe.recv)


def announce(conn: Connection, place: Place, host: Person) -> int:
    """A group in that place, and a meetup announced to it."""
    now = datetime.now(UTC)
    group = groups.create(conn, now, "Information Officers, Scotland", "Europe/London")
    groups.add_place(conn, group, place)
    member = members.meet(conn, now, host)
    members.join(conn, now, member, group)
    when = Wall.of(now + timedelta(days=30), "Europe/London")
    return meetups.announce(Act(conn, now, member, group), Plan("Pub meet-up", when, "The Laurieston", seats=SEATS)).id


# --- the comparison ---------------------------------------------------------------------------------------------------------------


def measure(server: Callable[..., None], bot: Callable[..., None], folder: str, *, ours: bool) -> tuple[Rush, Tally | None]:
    """What the platform saw, and what the database says when it is over."""
    with process(server) as platform:
        door = platform.recv()
        with process(bot, door, folder) as asked:
            asked.recv()
            platform.send("go")
            seen: Rush = platform.recv()
            asked.send("over")
            return seen, asked.recv() if ours else None


def row(name: str, seen: Rush, tally: Tally | None) -> list[str]:
    """A line of the table."""
    cells = [name, f"{len(seen.waits)} of {PRESSES}", str(seen.answers), f"{median(seen.waits) * 1e3:.1f}"]
    cells += [f"{quantiles(seen.waits, n=100)[98] * 1e3:.1f}", f"{max(seen.waits) * 1e3:.0f}"]
    if tally is None:
        return [*cells, "", "", ""]
    kept = f"{seen.busiest} ({seen.rule}), {seen.refused} refused"
    return [*cells, str(seen.edits), kept, "yes" if says(seen.card, tally) else f"NO: {seen.card}"]


def says(card: str, tally: Tally) -> bool:
    """Whether the card as it stands says what the database does."""
    wanted = [rf"\b{tally.going:,} people", *([rf"\b{tally.waiting:,} in line"] if tally.waiting else [])]
    return tally.going + tally.waiting == PRESSES and all(re.search(each, card) for each in wanted)


def table(folder: str) -> Table:
    """The whole comparison."""
    made = Table(title=f"{PRESSES:,} people press one card of {SEATS} seats in ten seconds; {os.cpu_count()} cores; waits in ms")
    for head in ("", "acknowledged", "answers", "p50", "p99", "longest", "edits", "busiest", "last edit true"):
        made.add_column(head, justify="left" if not head else "right")
    for name, server, bot, ours in (
        ("bare discord.py", be_discord, bare_discord, False),
        ("Wallflower on Discord", be_discord, our_discord, True),
        ("bare Bolt", be_slack, bare_slack, False),
        ("Wallflower on Slack", be_slack, our_slack, True),
    ):
        made.add_row(*row(name, *measure(server, bot, folder, ours=ours)), end_section=ours)
    return made


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        Console(width=150).print(table(str(Path(place))))
