"""What is printed: badges on label sheets, a poster, a sheet for the door, papers for one person; each a PDF, for black and white.

Nothing heavy comes in with this: what draws is loaded inside the worker that is asked for it (`bot.matching.in_worker`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.printed.labels import SHEETS, Sheet
from bot.printed.what import PHOTOS, Badge, Came, Certificate, DoorSign, Letter, Poster, Printed

__all__ = [
    "PHOTOS",
    "SHEETS",
    "Badge",
    "Came",
    "Certificate",
    "DoorSign",
    "Letter",
    "Poster",
    "Printed",
    "Sheet",
    "print_badges",
    "print_certificate",
    "print_door",
    "print_letter",
    "print_poster",
]


def print_badges(now: datetime, sheet: Sheet, worn: Sequence[Badge], first: int = 1) -> Printed:
    """A PDF of these badges, one or more, beginning with label `first` (from 1) of the first sheet."""
    from bot.printed.badges import draw

    return draw(now, sheet, worn, first)


def print_poster(now: datetime, shown: Poster) -> Printed:
    """One A4 page to put on a wall."""
    from bot.printed.poster import draw

    return draw(now, shown)


def print_certificate(now: datetime, certificate: Certificate) -> Printed:
    """A page, or as many as it takes, that somebody can show at work."""
    from bot.printed.certificate import draw

    return draw(now, certificate)


def print_letter(now: datetime, letter: Letter) -> Printed:
    """One A4 page."""
    from bot.printed.letter import draw

    return draw(now, letter)


def print_door(now: datetime, shown: DoorSign) -> Printed:
    """One A4 page, across, to hang at the door or to show on a screen."""
    from bot.printed.door import draw

    return draw(now, shown)
