"""What is checked of a feature the moment it is declared: our own words and names against what both platforms can do."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from bot.chat import limits
from bot.chat.errors import DeclarationError

if TYPE_CHECKING:
    from bot.chat.ask import Ask
    from bot.chat.cog import Cog, Declared
    from bot.chat.form import Form

_NAME = re.compile(r"[a-z][a-z0-9_]*")
"""Discord takes lower case only; Slack takes it too: https://docs.discord.com/developers/interactions/application-commands."""


def check(cog: type[Cog]) -> None:
    """Raises DeclarationError saying what is wrong, and where."""
    where, commands = cog.__name__, cog.commands()
    _check_name(cog.name, where)
    limits.must_fit("command help", cog.about, where)
    limits.must_be_free(cog.name, where)
    limits.must_be_few("commands in a group", len(commands), where)
    if len(commands) > 1 and any(declared.name == cog.name for declared in commands):
        raise DeclarationError(f"{where} is both a plain command and a group; Discord can't invoke a bare group")
    for declared in cog.declared.values():
        _check_handler(cog, declared)
    for name in cog.deliveries.values():
        _check_async(cog, name)


def _check_handler(cog: type[Cog], declared: Declared) -> None:
    where = f"{cog.__name__}.{declared.name}"
    _check_async(cog, declared.name)
    if declared.sort == "command":
        _check_name(declared.name, where)
        limits.must_fit("command help", declared.about, where)
    if declared.sort in {"menu", "arrival", "interest"} and declared.forms:
        raise DeclarationError(f"{where}: a {declared.sort} opens no form; a button does")
    if len({form.__name__ for form in declared.forms}) != len(declared.forms):
        raise DeclarationError(f"{where} asks the same form twice")
    names = [ask.name for form in declared.forms for ask in form.asks]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DeclarationError(f"{where}: two of its forms ask for {', '.join(twice)}")
    for form in declared.forms:
        _check_form(form, where)


def _check_async(cog: type[Cog], name: str) -> None:
    if not inspect.iscoroutinefunction(getattr(cog, name)):
        raise DeclarationError(f"{cog.__name__}.{name} is not an async function")


def _check_name(name: str, where: str) -> None:
    limits.must_fit("command name", name, where)
    if not _NAME.fullmatch(name):
        raise DeclarationError(f"{where}: {name!r} is no name for a command; lower-case letters, digits and _ are")


def _check_form(form: type[Form], where: str) -> None:
    at = f"{where} {form.__name__}"
    limits.must_fit("form title", form.heading.title, at)
    limits.must_fit("button label", form.heading.send, at)
    limits.must_fit("button label", form.heading.edit, at)
    limits.must_be_few("form fields", len(form.asks), at)
    if not form.asks:
        raise DeclarationError(f"{at} asks nothing")
    for ask in form.asks:
        _check_ask(ask, f"{at}.{ask.name}")


def _check_ask(ask: Ask, at: str) -> None:
    limits.must_fit("field label", ask.label, at)
    if ask.hint:
        limits.must_fit("field hint", ask.hint, at)
    if ask.longest > limits.most("typed text"):
        raise DeclarationError(f"{at}: {ask.longest} characters can't be typed everywhere")
    if ask.kind in {"choice", "choices"} and not ask.options:
        raise DeclarationError(f"{at} has nothing to choose from")
    limits.must_be_few("options", len(ask.options), at)
    values = [option.value for option in ask.options]
    if len(set(values)) != len(values):
        raise DeclarationError(f"{at}: two options have the same value")
    if values and ask.default and ask.default not in values:
        raise DeclarationError(f"{at}: the default {ask.default!r} is none of the options")
    for option in ask.options:
        limits.must_fit("option label", option.label, at)
        limits.must_fit("option value", option.value, at)
        if option.about:
            limits.must_fit("option about", option.about, at)
