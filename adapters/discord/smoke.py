"""A few true words with a real server: `python -m adapters.discord.smoke CHANNEL_ID`, with WALLFLOWER_DISCORD_TOKEN set.

Says what works, posts in that channel, asks whoever runs it to press a button, and takes everything away again. It finds out what only the
live Discord can tell: whether components keep their ids in history, and whether a nonce is honoured.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from secrets import token_hex

import discord

from adapters.discord import answers, parse
from adapters.discord.client import Told, find_gateway, fresh_client
from adapters.discord.doctor import examine, logged_in
from adapters.discord.errors import NO_ANSWER
from adapters.discord.port import DiscordPort
from adapters.discord.wire import Wire
from bot.chat.answer import Say
from bot.chat.card import Button, Card, Fact, Seats
from bot.chat.errors import PortError
from bot.chat.inbound import Pressed
from bot.chat.people import MessageRef, Place
from bot.clock import SystemClock
from bot.config import DiscordSettings
from bot.finding import Finding

CARD = Card(
    "Wallflower tries its voice",
    "This goes away by itself. @everyone is nobody, and [this](https://example.org) is no link.",
    facts=(Fact("Where", "Here"),),
    seats=Seats(3, 8, "5 seats left"),
    controls=(Button("Press me", "smoke.press", 1, "go"),),
)


async def smoke(settings: DiscordSettings, token: str, channel: str, patience: float = 60.0) -> AsyncGenerator[Finding]:
    """Every look and every word, one finding each."""
    clock = SystemClock()
    for finding in await examine(settings, token, clock):
        yield finding
    async with logged_in(settings, token, clock) as client:
        port, posted = DiscordPort(client), list[MessageRef]()
        try:
            where = await client.fetch_channel(int(channel))
            guild = "" if isinstance(where, discord.abc.PrivateChannel) else str(where.guild.id)
            async for finding in _spoken(port, Place("discord", guild, channel), posted):
                yield finding
            yield await _pressed(settings, token, patience)
        except (PortError, *NO_ANSWER) as error:
            yield Finding(False, f"Stopped: {error}")
        finally:
            yield await _cleared(client, posted)


async def _spoken(port: DiscordPort, place: Place, posted: list[MessageRef]) -> AsyncGenerator[Finding]:
    delivery = token_hex(8)
    first = await port.send(place, CARD, delivery)
    posted.append(first)
    yield Finding(True, "Posted a card.")
    again = await port.send(place, CARD, delivery)
    if again != first:
        posted.append(again)
    yield Finding(
        again == first,
        "Sent again at once, it stayed one message: the nonce is honoured." if again == first else "The nonce was not honoured.",
    )
    found = await port.find(place, delivery)
    yield Finding(found is not None, "Found again in history by its ids." if found else "History does not keep the ids of components.")
    under = await port.send(place.under(first.id), Card("And a reply in its thread"), token_hex(8))
    posted.insert(0, under)
    yield Finding(True, "Opened a thread and wrote in it.")
    await port.edit(first, CARD)
    yield Finding(True, "Changed the card.")


async def _pressed(settings: DiscordSettings, token: str, patience: float) -> Finding:
    ears = _Ears()
    client = fresh_client(settings, Wire(SystemClock()), ears)
    async with client:
        await client.login(token)
        await find_gateway(client)
        running = asyncio.create_task(client.connect())
        try:
            await asyncio.wait_for(ears.pressed.wait(), patience)
            return Finding(True, "Heard the button and answered.")
        except TimeoutError:
            return Finding(False, f"Nobody pressed the button within {patience:.0f} seconds.", "run it again, and press it.")
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


async def _cleared(client: discord.Client, posted: list[MessageRef]) -> Finding:
    left = 0
    for ref in posted:
        try:
            await client.http.delete_message(int(ref.place.thread or ref.place.channel), int(ref.id))
        except NO_ANSWER:
            left += 1
    return Finding(not left, "Took everything away again." if not left else f"{left} messages are still there.")


class _Ears:
    """Answers the one button."""

    def __init__(self) -> None:
        self.pressed = asyncio.Event()

    async def heard(self, interaction: parse.Interaction) -> None:
        event = parse.event_of(interaction)
        if isinstance(event, Pressed) and event.route == "smoke.press":
            await answers.show(interaction, Say(Card(body="That works. Only you see this.")))
            self.pressed.set()

    async def connected(self, client: discord.Client) -> None:
        """Nothing to tell."""

    async def joined(self, guild: discord.Guild) -> None:
        """Nothing to say."""

    async def interested(self, told: Told, event_id: str, *, yes: bool) -> None:
        """No event to be interested in."""

    async def listed_anew(self, before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> None:
        """None of ours."""

    async def unlisted(self, event: discord.ScheduledEvent) -> None:
        """None of ours."""

    async def met(self, member: discord.Member) -> None:
        """Nobody to welcome."""

    async def before_identify(self, *, first: bool) -> None:
        """No waiting."""

    def here(self, *, now: bool) -> None:
        """Nobody is counting."""


async def told(channel: str, token: str) -> bool:
    """Say every finding as it is found; whether all is well."""
    well = True
    async with aclosing(smoke(DiscordSettings(), token, channel)) as findings:
        async for finding in findings:
            print(("ok    " if finding.ok else "LOOK  ") + finding.words, finding.next, flush=True)  # noqa: T201  a script speaks
            if finding.words.startswith("Changed"):
                print("      Now press the button in Discord: you have a minute.", flush=True)  # noqa: T201
            well = well and finding.ok
    return well


def main() -> int:
    """0 when all is well, 1 when not, 2 when something is missing to try it."""
    token = os.environ.get("WALLFLOWER_DISCORD_TOKEN", "")
    if len(sys.argv) != 2 or not token:
        print("Set WALLFLOWER_DISCORD_TOKEN and name a channel of a test server by its id.")  # noqa: T201
        return 2
    return 0 if asyncio.run(told(sys.argv[1], token)) else 1


if __name__ == "__main__":
    sys.exit(main())
