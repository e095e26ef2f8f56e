"""A whole bot, with a feature of its own that asks everything there is to ask, connected to the loopback Slack."""

from __future__ import annotations

import asyncio
import types
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.slack.gateway import SlackGateway
from adapters.slack.link import Timing
from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Cog,
    Fact,
    Form,
    FormError,
    LinkButton,
    Menu,
    Option,
    Person,
    Place,
    Preview,
    Refusal,
    Seats,
    Strong,
    Text,
    Update,
    When,
    arrival,
    button,
    choice,
    choices,
    command,
    confirm,
    delivers,
    line,
    menu,
    moment,
    paragraph,
    person,
    place,
    yes_no,
)
from bot.chat.reply import Reply
from bot.clock import Wall
from bot.config import SlackSettings
from bot.outbox import KINDS
from bot.run.house import House as Core
from bot.schema import Connection
from tests.loopback.slack import LoopbackSlack
from tests.stage import House, StillClock


class Walk(Form, title="Plan a walk", send="Look at it", edit="Change it"):
    title: str = line("What is it called?")
    when: Wall = moment("When?")
    details: str = paragraph("What should people know?")


class Words(Form, title="Words"):
    name: str = line("Name?", hint="As on a badge")
    about: str = paragraph("About?")
    colour: str = choice("Colour?", [Option("r", "Red"), Option("g", "Green")])
    fruits: tuple[str, ...] = choices("Fruits?", ["Apple", "Pear", "Plum"])
    dogs: bool = yes_no("Dogs?")


class Things(Form, title="People, places and times"):
    guide: Person = person("Guide?")
    meet: Place = place("Where?")
    when: Wall = moment("When?")


def hills(_conn: Connection, _asker: object, typed: str) -> Sequence[Option]:
    known = ["Arthur's Seat", "Ben Nevis", "Ben Lomond"]
    return [Option(each, each) for each in known if typed.casefold() in each.casefold()]


class Climb(Form, title="Climb a hill"):
    hill: str = line("Which hill?", suggest=hills)
    why: str = paragraph("Why?")


def nothing(_act: Any) -> None:
    """A rule that changes nothing: writing it marks the event as having had its effect."""


class WalkCog(Cog, name="walk", about="Go for a walk together"):
    """What people do in these tests. `done` is what has had its effect."""

    done: list[str] = []  # noqa: RUF012  emptied by the fixture

    @command("See the walks", anywhere=True)
    async def list(self, call: Call) -> Reply:
        return Card(
            "Two walks", "Up the hill, and down again", controls=(Button("Going", self.going, 7), Button("Who leads?", self.lead, 7))
        )

    @command("Plan a walk", anywhere=True)
    async def new(self, call: Call, walk: Walk) -> Reply:
        if walk.title == "Swim":
            raise FormError("title", "That is no walk. For example: Hill walk.")
        return Preview(
            Card(walk.title, Text("On ", Strong(f"{walk.when.at:%d %B, %H:%M}"))), self.publish, "Publish", "Everybody will see it."
        )

    @confirm(anywhere=True)
    async def publish(self, call: Call, walk: Walk) -> Reply:
        await call.write(nothing)
        self.done.append(f"published {walk.title}")
        return "It is out."

    @command("Answer in words", anywhere=True)
    async def words(self, call: Call, words: Words) -> Reply:
        self.done.append(repr(words))
        return "Thank you."

    @command("Answer with people, places and times", anywhere=True)
    async def things(self, call: Call, things: Things) -> Reply:
        self.done.append(repr(things))
        return "Thank you."

    @command("Climb a hill", anywhere=True)
    async def climb(self, call: Call, climb: Climb) -> Reply:
        return f"{climb.hill}: {climb.why or 'because it is there'}"

    @command("Tell everybody", reply="public", anywhere=True)
    async def shout(self, call: Call) -> Reply:
        return Card(body="We walk at dawn <!channel> & @everyone", controls=(LinkButton("Map", "https://example.org/map"),))

    @command("Take your time", anywhere=True)
    async def slowly(self, call: Call) -> Reply:
        await asyncio.sleep(self.pause)
        self.done.append("slowly")
        return "There at last."

    pause = 0.3

    @command("Break", anywhere=True)
    async def stumble(self, call: Call) -> Reply:
        raise ZeroDivisionError

    @command("Be refused", anywhere=True)
    async def trespass(self, call: Call) -> Reply:
        raise Refusal("That path is closed. Try the one by the river.")

    @command("See who you are", anywhere=True)
    async def whoami(self, call: Call) -> Reply:
        return f"{call.person.name} {'runs this workspace' if call.person.admin else 'walks here'}"

    @command("See all there is on a card", anywhere=True)
    async def card(self, call: Call) -> Reply:
        when = When(datetime.fromisoformat("2026-11-26T18:30:00+00:00"), "Europe/London")
        return Card(
            "A full card",
            Text("Meet ", Strong("here"), " at ", when),
            facts=(Fact("When", Text(when)), Fact("Where", "The stile")),
            seats=Seats(2, 5, "3 seats left"),
            image=("https://example.org/hill.png", "A hill"),
            controls=(
                Menu("Bring", self.bring, (Option("tea", "Tea", "in a flask"), Option("cake", "Cake")), 3),
                Button("Going", self.going, 1, "go"),
            ),
            note="Small print",
        )

    @button(anywhere=True)
    async def going(self, call: Call) -> Reply:
        await call.write(nothing)
        self.done.append(f"going {call.payload}")
        return f"{call.person.name} has a place on walk {call.payload}."

    @button(anywhere=True)
    async def lead(self, call: Call) -> Reply:
        return Update(Card("Two walks", "Led by Ada"))

    @button(anywhere=True)
    async def replan(self, call: Call, walk: Walk) -> Reply:
        self.done.append(f"replanned {call.payload} as {walk.title}")
        return Update(Card("Planned anew", walk.title))

    @menu()
    async def bring(self, call: Call) -> Reply:
        return f"Bring {call.chosen} to {call.payload}."

    @arrival
    async def welcome(self, call: Call) -> None:
        await call.write(nothing)
        self.done.append(f"met {call.person.name}")

    async def home(self, call: Any) -> list[Card]:
        return [Card("Your walks", "None yet", controls=(Button("Going", self.going, 9), Button("Plan anew", self.replan, 9)))]


