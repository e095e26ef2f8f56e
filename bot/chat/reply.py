"""What a handler may return."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.chat.card import Card, Do
from bot.chat.text import Words


@dataclass(frozen=True, slots=True)
class Update:
    """Put this card where the pressed one stands."""

    card: Card


@dataclass(frozen=True, slots=True)
class Preview:
    """What will be shown, and to whom; the draft is kept until `confirm` is pressed.

    `confirm` is a handler declared with `@confirm`; each form in its signature gets a button that opens it again.
    """

    card: Card
    confirm: Do
    label: str
    who_sees: Words


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a long list; `after` and `before` are cursors, None where the list ends."""

    card: Card
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """A long list on one card. `read(call, cursor)` is a handler declared with `@button` that returns a Page."""

    read: Callable[..., Awaitable[Any]]
    cursor: str = ""


Reply = Words | Card | Update | Preview | Page | Pages | None
