"""A sheet for a door or a screen: the code to check in with, to be read from the last row."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.printed.paper import paper
from bot.printed.what import DoorSign, Printed

A4_ACROSS: Final = (297.0, 210.0)
MARGIN: Final = 20.0


def draw(now: datetime, shown: DoorSign) -> Printed:
    """See `bot.printed.print_door`."""
    width = A4_ACROSS[0] - 2 * MARGIN
    with paper(A4_ACROSS, shown.title, now) as page:
        page.pdf.add_page()
        page.block(page.words(shown.title), (MARGIN, MARGIN, width, 40), (36, 14), bold=True)
        page.block(page.words(shown.code), (MARGIN, 65, width, 80), (190, 60), bold=True)
        page.block(page.words(shown.how), (MARGIN, 152, width, 38), (26, 12))
        return page.printed()
