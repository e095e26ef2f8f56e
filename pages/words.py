"""What people wrote, fit for a page, a feed or a calendar: without what can't be seen there and only does harm."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.community import public_pages

_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows, out of their line and into ours."""


def clean(words: str) -> str:
    """The same words; lines end in one way, and no character is left that XML 1.0 or a calendar can't hold."""
    return "\n".join(line if line.isprintable() else "".join(filter(_holds, line)) for line in words.splitlines())


def _holds(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Cn"} and letter not in _TURNING


def one_line(words: str) -> str:
    """For a heading: however it was written, on one line."""
    return " ".join(clean(words).split())


def where(venue: str) -> str:
    """Where it is, as everybody may read it."""
    return one_line(public_pages.where(venue))
