"""A poster: what, when and where, to be read from across a corridor, and a code that leads to more."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import segno
from fpdf import FPDF

from bot.printed.labels import A4
from bot.printed.paper import paper
from bot.printed.what import Poster, Printed

MARGIN: Final = 20.0
CODE: Final = 56.0
"""How wide the code is: its smallest squares stay over a millimetre and a half for an address of 60 letters."""
_WIDTH: Final = A4[0] - 2 * MARGIN
_FOOT: Final = A4[1] - MARGIN - CODE


def draw(now: datetime, shown: Poster) -> Printed:
    """See `bot.printed.print_poster`."""
    with paper(A4, shown.title, now) as page:
        page.pdf.add_page()
        page.block(page.words(shown.group), (MARGIN, MARGIN, _WIDTH, 12), (20, 12), align="L")
        page.pdf.set_line_width(0.8)
        page.pdf.line(MARGIN, MARGIN + 14, MARGIN + _WIDTH, MARGIN + 14)
        at = MARGIN + 20
        for words, height, sizes, bold in (
            (shown.title, 84.0, (72.0, 26.0), True),
            (shown.day, 14.0, (30.0, 18.0), True),
            (shown.hours, 14.0, (30.0, 18.0), True),
            (shown.where, 26.0, (26.0, 14.0), False),
        ):
            at += page.block(page.words(words), (MARGIN, at, _WIDTH, height), sizes, bold=bold, align="L", middle=False) + 2
        page.column(shown.details.splitlines(), (MARGIN, at + 2, _WIDTH, _FOOT - at - 8), 18)
        page.pdf.line(MARGIN, _FOOT - 4, MARGIN + _WIDTH, _FOOT - 4)
        beside = _code(page.pdf, shown.link) if shown.link else 0
        how = CODE * 0.6 if shown.link else CODE
        page.block(page.words(shown.how), (MARGIN + beside, _FOOT, _WIDTH - beside, how), (20, 10), bold=True, align="L")
        page.block(
            page.words(shown.link.partition("#")[0]), (MARGIN + beside, _FOOT + how, _WIDTH - beside, CODE - how), (13, 7), align="L"
        )
        return page.printed()


def _code(pdf: FPDF, link: str) -> float:
    """The code in the left lower corner, its dark squares in rows. Returns how much room it takes from the left."""
    rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix]
    side = CODE / len(rows)
    for number, row in enumerate(rows):
        start = 0
        for column in range(1, len(row) + 1):
            if column == len(row) or row[column] != row[start]:
                if row[start]:
                    pdf.rect(MARGIN + start * side, _FOOT + number * side, (column - start) * side, side, style="F")
                start = column
    return CODE + 10
