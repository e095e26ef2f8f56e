"""One question, and understanding what somebody answered to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.chat.card import Option
from bot.chat.people import Person, Place
from bot.clock import Wall
from bot.dates import read_when

Kind = Literal["line", "paragraph", "choice", "choices", "person", "place", "moment", "yes_no"]
Suggest = Callable[[Any, Any, str], Sequence[Option]]
"""`suggest(connection, asker, typed)`: depends on who asks and the words typed, never on other fields."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `longest` counts characters; `default` is as it would be typed; `start` fills the field."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    default: str = ""
    options: tuple[Option, ...] = ()
    longest: int = 0
    read: Callable[[str], Any] | None = None
    suggest: Suggest | None = None

    @property
    def short(self) -> bool:
        """Whether it fits on a command line."""
        return self.kind not in {"paragraph", "choices"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What it takes to understand answers: the moment and the zone in which words like "tomorrow" are meant, and where they are given.

    People and channels of another server or workspace than `here` are not known to whoever answers here.
    """

    now: datetime
    zone: str
    here: Place | None = None


def read_answer(ask: Ask, typed: str, at: Reading) -> Any:
    """One answer. Raises ValueError in words a person can act on."""
    words = typed.strip() if _visible(typed) else ask.default
    if not words:
        if ask.required:
            raise ValueError("This one is needed.")
        return None if ask.kind in {"person", "place", "moment"} else () if ask.kind == "choices" else ask.read("") if ask.read else ""
    if ask.longest and len(words) > ask.longest:
        raise ValueError(f"That is {len(words):,} characters; {ask.longest:,} is the most that fits.")
    return _READERS[ask.kind](ask, words, at)


def _visible(words: str) -> bool:
    """Whether there is anything to see: zero-width characters and spaces alone are an empty field."""
    return any(unicodedata.category(letter)[0] not in "CZ" for letter in words)


def _line(ask: Ask, words: str, _at: Reading) -> Any:
    words = " ".join(words.split())
    return ask.read(words) if ask.read else words


def _paragraph(ask: Ask, words: str, _at: Reading) -> Any:
    return ask.read(words) if ask.read else words


def _choice(ask: Ask, words: str, _at: Reading) -> str:
    for option in ask.options:
        if words.casefold() in {option.value.casefold(), option.label.casefold()}:
            return option.value
    raise ValueError(f"Choose one of: {', '.join(option.label for option in ask.options)}.")


def _choices(ask: Ask, words: str, at: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_choice(ask, each.strip(), at) for each in words.splitlines() if each.strip()))


def _moment(_ask: Ask, words: str, at: Reading) -> Wall:
    return read_when(words, at.now, at.zone)


def _person(_ask: Ask, words: str, at: Reading) -> Person:
    try:
        found = Person.read(words)
    except ValueError:
        found = None
    if found is None or (at.here and (found.platform != at.here.platform or found.workspace not in {"", at.here.workspace})):
        raise ValueError("I don't know that person here. Choose somebody from the list.")
    return found


def _place(_ask: Ask, words: str, at: Reading) -> Place:
    try:
        found = Place.read(words).under("")
    except ValueError:
        found = None
    if found is None or (at.here and (found.platform, found.workspace) != (at.here.platform, at.here.workspace)):
        raise ValueError("I don't know that channel. Choose one from the list.")
    return found


def _yes_no(_ask: Ask, words: str, _at: Reading) -> bool:
    answer = {"yes": True, "y": True, "true": True, "on": True, "no": False, "n": False, "false": False, "off": False}.get(words.casefold())
    if answer is None:
        raise ValueError("Answer yes or no.")
    return answer


_READERS: dict[Kind, Callable[[Ask, str, Reading], Any]] = {
    "line": _line,
    "paragraph": _paragraph,
    "choice": _choice,
    "choices": _choices,
    "moment": _moment,
    "person": _person,
    "place": _place,
    "yes_no": _yes_no,
}
