"""A form as Discord asks it: a modal of labelled fields, filled with what is known.

Title 45 characters, at most five fields: https://docs.discord.com/developers/components/reference#label. discord.py checks none of it.
Its id is `form:` and the draft, so answers find their way home whatever has restarted since it opened.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import discord
from discord import ui

from bot.chat.answer import Sheet, SheetField
from bot.chat.form import Ask
from bot.chat.limits import shortened
from bot.chat.people import Person, Place

Item: TypeAlias = ui.Item[Any]
PREFIX = "form:"
MOST_SHOWN_AT_ONCE = 10
"""Up to so many options stand as radio buttons or boxes; more of them make a menu."""


def modal_of(sheet: Sheet) -> ui.Modal:
    """The form, ready to open. Needs a running event loop."""
    modal = ui.Modal(title=shortened(sheet.title, 45), custom_id=PREFIX + sheet.draft, timeout=None)
    if sheet.note and len(sheet.fields) < 5:
        modal.add_item(ui.TextDisplay(shortened(sheet.note, 1000)))
    for field in sheet.fields[:5]:
        modal.add_item(_label(field))
    modal.stop()  # the library remembers no form that has stopped: answers are routed by the id alone, before and after a restart
    return modal


def _label(field: SheetField) -> ui.Label[Any]:
    says = f"⚠ {field.error}" if field.error else field.ask.hint
    return ui.Label(text=shortened(field.ask.label, 45), description=shortened(says, 100) or None, component=_field(field))


def _field(field: SheetField) -> Item:
    ask, value = field.ask, field.words or field.ask.default
    match ask.kind:
        case "line" | "moment" | "paragraph":
            return _typed(ask, value)
        case "choice":
            return _one_of(ask, value)
        case "choices":
            return _several_of(ask, value.splitlines())
        case "yes_no":
            return ui.Checkbox(custom_id=ask.name, default=value == "yes")
        case "person":
            return ui.UserSelect(
                custom_id=ask.name, required=ask.required, min_values=int(ask.required), default_values=_known_person(value)
            )
        case "place":
            return ui.ChannelSelect(
                custom_id=ask.name,
                required=ask.required,
                min_values=int(ask.required),
                channel_types=[discord.ChannelType.text, discord.ChannelType.news],
                default_values=_known_place(value),
            )


def _typed(ask: Ask, value: str) -> Item:
    """A box to type in. It takes what was typed before even when that was too long: the core says so, and nothing is lost."""
    value = value[:4000]
    return ui.TextInput(
        custom_id=ask.name,
        style=discord.TextStyle.paragraph if ask.kind == "paragraph" else discord.TextStyle.short,
        default=value or None,
        required=ask.required,
        max_length=max(ask.longest or 4000, len(value)),
    )


def _one_of(ask: Ask, value: str) -> Item:
    if 2 <= len(ask.options) <= MOST_SHOWN_AT_ONCE:
        radio = [
            discord.RadioGroupOption(label=o.label, value=o.value, description=o.about or None, default=o.value == value)
            for o in ask.options
        ]
        return ui.RadioGroup(custom_id=ask.name, options=radio, required=ask.required)
    return ui.Select(custom_id=ask.name, options=_options(ask, [value]), required=ask.required, min_values=int(ask.required))


def _several_of(ask: Ask, values: list[str]) -> Item:
    least, most = int(ask.required), len(ask.options)
    if most <= MOST_SHOWN_AT_ONCE:
        boxes = [
            discord.CheckboxGroupOption(label=o.label, value=o.value, description=o.about or None, default=o.value in values)
            for o in ask.options
        ]
        return ui.CheckboxGroup(custom_id=ask.name, options=boxes, required=ask.required, min_values=least, max_values=most)
    return ui.Select(custom_id=ask.name, options=_options(ask, values), required=ask.required, min_values=least, max_values=most)


def _options(ask: Ask, chosen: list[str]) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=o.label, value=o.value, description=o.about or None, default=o.value in chosen) for o in ask.options]


def _known_person(value: str) -> list[discord.SelectDefaultValue]:
    try:
        user = int(Person.read(value).user)
    except ValueError:
        return []
    return [discord.SelectDefaultValue(id=user, type=discord.SelectDefaultValueType.user)]


def _known_place(value: str) -> list[discord.SelectDefaultValue]:
    try:
        channel = int(Place.read(value).channel)
    except ValueError:
        return []
    return [discord.SelectDefaultValue(id=channel, type=discord.SelectDefaultValueType.channel)]
