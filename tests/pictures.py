"""What Wallflower shows on Discord, taken anew: `sh scripts/pictures` writes docs/images/discord-*.png, and paper-*.png beside them.

The bot is the real one, and discord.py too; SimCord stands in Discord's place, and its preview draws what it was sent. That is close to
Discord and is not Discord: the page that shows these pictures says so.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.async_api import async_playwright

from tests import pictures_on_paper
from tests.browser import CHROMIUM, FLAGS
from tests.stage import houses
from tests.stages.discord import DiscordCitizen, DiscordStage, open_stage

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
SIZE: Final = (640, 1000)
MOST_BYTES: Final = 100_000
WHEN: Final = "Thursday 26 November 2026, 6.30pm"
DETAILS: Final = "Look for the yellow scarf by the window. First time? Say so at the door, somebody will show you round."


class Camera:
    """Takes one thing at a time, as one person sees it."""

    def __init__(self, stage: DiscordStage, browser: Any) -> None:
        self._stage = stage
        self._browser = browser
        stage.env.backend.bot_user.name = "Wallflower"

    async def take(self, name: str, who: DiscordCitizen, target: Any, channel: Any = None) -> None:
        """A message, or the form of an answer, into docs/images."""
        env, path = self._stage.env, IMAGES / f"discord-{name}.png"
        now = self._stage.house.clock.now()
        seen = env.preview(
            channel or self._stage.channel,
            viewers=[who.actor],
            width=SIZE[0],
            height=SIZE[1],
            locale="en-GB",
            timezone="Europe/London",
            presentation_time=now,
        )
        async with seen:
            seen._capture_manager._browser = self._browser  # it would look for a browser of its own
            await seen.show(target)
            report = await seen.screenshot(path, allow_incomplete=True)
            seen._capture_manager._browser = None  # so that the next picture has it too
        size = path.stat().st_size
        print(f"{path.name}: {report.output_width} x {report.output_height}, {size:,} bytes")  # noqa: T201  a script speaks
        assert size < MOST_BYTES, f"{path.name} is too large to keep with the text"


async def main() -> None:
    """Every picture, in the order the page shows them."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        with tempfile.TemporaryDirectory() as folder:
            async with open_stage(houses(f"sqlite:///{folder}/core.db"), Path(folder), ["Priya"]) as stage:
                await _first_days(stage, Camera(stage, browser))
        await browser.close()


async def _first_days(stage: DiscordStage, camera: Camera) -> None:
    _same_time(stage)
    priya, tom = stage.citizen("Priya"), stage.citizen("Tom")
    await priya.types("/setup")
    await camera.take("setup-form", priya, priya.form)
    await priya.fills()
    await priya.presses("What to switch on")
    await priya.fills(listed="yes")
    await camera.take("setup", priya, priya.last)
    await priya.presses("Set it up")
    await priya.types("/meetup new")
    await camera.take("meetup-form", priya, priya.form)
    await priya.fills(title="Pub meet-up for people who work alone", when=WHEN, where="The Laurieston, 58 Bridge Street, Glasgow")
    await priya.presses("Seats and details")
    await priya.fills(seats="8", details=DETAILS)
    await camera.take("preview", priya, priya.last)
    await priya.presses("Publish")
    await stage.settle()
    for each in (stage.citizen("Ada"), stage.citizen("Bea"), tom):
        await each.presses("I'll be there")
        if each is tom:
            await camera.take("seat", tom, tom.last)
        await each.presses("Show my first name")
    await stage.later(seconds=10)
    await camera.take("announcement", tom, tom.seen(stage.channel.id))
    await _days_later(stage, camera)


async def _days_later(stage: DiscordStage, camera: Camera) -> None:
    tom = stage.citizen("Tom")
    await stage.later(days=3, hours=8, minutes=29)
    _same_time(stage)
    await stage.later(minutes=1)
    (thread,) = stage.channel.threads
    await camera.take("reminder", tom, tom.seen(thread.id), thread)


def _same_time(stage: DiscordStage) -> None:
    """SimCord's own clock shows what ours does."""
    stage.env.backend.clock._epoch = stage.house.clock.now()  # it begins on a day of its own


if __name__ == "__main__":
    pictures_on_paper.take()
    asyncio.run(main())
