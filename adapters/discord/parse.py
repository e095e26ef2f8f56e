"""What people did on Discord, in the core's words. Nothing here is trusted: who may do what is the core's to say.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# discord.py gives an interaction's data as it came: JSON whose shape depends on its type.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

import discord

from adapters.discord.modal import PREFIX
from bot.chat.inbound import Arrived, Pressed, Submitted, Suggesting, Typed
from bot.chat.people import MessageRef, Person, Place

Interaction: TypeAlias = discord.Interaction[Any]
Data: TypeAlias = Mapping[str, Any]
SUBCOMMAND = discord.AppCommandOptionType.subcommand.value
BOOLEAN = discord.AppCommandOptionType.boolean.value
USER = discord.AppCommandOptionType.user.value
CHANNEL = discord.AppCommandOptionType.channel.value


def event_of(interaction: Interaction) -> Typed | Pressed | Submitted | None:
    """A command, a press or a form sent back; None for anything else."""
    data = cast("Data", interaction.data or {})
    match interaction.type:
        case discord.InteractionType.application_command:
            route, options = _command(data)
            return Typed(**_common(interaction), route=route, values=dict(_values(options, interaction)))
        case discord.InteractionType.component:
            route, _, payload = str(data["custom_id"]).partition(":")
            return Pressed(**_common(interaction), route=route, payload=payload, chosen=next(iter(data.get("values") or ()), ""))
        case discord.InteractionType.modal_submit:
            draft = str(data["custom_id"]).removeprefix(PREFIX)
            return Submitted(**_common(interaction), draft=draft, values=dict(_answers(data, interaction)))
        case _:
            return None


def suggesting_of(interaction: Interaction) -> Suggesting:
    """Somebody typing into an option."""
    route, options = _command(interaction.data or {})
    focused: Data = next((option for option in options if option.get("focused")), {})
    return Suggesting(**_common(interaction), route=route, field=str(focused.get("name", "")), typed=str(focused.get("value", "")))


def arrived_of(member: discord.Member) -> Arrived:
    """Somebody joining a server. Discord gives it no id of its own, so it is who, where and when."""
    joined = member.joined_at.isoformat() if member.joined_at else ""
    guild = str(member.guild.id)
    return Arrived(id=f"joined:{guild}:{member.id}:{joined}", person=person_of(member), place=Place("discord", guild, ""))


def person_of(user: discord.User | discord.Member, *, admin: bool = False) -> Person:
    """A person is the same everywhere on Discord: they have no workspace."""
    return Person("discord", "", str(user.id), user.display_name, admin)


def place_of(interaction: Interaction) -> Place:
    """Where it happened. The thread under a message has that message's id."""
    channel = interaction.channel
    if interaction.guild_id is None:
        return Place("discord", "", str(interaction.channel_id), direct=True)
    if isinstance(channel, discord.Thread):
        return Place("discord", str(interaction.guild_id), str(channel.parent_id), str(channel.id))
    return Place("discord", str(interaction.guild_id), str(interaction.channel_id))


def _common(interaction: Interaction) -> dict[str, Any]:
    may = interaction.permissions
    admin = interaction.guild_id is not None and (may.administrator or may.manage_guild)
    place = place_of(interaction)
    message = MessageRef(place, str(interaction.message.id)) if interaction.message else None
    return {"id": str(interaction.id), "person": person_of(interaction.user, admin=admin), "place": place, "message": message}


def _command(data: Data) -> tuple[str, list[Data]]:
    """The route and the options given: `meetup.new` for `/meetup new`, `announce.announce` for `/announce`."""
    options: list[Data] = list(data.get("options") or ())
    name = str(data["name"])
    if options and options[0]["type"] == SUBCOMMAND:
        return f"{name}.{options[0]['name']}", list(options[0].get("options") or ())
    return f"{name}.{name}", options


def _values(options: list[Data], interaction: Interaction) -> Iterator[tuple[str, str]]:
    for option in options:
        value = option.get("value")
        match option["type"]:
            case kind if kind == BOOLEAN:
                yield option["name"], "yes" if value else "no"
            case kind if kind == USER:
                yield option["name"], _person(value)
            case kind if kind == CHANNEL:
                yield option["name"], _place(value, interaction)
            case _:
                yield option["name"], str(value)


def _answers(data: Data, interaction: Interaction) -> Iterator[tuple[str, str]]:
    """Every field of a form, as it would be typed. A label wraps its field; plain text has none."""
    for label in data.get("components") or ():
        field: Data = label.get("component") or next(iter(label.get("components") or ()), {})
        if "custom_id" in field:
            yield field["custom_id"], _answer(field, interaction)


def _answer(field: Data, interaction: Interaction) -> str:
    kind, values = field["type"], [str(value) for value in field.get("values") or ()]
    if kind == discord.ComponentType.user_select.value:
        return _person(values[0]) if values else ""
    if kind == discord.ComponentType.channel_select.value:
        return _place(values[0], interaction) if values else ""
    if kind == discord.ComponentType.checkbox.value:
        return "yes" if field.get("value") else "no"
    return "\n".join(values) if "values" in field else str(field.get("value") or "")


def _person(user: object) -> str:
    return str(Person("discord", "", str(user)))


def _place(channel: object, interaction: Interaction) -> str:
    return str(Place("discord", str(interaction.guild_id or ""), str(channel)))
