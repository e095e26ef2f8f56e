"""Words typed after a slash command, after a mention, or in a direct message: which command, and what it says of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.card import Button, Card
from bot.chat.cog import Cog, Declared
from bot.chat.form import Ask
from bot.chat.typed import nearest, prefill, split_command

EVERYTHING = "wallflower"
"""The one command that reaches all the others: names are shared by the whole workspace."""
ROUTE = "command"
"""The route of buttons that stand for a command: `command:meetup.new`."""
_ID = re.compile(r"<([@#])([A-Z0-9]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Understood:
    """A command and the fields it was given."""

    route: str
    values: Mapping[str, str]


class Commands:
    """What can be typed here. `prefix` stands before every command's name in this workspace, without the slash."""

    def __init__(self, cogs: Mapping[str, Cog], prefix: str = "") -> None:
        self._cogs = cogs
        self._prefix = prefix

    @property
    def all(self) -> list[Declared]:
        """Every command, in listing order."""
        return [declared for cog in self._cogs.values() for declared in cog.commands()]

    def understand(self, command: str, words: str, team: str) -> Understood | Card:
        """What a line means, or a card saying what was probably meant. `command` is as Slack has it: `/meetup`."""
        name = command.removeprefix("/").casefold()
        if name not in self._cogs:
            name = name.removeprefix(self._prefix)
        if name == EVERYTHING and words.strip():
            return self.line(words, team)
        return self._within(name, words, team)

    def line(self, words: str, team: str) -> Understood | Card:
        """A whole line, the command's name included: after `/wallflower`, after a mention, in a direct message."""
        first, _, rest = words.strip().partition(" ")
        name = first.removeprefix("/").casefold()
        if not name:
            return self._within(EVERYTHING, "", team)
        if name in self._cogs:
            return self._within(name, rest, team)
        if name.removeprefix(self._prefix) in self._cogs:
            return self._within(name.removeprefix(self._prefix), rest, team)
        return self._not_known(words.strip(), self.all)

    def _within(self, name: str, words: str, team: str) -> Understood | Card:
        cog = self._cogs.get(name)
        if cog is None:
            return self._not_known(f"{name} {words}".strip(), self.all)
        commands = cog.commands()
        declared, rest = split_command(words, commands)
        if declared is not None:
            return Understood(declared.route, filled(declared, rest, team))
        if not words.strip():
            return choose(f"What would you like to do with /{name}?", commands)
        return self._not_known(f"{name} {words}", commands)

    def _not_known(self, typed: str, commands: Sequence[Declared]) -> Card:
        names = {declared.words.removeprefix("/"): declared for declared in commands}
        meant = nearest(" ".join(typed.split()[:2]), names)
        shown = Card(title="I don't know that one", body=f"You typed “{readable(typed)}”.")
        if meant is None:
            return Card(title=shown.title, body=f"{shown.body} Here is what I can do:", controls=_buttons(commands))
        return Card(
            title=shown.title,
            body=f"{shown.body} Did you mean {names[meant].words}?",
            controls=(*_buttons([names[meant]]), Button("Show me everything", ROUTE, f"{EVERYTHING}.{EVERYTHING}")),
        )


def choose(title: str, commands: Sequence[Declared]) -> Card:
    """A card with a button for each command."""
    lines = "\n".join(f"{declared.words}: {declared.about}" for declared in commands)
    return Card(title=title, body=lines, controls=_buttons(commands))


def _buttons(commands: Sequence[Declared]) -> tuple[Button, ...]:
    return tuple(Button(declared.words, ROUTE, declared.route) for declared in commands)


def filled(declared: Declared, words: str, team: str) -> dict[str, str]:
    """What the words after a command say of its form, people and channels included."""
    asks: tuple[Ask, ...] = declared.forms[0].asks if declared.forms else ()
    values: dict[str, str] = {}
    for kind, mark in (("person", "@"), ("place", "#")):
        for ask in asks:
            found = next((each for each in _ID.finditer(words) if each[1] == mark), None)
            if ask.kind == kind and found is not None:
                values[ask.name] = f"slack:{team}:{found[2]}"
                words = words[: found.start()] + words[found.end() :]
    rest = [ask for ask in asks if ask.name not in values]
    return prefill(rest, readable(words)) | values


def readable(words: str) -> str:
    """Words as the person saw them: names for people and channels, and Slack's three escapes undone."""
    named = _ID.sub(lambda found: f"{found[1]}{found[3] or found[2]}", words)
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
