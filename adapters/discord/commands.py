"""The cogs' commands as Discord keeps them: a group or a plain command each, their short fields as typed options.

https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import discord
from discord.http import Route

from bot.chat.cog import Cog, Declared
from bot.chat.form import Ask
from bot.chat.translations import Translation, beside, called, help_of

Payload: TypeAlias = dict[str, Any]
_TYPES = {
    "yes_no": discord.AppCommandOptionType.boolean,
    "person": discord.AppCommandOptionType.user,
    "place": discord.AppCommandOptionType.channel,
}
_CHANNELS = [discord.ChannelType.text.value, discord.ChannelType.news.value]
_CONTEXTS = [0, 1]  # in a server, and in a direct message to the bot
_TRANSLATED = ("name_localizations", "description_localizations")
_NOTHING: tuple[object, ...] = (None, False, [], (), {})
_KEPT = [
    *_TRANSLATED,
    "type",
    "name",
    "description",
    "required",
    "options",
    "choices",
    "autocomplete",
    "max_length",
    "channel_types",
    "contexts",
    "default_member_permissions",
    "value",
]


def payloads(cogs: Iterable[Cog], languages: Sequence[Translation] = ()) -> list[Payload]:
    """Every command, in listing order, with its names and help in every language there is."""
    return [_payload(cog, languages) for cog in cogs if cog.commands()]


async def sync(client: discord.Client, cogs: Iterable[Cog], languages: Sequence[Translation] = ()) -> bool:
    """Tell Discord the commands if they differ from those it has; True when it was told.

    The list on Discord is the memory: nothing of ours has to be kept in step with it. Raises discord.HTTPException.
    """
    assert client.application_id is not None  # noqa: S101  known since the log-in
    wanted = payloads(cogs, languages)
    # Not the library's own call: without being asked for them Discord leaves the translations out, and every start would tell it anew.
    route = Route("GET", "/applications/{application_id}/commands", application_id=client.application_id)
    there = await client.http.request(route, params={"with_localizations": "true"})
    if same(cast("list[Payload]", there), wanted):
        return False
    await client.http.bulk_upsert_global_commands(client.application_id, wanted)
    return True


def same(there: list[Payload], wanted: list[Payload]) -> bool:
    """Whether Discord's list says what ours does. It adds ids, versions and empty defaults, and keeps no order of its own."""
    return _by_name(there) == _by_name(wanted)


def _by_name(commands: list[Payload]) -> dict[str, object]:
    return {command["name"]: _essence({"type": 1, **command, **_permissions(command)}) for command in commands}


def _permissions(command: Payload) -> Payload:
    """Discord takes a number and gives back its digits."""
    given = command.get("default_member_permissions")
    return {} if given is None else {"default_member_permissions": int(given)}


def _essence(value: object) -> object:
    if isinstance(value, Mapping):
        known = cast("Mapping[str, object]", value)
        return {key: known[key] if key in _TRANSLATED else _essence(known[key]) for key in _KEPT if known.get(key) not in _NOTHING}
    return [_essence(each) for each in cast("list[object]", value)] if isinstance(value, list) else value


def _payload(cog: Cog, languages: Sequence[Translation]) -> Payload:
    commands = cog.commands()
    plain = commands[0] if commands[0].name == cog.name else None
    payload: Payload = {"name": cog.name, "type": 1, "description": plain.about if plain else cog.about, "contexts": _CONTEXTS}
    payload |= _translated(cog.name, languages)
    payload["options"] = _options(plain, languages) if plain else [_subcommand(declared, languages) for declared in commands]
    # A hint to Discord's menu only: servers can override it and buttons go round it, so the core asks again.
    if plain and plain.only == "admin":
        payload["default_member_permissions"] = discord.Permissions(manage_guild=True).value
    return payload


def _translated(english: str, languages: Sequence[Translation]) -> Payload:
    """https://docs.discord.com/developers/interactions/application-commands#localization; nothing where there is no language."""
    if not languages:
        return {}
    words = {language.locale: language.words[english] for language in languages}
    names, helps = ({locale: getattr(each, part) for locale, each in words.items()} for part in ("name", "help"))
    return {"name_localizations": names, "description_localizations": helps}


def _subcommand(declared: Declared, languages: Sequence[Translation]) -> Payload:
    kind = discord.AppCommandOptionType.subcommand.value
    payload: Payload = {"type": kind, "name": declared.name, "description": declared.about, "options": _options(declared, languages)}
    return payload | _translated(called(declared), languages)


def _options(declared: Declared, languages: Sequence[Translation]) -> list[Payload]:
    """The short fields of its form. None is required: `/meetup new` alone opens the form for whatever is missing."""
    return [_option(ask) | _translated(f"{called(declared)} {ask.name}", languages) for ask in beside(declared)][:25]


def _option(ask: Ask) -> Payload:
    kind = _TYPES.get(ask.kind, discord.AppCommandOptionType.string)
    option: Payload = {"type": kind.value, "name": ask.name, "description": help_of(ask)}
    if ask.kind == "choice":
        option["choices"] = [{"name": choice.label, "value": choice.value} for choice in ask.options]
    elif ask.kind == "place":
        option["channel_types"] = _CHANNELS
    elif ask.kind in {"line", "moment"}:
        option["max_length"] = ask.longest or 100
        option["autocomplete"] = ask.suggest is not None
    return option
