"""A message as plain data, and what can be pressed on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.chat.text import Mention, Words

Do = str | Callable[..., Any]
"""A handler of the cog (`self.accept`), or another cog's route, declared with `elsewhere("buddy.ask")` and checked at start-up."""


def route_of(do: Do) -> str:
    """`meetup.going` for a bound handler or a route already spelt out. Raises TypeError for anything else."""
    if isinstance(do, str):
        return do
    name = getattr(getattr(do, "__self__", None), "name", None)
    if not isinstance(name, str):
        raise TypeError(f"{do!r} is not a handler of a cog")
    return f"{name}.{do.__name__}"


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `payload` is one short id: the state is in the database."""

    label: str
    do: Do
    payload: object = ""
    look: Literal["plain", "go", "stop"] = "plain"

    @property
    def route(self) -> str:
        """Where pressing it leads."""
        return route_of(self.do)


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Leads to a web address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of several to choose from. `value` comes back; `label` is read; `about` says a little more."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Choose one from up to 25."""

    label: str
    do: Do
    options: tuple[Option, ...]
    payload: object = ""

    @property
    def route(self) -> str:
        """Where choosing leads."""
        return route_of(self.do)


Control = Button | LinkButton | Menu


@dataclass(frozen=True, slots=True)
class Fact:
    """`When: Thursday 26 November, 18:30`."""

    label: str
    words: Words


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats as a row of small squares *and* in words. `total` None: as many as come."""

    taken: int
    total: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small file that goes with a private answer. `name` is plain letters, dots and dashes; `media_type` as "text/html"."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """A message. Everything is optional but something must be there.

    `to` are the people addressed: exactly they are notified, and only those with an account where it is sent.
    `note` is small print. `image` is an https address with its description. `files` go with private answers only: where a platform
    can't put them there, they are sent to the same person directly.
    """

    title: str = ""
    body: Words = ""
    facts: tuple[Fact, ...] = ()
    seats: Seats | None = None
    image: tuple[str, str] | None = None
    controls: tuple[Control, ...] = ()
    note: Words = ""
    to: tuple[Mention, ...] = field(default=())
    files: tuple[Attachment, ...] = ()
