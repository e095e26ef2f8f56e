"""Something between people that is still open."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.card import Control
from bot.chat.text import Words


@dataclass(frozen=True, slots=True)
class Awaited:
    """One line of `/my waiting`: what it is and until when, in words. `yours`: it awaits the reader's answer, else somebody else's."""

    label: str
    words: Words
    yours: bool
    controls: tuple[Control, ...] = ()
