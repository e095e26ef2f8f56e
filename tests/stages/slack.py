"""Slack's stage: the real gateway, the real Bolt and SDK, and a loopback Slack they take for the real one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.slack.gateway import SlackGateway
from adapters.slack.parse import answers
from bot.chat.answer import SheetField
from bot.chat.form import Ask
from bot.chat.people import Person, Place
from bot.config import SlackSettings
from bot.dates import read_when
from tests.loopback.slack import Channel, LoopbackSlack, Message, View
from tests.loopback.slack import Person as Account
from tests.loopback.slack.fields import fields_of
from tests.stage import House, HouseFactory
from tests.stages.slack_words import offered, read_blocks

ZONE = "Europe/London"


class SlackStage:
    """A workspace with a channel for announcements, people in it, and our bot."""

    name = "slack"

    def __init__(self, slack: LoopbackSlack, factory: HouseFactory, organisers: Sequence[str], mode: str) -> None:
        self.slack = slack
        self.house: House
        self.gateway: SlackGateway
        self.channel = slack.add_channel("announcements")
        self._factory = factory
        self._organisers = organisers
        self._settings = SlackSettings.model_validate({"api_url": slack.base_url, "mode": mode})
        self._site: web.AppRunner | None = None
        self._citizens: dict[str, SlackCitizen] = {}

    @property
    def place(self) -> Place:
        """The announcements channel."""
        return Place("slack", self.slack.workspace.team_id, self.channel.id)

    def citizen(self, name: str) -> SlackCitizen:
        """Somebody in the workspace; the same one the second time."""
        if name not in self._citizens:
            account = self.slack.add_user(name, admin=name in self._organisers)
            self.channel.members.append(account.id)
            self._citizens[name] = SlackCitizen(self, name, account)
        return self._citizens[name]

    async def start(self) -> None:
        """The bot's process begins."""
        self.house = await self._factory()
        slack = self.slack
        self.gateway = SlackGateway(
            self.house.app,
            self._settings,
            slack.bot_token,
            self.house.clock,
            app_token=slack.app_token,
            signing_secret=slack.signing_secret,
        )
        self.house.connect(self.gateway.port)
        await self.gateway.start()
        if self._settings.mode == "http":
            await self._serve()

    async def _serve(self) -> None:
        page = web.Application()
        page.add_routes(self.gateway.routes)
        self._site = web.AppRunner(page, access_log=None)
        await self._site.setup()
        await web.TCPSite(self._site, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{self._site.addresses[0][1]}/slack/events"
        self.slack.over_http(url, now=lambda: self.house.clock.now().timestamp())

    async def stop(self) -> None:
        """The bot's process ends."""
        if self._site is not None:
            await self._site.cleanup()
        await self.gateway.stop()
        await self.house.close()

    async def restart(self) -> None:
        """The bot stops and starts on the same database; Slack lives on."""
        await self.stop()
        await self.start()

    async def arrive(self) -> None:
        """Let every answer under way be shown."""
        await self.gateway.drain()
        await self.house.app.drain()
        await self.gateway.drain()

    async def settle(self) -> None:
        """Deliver what is due and let everything arrive."""
        await self.arrive()
        await self.house.settle()
        await self.arrive()

    async def later(self, **by: float) -> None:
        """Time goes by."""
        self.house.advance(**by)
        await self.settle()


class SlackCitizen:
    """One person and what is on their screen."""

    def __init__(self, stage: SlackStage, name: str, account: Account) -> None:
        self.name = name
        self.account = account
        self._stage = stage
        self._since = ""
        self._held: Mapping[str, str] = {}

    @property
    def person(self) -> Person:
        """As the core knows them."""
        return Person("slack", self._stage.slack.workspace.team_id, self.account.id, self.name)

    # --- doing ------------------------------------------------------------------------------------------------------------------

    async def types(self, command: str, **values: str) -> None:
        """A slash command with `field:"value"` for what fits on a line; the form that opens takes the rest."""
        root, _, words = command.partition(" ")
        typed = {name: value for name, value in values.items() if name in self._on_the_line(command) and not {'"', "\n"} & set(value)}
        said = [words, *(f'{name}:"{value}"' for name, value in typed.items())]
        if self.account.view is not None:
            await self.account.dismiss(all_of_them=True)
        self._since = self._stage.slack.workspace.new_ts()
        await self.account.slash(root, " ".join(part for part in said if part), self._stage.channel)
        await self._stage.arrive()
        rest = {name: value for name, value in values.items() if name not in typed}
        if self.account.view is not None and rest:
            await self.fills(**rest)

    def _on_the_line(self, command: str) -> frozenset[str]:
        name, _, sub = command.removeprefix("/").partition(" ")
        for declared in self._stage.house.app.cogs[name].commands():
            if declared.name == (sub or name) and declared.forms:
                return frozenset(ask.name for ask in declared.forms[0].asks)
        return frozenset()

    async def presses(self, label: str, on: str = "") -> None:
        """A button on the newest thing that has it."""
        await self.account.click(self._newest(label, on, "button"), label)
        await self._stage.arrive()

    async def chooses(self, option: str, on: str = "") -> None:
        """An option of a menu on the newest thing that offers it."""
        surface = self._newest(option, on, "static_select")
        menu = next(each for each in fields_of(surface.blocks) if option in offered(each.element))
        await self.account.choose(surface, menu.label, option)
        await self._stage.arrive()

    async def fills(self, **values: str) -> None:
        """The open form, sent: what is not named stays as it stands."""
        assert self.account.view is not None, f"{self.name} has no form open. They see: {self.reads()}"
        filled: dict[str, object] = {}
        for name, value in values.items():
            filled |= self._given(name, value)
        sent = await self.account.fill_and_submit(filled)
        self._held = sent.errors if sent.by_slack else {}
        await self._stage.arrive()

    def _given(self, name: str, value: str) -> dict[str, object]:
        """What a person does to the fields of this name: picks a day and a time, chooses somebody, types."""
        view = self.account.view
        blocks = {str(block.get("block_id")): block for block in (view.blocks if view else [])}
        if f"{name}.date" in blocks:
            at = read_when(value, self._stage.house.clock.now(), ZONE).at
            return {f"{name}.date": f"{at:%Y-%m-%d}", f"{name}.time": f"{at:%H:%M}"}
        kind = str(blocks[name]["element"]["type"])
        return {name: self._chosen(kind, value)}

    def _chosen(self, kind: str, value: str) -> object:
        match kind:
            case "users_select":
                return self._stage.citizen(value).account
            case "conversations_select":
                return self._channel(value)
            case "multi_static_select":
                return value.splitlines()
            case _:
                return value

    def _channel(self, name: str) -> Channel:
        channels = self._stage.slack.workspace.channels.values()
        return next(channel for channel in channels if channel.name == name.removeprefix("#"))

    # --- seeing -----------------------------------------------------------------------------------------------------------------

    def sees(self, *words: str) -> bool:
        """Whether all of these words stand in one thing on their screen."""
        return any(all(word in thing for word in words) for thing in self.reads())

    def reads(self) -> list[str]:
        """Everything on their screen, newest last; a modal is over everything else."""
        return [self._read(surface) for surface in self._surfaces()]

    def answer(self) -> str:
        """The open modal, or the last private answer."""
        if self.account.view is not None:
            return self._read(self.account.view)
        private = [message for message in self._messages() if message.only_for]
        return self._read(private[-1]) if private else ""

    def asked(self) -> Mapping[str, str]:
        """What the open form holds, moments written out."""
        view = self.account.view
        if view is None or not view.body.get("submit"):
            return {}
        state: dict[str, Any] = {}
        for (block, action), value in view.values.items():
            state.setdefault(block, {})[action] = value
        held = answers({"view": {"state": {"values": state}}})
        return {name: SheetField(Ask(name, "moment", ""), value).words for name, value in held.items()}

    def files(self) -> Mapping[str, bytes]:
        """The files handed to them."""
        return {file.name: file.data for message in self._messages() for file in message.files}

    def pinged(self) -> int:
        """Messages that notified them. What only one person sees notifies nobody."""
        workspace = self._stage.slack.workspace
        whispered = {message.ts for message in workspace.ephemerals}
        return len({ping.ts for ping in workspace.pings if ping.target == self.account.id and ping.ts not in whispered})

    def _messages(self) -> list[Message]:
        """Private answers are those of the present conversation: since the last command typed."""
        return [each for each in self.account.messages if not each.only_for or each.ts > self._since]

    def _surfaces(self) -> list[Message | View]:
        view = self.account.view
        return [*self._messages(), *([view] if view is not None else [])]

    def _newest(self, wanted: str, on: str, kind: str) -> Message | View:
        for surface in reversed(self._surfaces()):
            elements = [each.element for each in fields_of(surface.blocks) if each.kind == kind and "url" not in each.element]
            shown = [words for element in elements for words in offered(element)]
            if wanted in shown and on in self._read(surface):
                return surface
        seen = "\n---\n".join(self.reads())
        raise AssertionError(f"{self.name} sees no {wanted!r}{f' on {on!r}' if on else ''}:\n{seen}")

    def _read(self, surface: Message | View) -> str:
        users = self._stage.slack.workspace.users
        names = {user: account.name for user, account in users.items()}
        if isinstance(surface, Message):
            return read_blocks(surface.blocks, names) or surface.text
        errors = [f"! {words}" for words in [*surface.errors.values(), *self._held.values()]]
        return "\n".join([surface.title, read_blocks(surface.blocks, names), *errors])


@asynccontextmanager
async def open_stage(factory: HouseFactory, tmp_path: Path, organisers: Sequence[str], mode: str = "socket") -> AsyncGenerator[SlackStage]:
    """A workspace, its bot connected (`mode` "socket" or "http"), its announcements channel a group's."""
    del tmp_path
    async with LoopbackSlack() as slack:
        stage = SlackStage(slack, factory, organisers, mode)
        await stage.start()
        await stage.house.group_for(stage.place, [stage.citizen(name).person for name in organisers])
        try:
            yield stage
        finally:
            await stage.stop()
        assert slack.workspace.breaches == []
