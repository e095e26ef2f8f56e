"""The first five minutes as text: the same story, followed over the same wire, for those who would rather read."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import aiohttp

from adapters.web.guard import TOKEN
from adapters.web.people import Json, direct_with
from adapters.web.reading import message_text, sheet_text

Running = Callable[[], AbstractAsyncContextManager[str]]
"""`async with running() as url`: a whole Wallflower with a town, on the same files each time."""
PATIENCE = 20.0
"""Seconds the bot has for each step before the tour gives up on it."""


async def tour(running: Running, say: Callable[[str], None]) -> None:
    """Walk through the story, telling it line by line, with a real stop and start at the end. Raises TimeoutError when it gets stuck."""
    async with running() as url, _session(url) as http:
        guide = _Guide(http, say)
        while (story := await guide.story()) and story["done"] < len(story["steps"]) - 1:
            await guide.follow(story)
        say(f"\n{len(story['steps'])} · {story['steps'][-1]}")
    async with running() as url, _session(url) as http:
        guide = _Guide(http, say)
        story = await guide.story()
        there = sum([len(await guide.messages(place["id"], story["me"])) for place in (await guide.town(story["me"]))["places"]])
        say(f"    Stopped and started. Everything is still here: {there} messages that {story['name']} can see.")
        say("\nThat was the tour. `make run` opens the town in your browser, and there / shows every command.")


def _session(url: str) -> aiohttp.ClientSession:
    parts = urlsplit(url)
    token = parse_qs(parts.fragment).get("token", [""])[0]
    return aiohttp.ClientSession(f"{parts.scheme}://{parts.netloc}", headers={TOKEN: token} if token else {}, raise_for_status=True)


class _Guide:
    """Does what the strip suggests, as whoever it suggests, and tells what is then read."""

    def __init__(self, http: aiohttp.ClientSession, say: Callable[[str], None]) -> None:
        self._http, self._say = http, say
        self._told: dict[str, str] = {}
        self._players: dict[str, str] = {}
        self._step = -1

    async def town(self, user: str = "") -> Json:
        """The town as this person's page reads it."""
        async with self._http.get("/api/town", params={"as": user}) as response:
            return await response.json()

    async def story(self) -> Json:
        """How far the story is, waiting while something is on its way."""
        async with asyncio.timeout(PATIENCE):
            while True:
                town = await self.town()
                upcoming = town["story"]["next"]
                if not upcoming or upcoming["do"]["kind"] != "wait" or town["story"]["done"] == len(town["story"]["steps"]) - 1:
                    name = next(person["name"] for person in town["people"] if person["user"] == town["me"])
                    return {**town["story"], "me": town["me"], "name": name, "board": town["places"][0]["id"]}
                await asyncio.sleep(0.1)

    async def messages(self, place: str, user: str) -> list[Json]:
        """What this person reads in a place."""
        async with self._http.get("/api/place", params={"as": user, "place": place}) as response:
            return (await response.json())["messages"]

    async def follow(self, story: Json) -> None:
        """Do the next thing, then tell what those who have played a part so far now read."""
        if story["done"] != self._step:
            self._step = story["done"]
            self._say(f"\n{self._step + 1} · {story['steps'][self._step]}")
        upcoming = story["next"]
        user, name = (upcoming["as"], upcoming["name"]) if upcoming["as"] else (story["me"], story["name"])
        self._say(f"\n    {name}: {upcoming['label']}" if upcoming["as"] else f"\n    {upcoming['label']}")
        self._players = {user: name} | self._players
        await self._do(user, upcoming["do"], story["board"])
        await self._moved_on(story)
        for player, called in self._players.items():
            for place in (story["board"], direct_with(player)):
                await self._tell(place, player, called)

    async def _do(self, user: str, do: Json, board: str) -> None:
        if do["kind"] == "travel":
            await self._act("travel", {"as": user, "to": do["to"]})
        elif do["kind"] == "press":
            await self._act("press", {"as": user, "message": do["message"], "do": do["do"]})
        else:
            opened = await self._act("type", {"as": user, "place": board, "words": do["words"]})
            fields = [{**field, "value": do["values"].get(field["name"], field["value"])} for field in opened["sheet"]["fields"]]
            sheet = {**opened["sheet"], "fields": fields}
            self._quote(sheet_text(sheet))
            values = {field["name"]: field["value"] for field in sheet["fields"]}
            await self._act("submit", {"as": user, "place": board, "draft": sheet["draft"], "values": values})

    async def _act(self, what: str, body: Json) -> Json:
        async with self._http.post(f"/api/{what}", json={"id": uuid4().hex, **body}) as response:
            return await response.json()

    async def _moved_on(self, before: Json) -> None:
        async with asyncio.timeout(PATIENCE):
            while (await self.story())["next"] == before["next"]:  # noqa: ASYNC110  it happens elsewhere, across a wire
                await asyncio.sleep(0.1)

    async def _tell(self, place: str, user: str, name: str) -> None:
        """What is new or reads otherwise since it was last told."""
        for message in await self.messages(place, user):
            words = message_text(message)
            if self._told.get(message["id"]) != words:
                self._told[message["id"]] = words
                where = f"Only {name.split(maxsplit=1)[0]} reads" if message["private"] or place.startswith("@") else f"In #{place}"
                self._say(f"\n    {where}:")
                self._quote(words)

    def _quote(self, words: str) -> None:
        self._say(textwrap.indent(words, "      | "))
