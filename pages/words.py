"""What people wrote, fit for a page, a feed or a calendar: without what can't be seen there and only does harm."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINK: Final = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows, out of their line and into ours."""
ONLINE: Final = "Online; whoever says yes in the group gets the link"


def clean(words: str) -> str:
    """The same words; lines end in one way, and no character is left that XML 1.0 or a calendar can't hold."""
    return "".join(letter for letter in "\n".join(words.splitlines()) if letter == "\n" or _holds(letter))


def _holds(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Cn"} and letter not in _TURNING


def one_line(words: str) -> str:
    """For a heading: however it was written, on one line."""
    return " ".join(clean(words).split())


def where(venue: str) -> str:
    """Where everybody may read it: a link to a call is for those who come."""
    return ONLINE if _LINK.search(venue) else one_line(venue)
