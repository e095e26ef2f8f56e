"""Rough weather, with the real process: killed while it announces, cut off for an hour, told everything several times over."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from tests.adapters.discord_bot import connected, until
from tests.adapters.discord_storms import flapping, repeated
from tests.hurry import LoopClock, hurried
from tests.loopback.discord import Fault, LoopbackDiscord, Person
from tests.loopback.discord.world import text_of

HERE = Path(__file__).parents[2]


@asynccontextmanager
async def process(discord: LoopbackDiscord, folder: Path) -> AsyncGenerator[asyncio.subprocess.Process]:
    """`python -m bot run`, as anybody starts it, connected to this Discord."""
    config = folder / "config.toml"
    config.write_text(
        f'[store]\nurl = "sqlite:///{folder}/core.db"\n[discord]\napi_url = "{discord.api_url}"\n[web]\nlisten = "127.0.0.1:0"\n'
    )
    environment = {**os.environ, "WALLFLOWER_DISCORD_TOKEN": discord.token, "PYTHONPATH": str(HERE)}
    discord.gateway.ready.clear()
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", str(config), cwd=folder, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await until(discord.gateway.ready.is_set, 20)
        await until(lambda: bool(discord.world.commands), 20)
        yield running
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGKILL)
        await running.wait()


async def set_up(discord: LoopbackDiscord) -> Person:
    """A group, by its command and its buttons."""
    priya = discord.person("Priya", admin=True)
    asked = await priya.command("setup", name="Info", zone="London", announcements=discord.world.announcements)
    await priya.press(discord.shown(asked), "Set it up")
    return priya


async def announce(discord: LoopbackDiscord, priya: Person, title: str) -> None:
    """A meetup, published."""
    asked = await priya.command("meetup new", title=title, when="tomorrow at 6.30pm", where="The Laurieston")
    await priya.press(discord.shown(asked), "Publish")


def announced(discord: LoopbackDiscord) -> Counter[str]:
    """How often each meetup stands in the channel."""
    titles = [text_of(message.body).split("\n")[0].removeprefix("## ") for message in discord.world.posts()]
    return Counter(title for title in titles if title.startswith("Quiz"))


async def test_killed_again_and_again_it_goes_on_where_it_was_and_announces_each_thing_once(tmp_path: Path) -> None:
    async with LoopbackDiscord() as discord:
        async with process(discord, tmp_path):
            priya = await set_up(discord)
            opened = await priya.command("meetup new", title="Quiz")
        async with process(discord, tmp_path) as running:
            preview = await priya.submit(opened, {"when": "tomorrow at 6.30pm", "where": "The Laurieston"})
            await priya.press(discord.shown(preview), "Publish")
            await until(lambda: announced(discord) == {"Quiz": 1}, 20)
            await kill_while_announcing(running, discord, priya, "Quiz never sent", "before")
        async with process(discord, tmp_path) as running:
            await until(lambda: announced(discord)["Quiz never sent"] == 1, 20)
            await kill_while_announcing(running, discord, priya, "Quiz never known", "after")
        history = f"/channels/{discord.world.announcements}/messages"
        looked = discord.count("GET", history)
        async with process(discord, tmp_path) as running:
            await until(lambda: discord.count("GET", history) > looked, 20)
            await asyncio.sleep(0.5)  # longer than it would take to say it again
            running.send_signal(signal.SIGTERM)
            async with asyncio.timeout(5):
                assert await running.wait() == 0
        assert announced(discord) == {"Quiz": 1, "Quiz never sent": 1, "Quiz never known": 1}
        assert discord.breaches == []


async def kill_while_announcing(
    running: asyncio.subprocess.Process, discord: LoopbackDiscord, priya: Person, title: str, when: Literal["before", "after"]
) -> None:
    """Discord's answer is lost, before or after the message is there, and the bot dies at that moment."""
    post = f"/channels/{discord.world.announcements}/messages"
    sent = discord.count("POST", post)
    discord.faults.append(Fault("POST", post, cut=True, when=when))
    await announce(discord, priya, title)
    await until(lambda: discord.count("POST", post) > sent, 20)
    running.send_signal(signal.SIGKILL)
    await running.wait()
    discord.world.nonces.clear()  # the minutes in which Discord would remember are over


async def test_told_everything_several_times_in_any_order_and_across_restarts_each_thing_happens_once(tmp_path: Path) -> None:
    async with connected(tmp_path) as bot:
        storm = await repeated(bot, 150, random.Random(5), restarts=2)
    assert storm.told > 300
    assert storm.unanswered == 0
    assert len(storm.effects) == 150
    assert set(storm.effects.values()) == {1}


@hurried(60)
async def test_a_socket_that_keeps_dying_doubles_nothing_and_forgets_nothing_it_heard(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        bot.discord.gateway.heartbeat_ms //= 60
        came = await flapping(bot, 300, random.Random(4))
    assert came.reached
    assert came.forgotten == set()
    assert came.answered <= set(came.effects)
    assert set(came.effects.values()) == {1}
    assert came.begun < 100
