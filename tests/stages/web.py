"""The town's stage: the real gateway on a loopback port, and people who talk to it over HTTP as the page does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from adapters.web import Citizen, Gateway, Town
from adapters.web.people import Json, place_of
from adapters.web.reading import card_from, message_text, sheet_text
from bot.chat import Person
from tests.stage import House, HouseFactory, StillClock, houses

CAST = ("Ada", "Ailsa", "Dee", "Grace", "Jo", "Moira", "Priya", "Sam", "Tom", "Zed")
"""Who lives here from the start; others move in when first named."""
CHANNEL = "announcements"


class WebStage:
    """A town with a channel for announcements, people in it, and our bot."""

    name = "web"

    def __init__(self, folder: Path, factory: HouseFactory, organisers: Sequence[str], *, living: bool = False) -> None:
        self._folder, self._factory, self._organisers, self._living = folder, factory, organisers, living
        self._citizens: dict[str, WebCitizen] = {}
        self.house: House
        self.town: Town
        self.gateway: Gateway
        self.http: aiohttp.ClientSession
        self.url = ""
        self._port = 0

    async def start(self) -> None:
        """The program starts, after the first time where it was before."""
        self.house = await self._factory()
        self.town = await Town.open(self._folder)
        self.gateway = Gateway(self.house.app, self.town, self.house.clock, self.house.core.settle, ("127.0.0.1", self._port))
        self.house.connect(self.gateway.port)
        if self._living:
            await self.house.core.alarm.start()
        self.url = (await self.gateway.start()).rstrip("/")
        self._port = int(self.url.rpartition(":")[2])
        self.http = aiohttp.ClientSession(self.url)

    async def stop(self) -> None:
        """The program stops."""
        await self.http.close()
        await self.gateway.stop()
        if self._living:
            await self.house.core.alarm.stop()
        await self.house.close()
        await self.town.close()

    def citizen(self, name: str) -> WebCitizen:
        """Somebody here; the same one the second time."""
        if name not in self._citizens:
            self._citizens[name] = WebCitizen(self, name)
        return self._citizens[name]

    async def refresh(self) -> None:
        """Bring what is on everybody's screen up to date, newcomers' too."""
        citizens = list(self._citizens.values())
        await self.town.settle(
            [Citizen(c.user, c.name, organiser=c.name in self._organisers) for c in citizens if c.user not in self.town.people],
            [CHANNEL],
            "Practice",
        )
        await asyncio.gather(*(citizen.look() for citizen in citizens))

    async def settle(self) -> None:
        """Deliver what is due and let everything arrive."""
        await self.house.settle()
        await self.refresh()

    async def restart(self) -> None:
        """The program stops and starts again; forms open on people's screens stay open."""
        await self.stop()
        await self.start()
        await self.refresh()

    async def later(self, **by: float) -> None:
        """Time goes by."""
        self.house.advance(**by)
        await self.settle()


