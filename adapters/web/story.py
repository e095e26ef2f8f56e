"""The first five minutes: what to try next, ticked off by what has truly happened in the town, whoever did it and however."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from typing import Any

from adapters.web.chapters import Chapters, Next, Told, starts
from adapters.web.live import Live
from adapters.web.people import Citizen, Json
from adapters.web.town import Town
from bot.clock import DAY

STEPS = (
    "Announce a meetup",
    "Become {newcomer}, who is new",
    "Free a seat",
    "Jump to the day before",
    "Stop it and start it again",
)
CAST = {"organiser": "Priya", "newcomer": "Tom", "second": "Ailsa", "third": "Jo"}
"""Who plays whom, if they live here; else somebody else of that kind."""


class Story:
    """Looks at the town whenever something happened there, and tells the pages when the story has moved on."""

    def __init__(self, town: Town, live: Live) -> None:
        self._town, self._live = town, live
        self._chapters = Chapters(town, self.star)
        self._told = Told()
        self._published: Json = {}
        self._stirred = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()  # pages ask while we look: a page must not be turned twice

    async def begin(self) -> None:
        """Take up where it was left."""
        kept: dict[str, Any] = json.loads(await self._town.files.note("story", "{}"))
        self._told = Told(**kept)
        self._looking = asyncio.create_task(self._look())

    def stir(self) -> None:
        """Something happened; have a look."""
        self._stirred.set()

    async def stop(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            now = await self.as_json()
            if now != self._published:
                self._published = now
                self._live.publish("story", now)

    async def as_json(self) -> Json:
        """The steps with what is done, and the next thing to try; `next` is None when all is told."""
        async with self._turn:
            upcoming = await self._turn_pages()
        names = {part: star.name.split()[0] for part in CAST if (star := self.star(part))}
        steps = [words.format_map({**CAST, **names}) for words in STEPS]
        return {"steps": steps, "done": self._told.done, "next": upcoming.as_json() if upcoming else None, "eve": await self._eve()}

    async def _eve(self) -> str | None:
        """The day before the meetup announced last, while that is still ahead."""
        card = await self._chapters.announced()
        when = starts(card) if card else None
        return (when - DAY).isoformat() if when and when - DAY > self._town.now() else None

    async def _turn_pages(self) -> Next | None:
        told = self._chapters
        chapters: list[Callable[[Told], Awaitable[Next | None]]] = [told.announce, told.seats, told.free, told.jump, told.restart]
        while self._told.done < len(chapters):
            upcoming = await chapters[self._told.done](self._told)
            if upcoming:
                return upcoming
            await self._turn_page()
        return None

    async def _turn_page(self) -> None:
        card = await self._chapters.announced()
        announced = self._told.card or (card.id if card else 0)
        self._told = Told(self._told.done + 1, announced, self._town.openings)
        await self._town.files.keep("story", json.dumps(asdict(self._told)))

    # --- who plays ----------------------------------------------------------------------------------------------------------------

    def star(self, part: str) -> Citizen | None:
        """Who plays this part, if anybody lives here who can."""
        return dict(self._casting()).get(part)

    def _casting(self) -> Iterator[tuple[str, Citizen]]:
        free = list(self._town.people.values())
        for part, first_name in CAST.items():
            able = [citizen for citizen in free if citizen.organiser == (part == "organiser")] or free
            chosen = next((citizen for citizen in able if citizen.name.split()[0] == first_name), able[0] if able else None)
            if chosen:
                free.remove(chosen)
                yield part, chosen
