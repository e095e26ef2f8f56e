"""Questions. A form is a frozen dataclass whose fields say what is asked; every platform knows how to ask it.

    class AskForHelp(Form, title="Ask for a mentor"):
        topic: str = choice("What would you like help with?", TOPICS)
        note: str = paragraph("Anything they should know first?")

What people type arrives as strings by field name (`choices`: one a line; `person` and `place`: `str(Person)`,
`str(Place)`; `yes_no`: "yes" or "no"; `moment`: words or "2026-11-26T18:30"). `read` turns them into values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, dataclass_transform

from bot.chat.ask import Ask, Kind, Reading, Suggest, read_answer
from bot.chat.card import Option
from bot.chat.errors import DeclarationError, FormError, FormErrors

__all__ = ["Ask", "Form", "Reading", "Suggest", "read_answer"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A form's title, and the words on the button that sends it and on the one that opens it again."""

    title: str
    send: str
    edit: str


def _ask(kind: Kind, label: str, **more: Any) -> Any:
    required = more.pop("required", None)
    default = more.get("default", "")
    ask = Ask(name="", kind=kind, label=label, required=default == "" if required is None else required, **more)
    return dataclasses.field(metadata={"ask": ask})


def line(
    label: str,
    *,
    hint: str = "",
    default: str = "",
    required: bool | None = None,
    longest: int = 100,
    read: Callable[[str], Any] | None = None,
    suggest: Suggest | None = None,
) -> Any:
    """A few words. `read` turns them into something else, raising ValueError with words for the person."""
    return _ask("line", label, hint=hint, default=default, required=required, longest=longest, read=read, suggest=suggest)


def paragraph(label: str, *, hint: str = "", default: str = "", required: bool = False, longest: int = 1000) -> Any:
    """Several lines; optional unless said."""
    return _ask("paragraph", label, hint=hint, default=default, required=required, longest=longest)


def choice(label: str, options: Sequence[Option | str], *, hint: str = "", default: str = "", required: bool | None = None) -> Any:
    """One of up to 25."""
    return _ask("choice", label, hint=hint, default=default, required=required, options=_options(options))


def choices(label: str, options: Sequence[Option | str], *, hint: str = "", required: bool = False) -> Any:
    """Any of up to 25: a tuple of values."""
    return _ask("choices", label, hint=hint, required=required, options=_options(options))


def person(label: str, *, hint: str = "", required: bool = True) -> Any:
    """Somebody here: a Person."""
    return _ask("person", label, hint=hint, required=required)


def place(label: str, *, hint: str = "", required: bool = True) -> Any:
    """A channel: a Place."""
    return _ask("place", label, hint=hint, required=required)


def moment(label: str, *, hint: str = "For example: Thursday 26 November, 6.30pm", required: bool = True, default: str = "") -> Any:
    """A date and a time in the group's zone, in words or by pickers: a Wall."""
    return _ask("moment", label, hint=hint, required=required, default=default, longest=100)


def yes_no(label: str, *, hint: str = "", default: Literal["yes", "no"] = "no") -> Any:
    """A bool."""
    return _ask("yes_no", label, hint=hint, default=default, options=(Option("yes", "Yes"), Option("no", "No")))


def _options(options: Sequence[Option | str]) -> tuple[Option, ...]:
    return tuple(option if isinstance(option, Option) else Option(option, option) for option in options)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(line, paragraph, choice, choices, person, place, moment, yes_no),
)
class Form:
    """Subclass with `title=` (and `send=`, the words on its button; `edit=`, on the button that opens it again)."""

    heading: ClassVar[Heading]
    asks: ClassVar[tuple[Ask, ...]]

    def __init_subclass__(cls, *, title: str, send: str = "Send", edit: str = "Change") -> None:
        cls.heading = Heading(title, send, edit)
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        cls.asks = tuple(_named(cls, field) for field in dataclasses.fields(cls))  # pyright: ignore[reportArgumentType]  it became one a line above

    @classmethod
    def read(cls, typed: Mapping[str, str], at: Reading) -> Self:
        """The form as filled in. Raises FormErrors naming every field that needs another look."""
        values: dict[str, Any] = {}
        errors: list[FormError] = []
        for ask in cls.asks:
            try:
                values[ask.name] = read_answer(ask, typed.get(ask.name, ask.default), at)
            except ValueError as unclear:
                errors.append(FormError(ask.name, str(unclear)))
        if errors:
            raise FormErrors(errors)
        return cls(**values)


def _named(cls: type, field: dataclasses.Field[Any]) -> Ask:
    ask = field.metadata.get("ask")
    if not isinstance(ask, Ask):
        raise DeclarationError(f"{cls.__name__}.{field.name} is not declared with line(), paragraph(), choice() …")
    return dataclasses.replace(ask, name=field.name)
