"""A certificate of attendance: who came, to what, and how that is known."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.printed.labels import A4
from bot.printed.paper import Paper, paper
from bot.printed.what import Came, Certificate, Printed

MARGIN: Final = 28.0
ON_A_PAGE: Final = 8
_WIDTH: Final = A4[0] - 2 * MARGIN
_LIST: Final = 118.0
_FOOT: Final = 246.0


def draw(now: datetime, certificate: Certificate) -> Printed:
    """See `bot.printed.print_certificate`."""
    with paper(A4, "Certificate of attendance", now) as page:
        for start in range(0, len(certificate.came), ON_A_PAGE):
            page.pdf.add_page()
            _head(page, certificate)
            _came(page, certificate.came[start : start + ON_A_PAGE])
            _foot(page, certificate)
        return page.printed()


def _head(page: Paper, certificate: Certificate) -> None:
    page.pdf.set_line_width(0.8)
    page.pdf.rect(12, 12, A4[0] - 24, A4[1] - 24)
    page.pdf.set_line_width(0.2)
    page.pdf.rect(14, 14, A4[0] - 28, A4[1] - 28)
    page.block(page.words(certificate.group), (MARGIN, 26, _WIDTH, 12), (16, 10))
    page.block("Certificate of attendance", (MARGIN, 42, _WIDTH, 18), (30, 20), bold=True)
    page.block("This is to say that", (MARGIN, 66, _WIDTH, 8), (13, 13))
    page.block(page.words(certificate.name), (MARGIN, 76, _WIDTH, 24), (34, 12), bold=True)
    page.block("came to", (MARGIN, 103, _WIDTH, 8), (13, 13))


def _came(page: Paper, came: tuple[Came, ...]) -> None:
    """One in large letters, several as a list."""
    height = (_FOOT - _LIST - 6) / max(len(came), 3)
    for number, each in enumerate(came):
        top = _LIST + number * height
        lines = ((each.title, 0.0, 0.46, (22, 8), True), (f"{each.day}, {each.hours}", 0.46, 0.22, (13, 6), False))
        for words, above, share, sizes, bold in (*lines, (each.where, 0.68, 0.22, (13, 6), False)):
            page.block(page.words(words), (MARGIN, top + height * above, _WIDTH, height * share), sizes, bold=bold)


def _foot(page: Paper, certificate: Certificate) -> None:
    page.block(page.words(certificate.known), (MARGIN, _FOOT, _WIDTH, 12), (10, 8))
    page.pdf.set_line_width(0.2)
    for left, words in ((MARGIN, certificate.made), (A4[0] / 2 + 8, "For the group")):
        page.pdf.line(left, _FOOT + 25, left + _WIDTH / 2 - 8, _FOOT + 25)
        page.block(page.words(words), (left, _FOOT + 26, _WIDTH / 2 - 8, 5), (9, 7))
