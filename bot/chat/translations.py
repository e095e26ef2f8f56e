"""Commands' names and help in other languages, where a platform shows each reader their own.

A language is one file, `LOCALE.toml`, with a table for everything people see while they type a command, by what it is called in English:

    ["meetup"]              # a command or a group of them
    name = "treffen"
    help = "Sieh, was ansteht, und sichere dir einen Platz"

    ["meetup new"]          # a command of the group
    ["meetup new title"]    # one of its fields

It is whole or it is not taken: half a menu in one language and half in another helps nobody. What people type is known by its English
name to all of the rest, so nothing else needs to know of languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.chat.cog import Cog, Declared
from bot.chat.errors import DeclarationError
from bot.chat.form import Ask
from bot.chat.limits import most, must_fit, shortened

_KNOWN = """
id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko
"""
LOCALES: Final = frozenset(_KNOWN.split())
"""Those a platform shows commands in: https://docs.discord.com/developers/reference#locales (Slack shows one language to everybody)."""
_NAME: Final = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")
"""https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming"""


class Words(BaseModel):
    """What something is called, and its help, in one language."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    name: str
    help: str


@dataclass(frozen=True, slots=True)
class Translation:
    """One language: its locale, and the words for everything by what it is called in English (`"meetup new title"`)."""

    locale: str
    words: Mapping[str, Words]


def read(path: Path, cogs: Iterable[type[Cog]]) -> Translation:
    """One language. Raises DeclarationError."""
    if path.stem not in LOCALES:
        raise DeclarationError(f"{path.name}: no platform shows commands in {path.stem!r}; the locales are {', '.join(sorted(LOCALES))}")
    try:
        words = TypeAdapter(dict[str, Words]).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as wrong:
        raise DeclarationError(f"{path.name}: {wrong}") from None
    wanted = [name for cog in cogs for name in in_english(cog)]
    if missing := [name for name in wanted if name not in words]:
        raise DeclarationError(f"{path.name} is not whole: {', '.join(missing[:10])}{' …' if len(missing) > 10 else ''}")
    if unknown := sorted(words.keys() - set(wanted)):
        raise DeclarationError(f"{path.name}: there is no {', '.join(unknown)}")
    _check(path.name, words)
    return Translation(path.stem, words)


def in_english(cog: type[Cog]) -> dict[str, Words]:
    """Everything of a cog that has a name and help of its own, by what it is called in English."""
    commands = cog.commands()
    words = {cog.name: Words(name=cog.name, help=cog.about)} if commands else {}
    for command in commands:
        words[called(command)] = Words(name=command.name, help=command.about)
        words |= {f"{called(command)} {ask.name}": Words(name=ask.name, help=help_of(ask)) for ask in beside(command)}
    return words


def beside(command: Declared) -> list[Ask]:
    """The fields asked beside a command: the short ones of its first form."""
    return [ask for ask in command.forms[0].asks if ask.short] if command.forms else []


def help_of(ask: Ask) -> str:
    """A field's help: what it asks, and the hint."""
    return shortened(f"{ask.label} {ask.hint}".strip(), most("command help"))


def called(command: Declared) -> str:
    """`"meetup new"`, or `"setup"` for a plain command."""
    return command.words.removeprefix("/")


def _check(file: str, words: Mapping[str, Words]) -> None:
    taken: set[tuple[str, str]] = set()
    for english, each in words.items():
        where = f"{file}, {english!r}"
        must_fit("command help", each.help, where)
        if not _NAME.fullmatch(each.name) or each.name != each.name.lower():
            raise DeclarationError(f"{where}: {each.name!r} is no name; small letters, digits, _ and - are, 32 at most")
        beside = (english.rpartition(" ")[0], each.name)
        if beside in taken:
            raise DeclarationError(f"{where}: something beside it is called {each.name!r} too")
        taken.add(beside)
