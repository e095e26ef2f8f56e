"""Discord's stage: the real gateway and the real discord.py, with SimCord in Discord's place.

What SimCord can't do, and the loopback tests do instead: de-duplicate by nonce, limit rates, lose answers, and anything of the wire.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.backend.access import channel_accessible
from simcord.interactions import walk_to_subcommand
from simcord.results import InteractionResult, ResponseMessage

from adapters.discord.gateway import DiscordGateway
from bot.chat.people import Person, Place
from bot.config import DiscordSettings
from tests.stage import House, HouseFactory
from tests.stages.discord_words import Component, read_words, walk

BUTTON, MENU, LABEL = 2, 3, 18


class DiscordStage:
    """A server with a channel for announcements, people in it, and our bot."""

    name = "discord"

    def __init__(self, env: simcord.Env, factory: HouseFactory, house: House, organisers: Sequence[str]) -> None:
        self.env = env
        self.guild = env.create_guild("Practice")
        self.channel = self.guild.create_text_channel("announcements")
        self.house = house
        self._factory = factory
        self._steward = self.guild.create_role("Steward", permissions=discord.Permissions(manage_guild=True))
        self._organisers = organisers
        self._citizens: dict[str, DiscordCitizen] = {}

    @property
    def place(self) -> Place:
        """The announcements channel."""
        return Place("discord", str(self.guild.id), str(self.channel.id))

    def citizen(self, name: str) -> DiscordCitizen:
        """Somebody on the server; the same one the second time."""
        if name not in self._citizens:
            user = self.env.create_user(name.casefold(), global_name=name)
            roles = [self._steward] if name in self._organisers else []
            self._citizens[name] = DiscordCitizen(self, name, self.guild.add_member(user, roles=roles))
        return self._citizens[name]

    def name_of(self, user: int) -> str:
        """Who a mention means."""
        return next((citizen.name for citizen in self._citizens.values() if citizen.actor.id == user), f"somebody ({user})")

    async def settle(self) -> None:
        """Deliver what is due and let everything arrive."""
        await self.house.settle()
        await self.env.settle()

    async def restart(self) -> None:
        """The bot stops and starts on the same database; Discord lives on."""
        await self.house.close()
        self.house = await self._factory()
        gateway = gateway_of(self.house)
        await self.env.restart_bot(gateway.client)
        self.house.connect(gateway.port)

    async def later(self, **by: float) -> None:
        """Time goes by."""
        self.house.advance(**by)
        await self.settle()


class DiscordCitizen:
    """One person and what is on their screen."""

    def __init__(self, stage: DiscordStage, name: str, actor: Any) -> None:
        self.name = name
        self.actor = self._opener = actor
        self._stage = stage
        self._private: list[int] = []
        self._form: InteractionResult | None = None

    @property
    def person(self) -> Person:
        """As the core knows them."""
        return Person("discord", "", str(self.actor.id), self.name)

    @property
    def form(self) -> InteractionResult | None:
        """The form that is open."""
        return self._form

    @property
    def last(self) -> ResponseMessage:
        """The last private answer."""
        return next(message for message in self._visible() if message.id == self._private[-1])

    def seen(self, channel: int) -> ResponseMessage:
        """The oldest thing everybody can see in a channel."""
        return next(message for message in self._visible() if message.channel_id == channel and not message.ephemeral)

    async def types(self, command: str, **values: str) -> None:
        """A command: its options take what they can, the form that opens takes the rest."""
        words = command.removeprefix("/")
        options = {option["name"]: option for option in self._options(words)}
        given = {name: self._option(options[name], value) for name, value in values.items() if name in options}
        self._private, self._form, self._opener = [], None, self.actor
        self._notice(await self.actor.slash(self._stage.channel, words, **given))
        rest = {name: value for name, value in values.items() if name not in given}
        assert self._form or not rest, f"nothing asked for {sorted(rest)}; {self.name} sees: {self.answer()}"
        if self._form and values and "⚠" not in self.answer():
            await self.fills(**rest)

    async def types_directly(self, command: str) -> None:
        """A command without fields, in their own conversation with the bot."""
        self._private, self._form, self._opener = [], None, self.actor.user
        self._notice(await self.actor.user.slash(command.removeprefix("/")))

    async def presses(self, label: str, on: str = "") -> None:
        """A button on the newest thing that has it."""
        actor, message, button = self._newest(BUTTON, lambda button: button.get("label") == label and "custom_id" in button, on, label)
        self._form, self._opener = None, actor
        self._notice(await actor.click(message, custom_id=button["custom_id"]))

    async def chooses(self, option: str, on: str = "") -> None:
        """An option of a menu on the newest thing that offers it."""
        actor, message, menu = self._newest(MENU, lambda menu: option in [each["label"] for each in menu["options"]], on, option)
        value = next(each["value"] for each in menu["options"] if each["label"] == option)
        self._form = None
        self._notice(await actor.select(message, [value], custom_id=menu["custom_id"]))

    async def fills(self, **values: str) -> None:
        """The open form, sent: what is not named stays as it stands."""
        assert self._form is not None, f"{self.name} has no form open. They see: {self.reads()}"
        fields = {field["custom_id"]: field for field in self._fields()}
        filled = {name: self._value(fields[name], value) for name, value in {**self.asked(), **values}.items()}
        form, self._form = self._form, None
        self._notice(await self._opener.submit_modal(form, {name: value for name, value in filled.items() if value not in (None, [])}))

    def sees(self, *words: str) -> bool:
        """Whether all of these words stand in one thing on their screen."""
        return any(all(word in thing for word in words) for thing in self.reads())

    def reads(self) -> list[str]:
        """Everything on their screen, newest last."""
        things = [self._read(message.components) for message in self._visible()]
        return [*things, self._form_words()] if self._form else things

    def answer(self) -> str:
        """The open form, or the last private answer."""
        if self._form:
            return self._form_words()
        private = [message for message in self._visible() if message.ephemeral]
        return self._read(private[-1].components) if private else ""

    def asked(self) -> Mapping[str, str]:
        """What the open form holds."""
        return {field["custom_id"]: self._channel(field) or _held(field) for field in self._fields()}

    def files(self) -> Mapping[str, bytes]:
        """The files handed to them."""
        backend = self._stage.env.backend
        there = [backend.messages[message.channel_id][message.id] for message in self._visible()]
        return {each["filename"]: backend.cdn.get(each["url"]) or b"" for message in there for each in message.attachments}

    def pinged(self) -> int:
        """Messages that notified them."""
        messages = [message for channel in self._stage.env.backend.messages.values() for message in channel.values()]
        return sum(self.actor.id in message.ping_user_ids and not message.is_ephemeral for message in messages)

    def _read(self, components: Sequence[Component]) -> str:
        return read_words(components, self._stage.name_of)

    def _form_words(self) -> str:
        modal = self._modal()
        return f"{modal['title']}\n{self._read(modal['components'])}"

    def _modal(self) -> Component:
        return (self._form and self._form.modal) or {"title": "", "components": []}

    def _fields(self) -> list[Component]:
        return [label["component"] for label in self._modal()["components"] if label["type"] == LABEL]

    def _channel(self, field: Component) -> str:
        """The channel a field names already, as it would be chosen."""
        known = {str(each["id"]) for each in field.get("default_values") or () if field["type"] == 8}
        return next((name for name, channel in self._stage.guild.channels.items() if str(channel.id) in known), "")

    def _notice(self, result: InteractionResult) -> None:
        """Keep the form that opened, or the private answers given."""
        assert result.acknowledged, f"Discord says to {self.name}: The application did not respond."
        self._form = result if result.modal else None
        answers = [answer for answer in (result.response, *result.followups) if answer and answer.ephemeral]
        self._private += [answer.id for answer in answers if answer.id not in self._private]

    def _visible(self) -> list[ResponseMessage]:
        env = self._stage.env
        user = self.actor.id
        channels = [channel for channel in env.backend.messages if channel_accessible(env.backend, channel, user)]
        stored = [message for channel in channels for message in env.backend.messages[channel].values() if message.visible_to(user)]
        shown = [message for message in stored if message.components and (not message.is_ephemeral or message.id in self._private)]
        return [ResponseMessage(env, message) for message in sorted(shown, key=lambda message: message.id)]

    def _newest(self, kind: int, fits: Callable[[Component], bool], on: str, wanted: str) -> tuple[Any, ResponseMessage, Component]:
        """Who acts (in a direct conversation it is not as a member of the server), on what, with which control."""
        for message in reversed(self._visible()):
            control = next((each for each in walk(message.components) if each["type"] == kind and fits(each)), None)
            if control and on in self._read(message.components):
                direct = self._stage.env.backend.get_channel(message.channel_id).guild_id is None
                return self.actor.user if direct else self.actor, message, control
        seen = "\n---\n".join(self.reads())
        raise AssertionError(f"{self.name} sees no {wanted!r}{f' on {on!r}' if on else ''}:\n{seen}")

    def _options(self, words: str) -> list[Component]:
        """The options Discord shows for a command."""
        backend = self._stage.env.backend
        visible = backend.visible_commands(user_id=self.actor.id, channel_id=self._stage.channel.id)
        commands = {command["name"]: command for command in visible}
        root, *path = words.split()
        assert root in commands, f"there is no /{root}, only {sorted(commands)}"
        leaf, _ = walk_to_subcommand(commands[root], path)
        return list(leaf.get("options") or ())

    def _option(self, option: Component, value: str) -> object:
        """A value as it is given on the command line: a name stands for a person or a channel, a label for a choice."""
        match option["type"]:
            case 5:
                return value == "yes"
            case 6:
                return self._stage.citizen(value).actor
            case 7:
                return self._stage.guild.channels[value]
            case _:
                return next((choice["value"] for choice in option.get("choices") or () if value == choice["name"]), value)

    def _value(self, field: Component, value: str) -> object:
        """A value as it is given in a form; None where nothing is chosen."""
        match field["type"]:
            case 3 | 22:
                return [_chosen(field, each) for each in value.splitlines()]
            case 21:
                return _chosen(field, value) if value else None
            case 23:
                return value == "yes"
            case 5:
                return [self._stage.citizen(value).actor] if value else []
            case 8:
                return [self._stage.guild.channels[value]] if value else []
            case _:
                return value


def _chosen(field: Component, value: str) -> str:
    return next((option["value"] for option in field["options"] if value == option["label"]), value)


def _held(field: Component) -> str:
    """What a field of a form holds, as it would be typed."""
    if field["type"] == 23:
        return "yes" if field.get("default") else "no"
    if options := field.get("options"):
        return "\n".join(option["value"] for option in options if option.get("default"))
    return str(field.get("value") or "")


def gateway_of(house: House) -> DiscordGateway:
    """The real gateway, for SimCord to connect in Discord's place."""
    return DiscordGateway(house.app, DiscordSettings(), "no-token-needed", house.clock)


@asynccontextmanager
async def open_stage(factory: HouseFactory, tmp_path: Path, organisers: Sequence[str]) -> AsyncGenerator[DiscordStage]:
    """A server, its bot connected, its announcements channel a group's."""
    house = await factory()
    gateway = gateway_of(house)
    env = simcord.Env(gateway.client)  # not `simcord.run`: a fixture ends in another context than it began, and that one minds
    await env.start()
    try:
        stage = DiscordStage(env, factory, house, organisers)
        house.connect(gateway.port)
        people = [stage.citizen(name).person for name in organisers]
        await house.group_for(stage.place, people)
        yield stage
        await stage.house.close()
        env.raise_errors()
    finally:
        await env.shutdown()
