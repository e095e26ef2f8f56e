"""A letter of one page."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.printed.labels import A4
from bot.printed.paper import paper
from bot.printed.what import Letter, Printed

MARGIN: Final = 25.0
_WIDTH: Final = A4[0] - 2 * MARGIN


def draw(now: datetime, letter: Letter) -> Printed:
    """See `bot.printed.print_letter`."""
    with paper(A4, letter.subject, now) as page:
        page.pdf.add_page()
        page.block(page.words(letter.subject), (MARGIN, 30, _WIDTH, 16), (15, 10), bold=True, align="L")
        page.column(letter.paragraphs, (MARGIN, 52, _WIDTH, A4[1] - 52 - MARGIN), 12)
        return page.printed()
