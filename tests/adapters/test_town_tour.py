"""The tour: the whole story as text, over the real wire, with a real stop and start."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.web.tour import tour
from tests.stages.web import open_living_stage


async def test_the_tour_tells_the_first_five_minutes_and_what_each_person_reads(tmp_path: Path) -> None:
    async with open_living_stage(tmp_path, ["Priya"]) as stage:
        runs = 0

        @asynccontextmanager
        async def running() -> AsyncGenerator[str]:
            nonlocal runs
            runs += 1
            if runs > 1:
                await stage.stop()
                await stage.start()
            yield stage.url

        lines: list[str] = []
        await tour(running, lines.append)

    said = "\n".join(lines)
    story = (
        *("1 · Announce a meetup", "Priya: Announce a meetup", "Only Priya reads:", "2 seats free", "Priya: Publish", "In #announcements:"),
        *("2 · Become Tom, who is new", "Tom: I'll be there", "Only Tom reads:", "You have a seat", "Jo: I'll be there", "1st in line"),
        *(
            "3 · Free a seat",
            "Tom: Can't make it",
            "Jo: Take the seat",
            "4 · Jump to the day before",
            "Tomorrow: Pub meet-up",
            "5 · Stop it",
        ),
        "Everything is still here",
    )
    at = 0
    for words in story:
        assert words in said[at:], f"{words!r} is not said after:\n{said[:at]}\n--- but:\n{said[at:]}"
        at = said.index(words, at)
    assert runs == 2
