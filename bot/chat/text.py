"""Text as spans. A plain string is always literal: a nickname can never ping everyone or fake a link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.chat.people import Person


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter most."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address (http or https)."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One of our members, by name. `account` is filled in when it is sent, if they are on that platform."""

    name: str
    member: int
    account: Person | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A moment, shown in each reader's own time where the platform can.

    `instant` is aware; `zone` is the IANA zone it is written in where the platform can't.
    """

    instant: datetime
    zone: str
    style: Literal["full", "day", "time"] = "full"


Span = str | Strong | Link | Mention | When


@dataclass(frozen=True, init=False, slots=True)
class Text:
    """Words in spans: `Text("You have a seat at ", Strong(title), ".")`."""

    spans: tuple[Span, ...]

    def __init__(self, *spans: Span) -> None:
        object.__setattr__(self, "spans", tuple(span for span in spans if span != ""))

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __add__(self, more: Words) -> Text:
        return Text(*self.spans, *spans(more))


Words = str | Text
"""What every word-carrying field takes."""


def spans(words: Words) -> tuple[Span, ...]:
    """The spans of a string or a Text."""
    if isinstance(words, Text):
        return words.spans
    return (words,) if words else ()


def joined(parts: list[Words], between: str = "\n") -> Text:
    """Several words as one text, with something literal between them."""
    out: list[Span] = []
    for part in parts:
        if out:
            out.append(between)
        out.extend(spans(part))
    return Text(*out)