class WebCitizen:
    """One person and what is on their screen."""

    def __init__(self, stage: WebStage, name: str) -> None:
        self.name = name
        self.user = name.casefold().replace(" ", "-")
        self._stage = stage
        self._messages: list[Json] = []
        self._since = 0
        self._sheet: Json | None = None
        self._from = ""

    @property
    def person(self) -> Person:
        """As the core knows them."""
        return Person("web", "town", self.user, self.name)

    # --- doing ------------------------------------------------------------------------------------------------------------------

    async def types(self, command: str, **values: str) -> None:
        """A command with `field:"value"` for all that fits on a line; the form that opens takes the rest."""
        await self._stage.refresh()
        self._since = max((int(message["id"]) for message in self._messages), default=0)
        given = {name: value for name, value in values.items() if not {'"', "\n"} & set(value) and len(value) < 1000}
        await self.does("type", {"words": " ".join([command, *(f'{name}:"{self._value(name, value)}"' for name, value in given.items())])})
        rest = {name: value for name, value in values.items() if name not in given}
        if self._sheet and rest:
            await self.fills(**rest)

    async def presses(self, label: str, on: str = "") -> None:
        """A button on the newest thing that has it."""
        message, control = self._newest(lambda control: control["kind"] == "button" and control["label"] == label, label, on)
        await self.does("press", {"message": message["id"], "do": control["do"]})

    async def chooses(self, option: str, on: str = "") -> None:
        """An option of a menu on the newest thing that offers it."""

        def offers(control: Json) -> bool:
            return control["kind"] == "menu" and option in [each["label"] for each in control["options"]]

        message, control = self._newest(offers, option, on)
        chosen = next(each["value"] for each in control["options"] if each["label"] == option)
        await self.does("press", {"message": message["id"], "do": control["do"], "chosen": chosen})

    async def fills(self, **values: str) -> None:
        """The open form, sent: what is not named stays as it stands."""
        assert self._sheet is not None, f"{self.name} has no form open. They see: {self.reads()}"
        filled = {**self.asked(), **{name: self._value(name, value) for name, value in values.items()}}
        await self.does("submit", {"message": self._from, "draft": self._sheet["draft"], "values": filled})

    async def does(self, what: str, body: Json) -> Json:
        """Anything at all, over the wire; then everybody looks."""
        sent = {"as": self.user, "id": uuid4().hex, "place": CHANNEL, **body}
        async with self._stage.http.post(f"/api/{what}", json=sent) as response:
            answer: Json = await response.json()
            assert response.status == 200, answer
        if answer.get("answer") == "open":
            self._from = body.get("message", "")
        self._sheet = answer.get("sheet")
        await self._stage.refresh()
        return answer

    def _value(self, name: str, value: str) -> str:
        kind = next((field["kind"] for field in (self._sheet or {}).get("fields", ()) if field["name"] == name), "")
        if kind == "person":
            return str(self._stage.citizen(value).person)
        return str(place_of(value)) if kind == "place" else value

    # --- seeing -----------------------------------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Read every place anew."""
        places = [place.id for place in self._stage.town.places_of(self.user)]
        found = await asyncio.gather(*(self._read(place) for place in places))
        self._messages = sorted((message for messages in found for message in messages), key=lambda message: int(message["id"]))

    async def _read(self, place: str) -> list[Json]:
        async with self._stage.http.get("/api/place", params={"as": self.user, "place": place}) as response:
            read: Any = await response.json()
            assert response.status == 200, read
            return read["messages"]

    def _visible(self) -> list[Json]:
        return [message for message in self._messages if not message["private"] or int(message["id"]) > self._since]

    def _newest(self, fits: Callable[[Json], bool], wanted: str, on: str) -> tuple[Json, Json]:
        for message in reversed(self._visible()):
            control = next((each for each in message.get("card", {}).get("controls", ()) if fits(each)), None)
            if control and on in message_text(message):
                return message, control
        seen = "\n---\n".join(self.reads())
        raise AssertionError(f"{self.name} sees no {wanted!r}{f' on {on!r}' if on else ''}:\n{seen}")

    def sees(self, *words: str) -> bool:
        """Whether all of these words stand in one thing on their screen."""
        return any(all(word in thing for word in words) for thing in self.reads())

    def reads(self) -> list[str]:
        """Everything on their screen, newest last."""
        things = [message_text(message) for message in self._visible()]
        return [*things, sheet_text(self._sheet)] if self._sheet else things

    def answer(self) -> str:
        """The open form, or the last private answer."""
        if self._sheet:
            return sheet_text(self._sheet)
        private = [message for message in self._visible() if message["private"]]
        return message_text(private[-1]) if private else ""

    def asked(self) -> Mapping[str, str]:
        """What the open form holds."""
        return {field["name"]: field["value"] for field in self._sheet["fields"]} if self._sheet else {}

    def files(self) -> Mapping[str, bytes]:
        """The files handed to them."""
        cards = [message["card"] for message in self._visible() if "card" in message]
        return {file.name: file.data for card in cards for file in card_from(card).files}

    def pinged(self) -> int:
        """Messages that notified them."""
        return sum(self.user in message["pings"] for message in self._messages)


@asynccontextmanager
async def open_stage(factory: HouseFactory, tmp_path: Path, organisers: Sequence[str], *, living: bool = False) -> AsyncGenerator[WebStage]:
    """A town, its announcements channel a group's."""
    stage = WebStage(tmp_path / "town", factory, organisers, living=living)
    await stage.start()
    try:
        people = [stage.citizen(name) for name in dict.fromkeys([*organisers, *CAST])]
        await stage.refresh()
        await stage.house.group_for(place_of(CHANNEL), [citizen.person for citizen in people if citizen.name in organisers])
        yield stage
    finally:
        await stage.stop()


class LivingClock(StillClock):
    """Begins when every conversation does, and goes on by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()

    def now(self) -> datetime:
        """The moment it was moved to, and what has passed since it was made."""
        return super().now() + timedelta(seconds=time.monotonic() - self._began)


@asynccontextmanager
async def open_living_stage(tmp_path: Path, organisers: Sequence[str]) -> AsyncGenerator[WebStage]:
    """A town whose bot delivers by itself, as when it runs."""
    async with open_stage(houses(f"sqlite:///{tmp_path}/core.db", LivingClock()), tmp_path, organisers, living=True) as stage:
        yield stage
