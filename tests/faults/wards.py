"""The platforms of the fault matrix: real adapters on loopback servers, and the town."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from adapters.slack.gateway import SlackGateway
from adapters.slack.pace import Pace
from adapters.web import Citizen, Town
from adapters.web.people import direct_with, place_of
from adapters.web.port import TownPort
from bot.chat import Person, Place
from bot.chat.answer import Nothing
from bot.chat.inbound import Typed
from bot.community import groups, members
from bot.config import SlackSettings
from bot.pace import Lanes
from bot.run.house import House
from bot.schema import Connection
from tests.adapters import discord_bot
from tests.adapters.slack_bot import HelpCog, WalkCog, everything_else
from tests.faults.codes import DISCORD, SLACK, TOWN, Told
from tests.faults.matrix import say_numbers
from tests.loopback.discord.faults import Fault
from tests.loopback.discord.world import text_of
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.faults import Fault as SlackFault
from tests.stage import SUNDAY, StillClock

ENDLESS = 1 << 30


@dataclass
class OnDiscord:
    """Discord."""

    bot: discord_bot.Bot
    house: House
    clock: StillClock
    name = "Discord"
    codes = DISCORD
    asks = ("send", "edit", "find", "gather", "stage", "answer")

    def __post_init__(self) -> None:
        self.discord, self.numbers = self.bot.discord, count()
        self.people = [self.discord.person(name).id for name in ("Priya", "Tom")]

    def channel(self) -> Place:
        """As `Ward.channel`."""
        return Place("discord", self.discord.world.guild, self.discord.world.open_channel(f"c{next(self.numbers)}").id)

    async def titles(self, place: Place | None) -> list[str]:
        """As `Ward.titles`."""
        where = place.thread or place.channel if place else self.discord.world.direct(self.people[0]).id
        return [text_of(each.body).removeprefix("## ").strip() for each in self.discord.world.messages[where].values()]

    def direct(self) -> Place:
        """As `Ward.direct`."""
        return Place("discord", "", self.discord.world.direct(self.people[1]).id, direct=True)

    def listed(self) -> list[str]:
        """As `Ward.listed`."""
        return [str(each["name"]) for each in self.discord.world.events.values()]

    def spoil(self, told: Told, ask: str, place: Place) -> Callable[[], None]:
        """As `Ward.spoil`."""
        method, path = {
            "send": ("POST", f"/channels/{place.channel}/messages"),
            "edit": ("PATCH", f"/channels/{place.channel}/messages/.*"),
            "find": ("GET", f"/channels/{place.channel}/messages"),
            "gather": ("POST", r"/channels/\d+/threads"),
            "stage": ("POST", r"/guilds/\d+/scheduled-events"),
            "answer": ("POST", "/interactions/.*"),
        }[ask]
        headers = {"Retry-After": "2", "Via": "1.1 google"} if told.status == 429 else {}
        fault = Fault(method, path, told.status, told.code, cut=told.cut, times=ENDLESS, headers=headers)
        self.discord.faults.append(fault)
        return lambda: self.discord.faults.remove(fault)

    def lose_reply(self, place: Place) -> None:
        """As `Ward.lose_reply`."""
        self.discord.faults.append(Fault("POST", f"/channels/{place.channel}/messages", 503, when="after"))

    async def alive(self) -> bool:
        """As `Ward.alive`."""
        return (await self.discord.person("Ada").command("walk list")).response is not None


@asynccontextmanager
async def on_discord(folder: Path, changed: set[int]) -> AsyncGenerator[OnDiscord]:
    """A bot connected to Discord."""
    clock = StillClock()
    async with discord_bot.connected(folder, clock, judging=False) as bot:
        ward = OnDiscord(bot, bot.house, clock)
        bot.gateway._wire.channels = Lanes(0.0)
        bot.house.delivery.ports["discord"].direct_budget = {}
        people = [Person("discord", "", user, name) for user, name in zip(ward.people, ("Priya", "Tom"), strict=True)]
        await bot.house.store.write(lambda conn: _join(conn, people))
        say_numbers(bot.house, changed)
        yield ward


class Unpaced(Pace):
    """Takes no time: its seconds are real ones, and judged by tests/adapters/manners.py."""

    async def turn(self, method: str, channel: str = "") -> None:
        """At once."""

    def slow(self, method: str, channel: str, after: timedelta) -> None:
        """The delivery loop waits."""


@dataclass
class OnSlack:
    """Slack."""

    slack: LoopbackSlack
    gateway: SlackGateway
    house: House
    clock: StillClock
    name = "Slack"
    codes = SLACK
    asks = ("send", "edit", "find", "gather", "answer")

    def __post_init__(self) -> None:
        self.numbers = count()
        self.people = [self.slack.add_user(name) for name in ("Priya", "Tom", "Ada")]

    def channel(self) -> Place:
        """As `Ward.channel`."""
        return Place("slack", self.slack.workspace.team_id, self.slack.add_channel(f"c{next(self.numbers)}").id)

    async def titles(self, place: Place | None) -> list[str]:
        """As `Ward.titles`."""
        where = place.channel if place else self.slack.workspace.direct(self.people[0].id).id
        return [message.text.strip() for message in self.slack.workspace.channels[where].messages]

    def direct(self) -> Place:
        """As `Ward.direct`."""
        team = self.slack.workspace.team_id
        return Place("slack", team, self.slack.workspace.direct(self.people[1].id).id, direct=True)

    def listed(self) -> list[str]:
        """As `Ward.listed`."""
        return []

    def spoil(self, told: Told, ask: str, place: Place) -> Callable[[], None]:
        """As `Ward.spoil`."""
        methods = {"send": "chat.postMessage", "edit": "chat.update", "find": "conversations.history", "gather": "conversations.open"}
        key = (methods.get(ask, "views.open"), place.channel if ask in {"send", "edit", "find"} else "")
        late = 1 if told.word == "ratelimited" else None
        error = SlackError(told.word, status=429 if late else told.status, retry_after=late)
        self.slack.faults.standing[key] = SlackFault(lost="request") if told.cut else SlackFault(error=error)
        return lambda: self.slack.faults.standing.pop(key) and None

    def lose_reply(self, place: Place) -> None:
        """As `Ward.lose_reply`."""
        self.slack.faults.lose_reply_next("chat.postMessage")

    async def alive(self) -> bool:
        """As `Ward.alive`."""
        await self.people[2].slash("/walk", "list", self.slack.general)
        return True


@asynccontextmanager
async def on_slack(folder: Path, changed: set[int]) -> AsyncGenerator[OnSlack]:
    """A bot connected to Slack."""
    clock = StillClock()
    async with LoopbackSlack() as slack:
        house = await House.open(f"sqlite:///{folder}/slack.db", clock, [WalkCog, HelpCog, everything_else()])
        tokens = {"app_token": slack.app_token, "signing_secret": slack.signing_secret}
        gateway = SlackGateway(house.app, SlackSettings(api_url=slack.base_url), slack.bot_token, clock, **tokens)
        house.connect(gateway.port)
        await gateway.start()
        gateway.port._pace = Unpaced()
        ward = OnSlack(slack, gateway, house, clock)
        people = [Person("slack", slack.workspace.team_id, person.id, person.name) for person in ward.people[:2]]
        await house.store.write(lambda conn: _found(conn, people))
        say_numbers(house, changed)
        await gateway.port.find(people[0], "nothing yet")  # that conversation is open by now
        try:
            yield ward
        finally:
            await gateway.stop()
            await house.close()


class InTown:
    """The practice town, which knows fewer ways of failing."""

    name = "the town"
    codes = TOWN
    asks = ("send", "edit", "gather")

    def __init__(self, town: Town, house: House, clock: StillClock) -> None:
        self.town, self.house, self.clock, self.numbers = town, house, clock, count()

    def channel(self) -> Place:
        """As `Ward.channel`: one of those made beforehand."""
        return place_of(f"c{next(self.numbers)}")

    async def titles(self, place: Place | None) -> list[str]:
        """As `Ward.titles`."""
        where = place.channel if place else direct_with("priya")
        rows = await self.town.files.rows("SELECT * FROM messages ORDER BY id")
        return [json.loads(row["body"])["card"]["title"] for row in rows if row["channel"] == where]

    def direct(self) -> Place:
        """As `Ward.direct`."""
        return place_of(direct_with("tom"))

    def listed(self) -> list[str]:
        """As `Ward.listed`."""
        return []

    def spoil(self, told: Told, ask: str, place: Place) -> Callable[[], None]:
        """As `Ward.spoil`. A town that fails does so everywhere, so for as many tries as leave others their five seconds."""
        faults = self.town.faults
        match told.word, ask:
            case "closed", _:
                faults.closed.add("tom")
            case "unreadable", _:
                faults.unreadable = True
            case "fail", _:
                faults.fail = 1
            case _:
                faults.lose = 1

        def heal() -> None:
            faults.fail = faults.lose = 0
            faults.unreadable = False
            faults.closed.clear()

        return heal

    def lose_reply(self, place: Place) -> None:
        """As `Ward.lose_reply`."""
        self.town.faults.lose = 1

    async def alive(self) -> bool:
        """As `Ward.alive`."""
        event = Typed(
            id=f"e{next(self.numbers)}", person=Person("web", "town", "tom", "Tom"), place=place_of("c0"), route="meetup.list", values={}
        )
        return not isinstance(await self.house.app.handle(event), Nothing)


@asynccontextmanager
async def in_the_town(folder: Path, changed: set[int]) -> AsyncGenerator[InTown]:
    """A bot in the town."""
    clock = StillClock()
    town = await Town.open(folder / "town")
    await town.settle([Citizen("priya", "Priya"), Citizen("tom", "Tom")], [f"c{number}" for number in range(100)], "Town")
    town.keep_time(clock)
    house = await House.open(f"sqlite:///{folder}/town.db", clock)
    house.connect(TownPort(town))
    await house.store.write(lambda conn: _found(conn, [Person("web", "town", user, user.title()) for user in ("priya", "tom")]))
    say_numbers(house, changed)
    yield InTown(town, house, clock)
    await house.close()
    await town.close()


def _found(conn: Connection, people: list[Person]) -> None:
    groups.create(conn, SUNDAY, "Group", "Europe/London")
    _join(conn, people)


def _join(conn: Connection, people: list[Person]) -> None:
    for person in people:
        members.join(conn, SUNDAY, members.meet(conn, SUNDAY, person), 1)
    members.appoint(conn, 1, 1)
