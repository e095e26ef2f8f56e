"""What the door hands an adapter: what to show, to whom, or which form to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.chat.card import Card
from bot.chat.form import Ask


@dataclass(frozen=True, slots=True)
class Say:
    """Show this card; `private` to the asker alone.

    `instead`: put it where the private message this came from stands, if the platform can; else anew.
    """

    card: Card
    private: bool = True
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Put this card where the pressed message stands."""

    card: Card


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field as it is to be shown: what was typed so far, and what was wrong with it."""

    ask: Ask
    value: str = ""
    error: str = ""

    @property
    def words(self) -> str:
        """The value as a person would type it: a moment read before is written out, everything else stands as it is."""
        if self.ask.kind != "moment":
            return self.value
        try:
            at = datetime.fromisoformat(self.value)
        except ValueError:
            return self.value
        return f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form to open, filled with what is known. `draft` comes back with the answers; suggestions are asked of `route`."""

    draft: str
    title: str
    send: str
    fields: tuple[SheetField, ...]
    note: str = ""
    route: str = ""

    @property
    def errors(self) -> tuple[SheetField, ...]:
        """The fields at fault."""
        return tuple(field for field in self.fields if field.error)


@dataclass(frozen=True, slots=True)
class Open:
    """Open this form. Where no form can be opened now: a private card with a `draft.fix` button (`Open.card`)."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Nothing:
    """Acknowledge and say nothing."""


Answer = Say | Change | Open | Nothing