class HelpCog(Cog, name="wallflower", about="Show what I can do"):
    """The one that reaches everything."""

    @command("Show what I can do", anywhere=True)
    async def wallflower(self, call: Call) -> Reply:
        return "I can take you for walks."


def everything_else() -> type[Cog]:
    """A feature that has a word, never used here, for every kind of delivery other features write."""

    async def unsaid(self: Cog, ref: str) -> None:
        """No longer applies."""

    def fill(namespace: dict[str, Any]) -> None:
        for number, kind in enumerate(kind for kind in KINDS.values() if kind.said):
            namespace[f"say_{number}"] = delivers(kind)(types.FunctionType(unsaid.__code__, unsaid.__globals__, f"say_{number}"))

    return types.new_class("EverythingElse", (Cog,), {"name": "else", "about": "Everything else"}, fill)


class Bot:
    """The bot's side: a house and a gateway, stopped and started at will."""

    def __init__(self, slack: LoopbackSlack, url: str, **settings: Any) -> None:
        self.slack = slack
        self.timing = Timing()
        self.clock = StillClock()
        self._url = url
        self._settings = SlackSettings(api_url=slack.base_url, **settings)

    async def start(self) -> None:
        clock = self.clock
        self.house = House(await Core.open(self._url, clock, [WalkCog, HelpCog, everything_else()]), clock)
        slack = self.slack
        self.gateway = SlackGateway(
            self.house.app, self._settings, slack.bot_token, clock, app_token=slack.app_token, signing_secret=slack.signing_secret
        )
        self.gateway.timing = self.timing
        self.house.connect(self.gateway.port)
        await self.gateway.start()

    async def stop(self) -> None:
        await self.gateway.stop()
        await self.house.close()

    async def settle(self) -> None:
        await self.gateway.drain()
        await self.house.app.drain()
        await self.gateway.drain()


@asynccontextmanager
async def connected(tmp_path: Path, timing: Timing | None = None, **settings: Any) -> AsyncGenerator[Bot]:
    """A bot over Socket Mode, with a group in #general."""
    WalkCog.done.clear()
    async with LoopbackSlack() as slack:
        bot = Bot(slack, f"sqlite:///{tmp_path}/walks.db", **settings)
        bot.timing = timing or Timing()
        await bot.start()
        await bot.house.group_for(Place("slack", slack.workspace.team_id, slack.general.id))
        try:
            yield bot
        finally:
            await bot.stop()
        assert slack.workspace.breaches == []
