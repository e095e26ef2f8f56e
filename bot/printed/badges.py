"""Badges on label sheets: a name to be read from across a table, and whatever else its wearer wants to stand there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.printed.camera import camera
from bot.printed.labels import Sheet
from bot.printed.paper import Box, Paper, paper
from bot.printed.what import ASK, NO, PHOTOS, Badge, Printed

INSIDE: Final = 4.0
"""Nothing stands nearer to a label's edge than this: printers feed a sheet a millimetre or two askew."""
_BAR, _GROUP, _GAP = 7.0, 6.0, 1.0


def draw(now: datetime, sheet: Sheet, worn: Sequence[Badge], first: int) -> Printed:
    """See `bot.printed.print_badges`."""
    with paper(sheet.page, "Badges", now) as page:
        for number, badge in enumerate(worn, start=first - 1):
            if number % sheet.labels == 0 or not page.pdf.pages_count:
                page.pdf.add_page()
            _draw(page, badge, (*sheet.place(number % sheet.labels), *sheet.label))
        return page.printed()


def _draw(page: Paper, badge: Badge, label: Box) -> None:
    left, top, width, height = label[0] + INSIDE, label[1] + INSIDE, label[2] - 2 * INSIDE, label[3] - 2 * INSIDE
    page.block(page.words(badge.group), (left, top, width, _GROUP), (9, 6))
    page.pdf.set_line_width(0.3)
    page.pdf.line(left, top + _GROUP + 0.5, left + width, top + _GROUP + 0.5)
    middle = (left, top + _GROUP + _GAP, width, height - _GROUP - _BAR - 2 * _GAP)
    bar = (left, top + height - _BAR, width, _BAR)
    if badge.name:
        _said(page, badge, middle)
        _photos(page, badge.photos, bar)
    else:
        upper = middle[3] * 0.55
        _to_write_on(page, "My name", (left, middle[1], width, upper))
        _to_write_on(page, "Ask me about", (left, middle[1] + upper, width, middle[3] - upper - _GAP))
        _to_tick(page, bar)


def _said(page: Paper, badge: Badge, box: Box) -> None:
    left, top, width, height = box
    who = " · ".join(filter(None, (page.words(badge.handle), page.words(badge.pronouns))))
    asked = page.words(badge.ask_me)
    about = f"Ask me about {asked}" if asked else ""
    lower = (5.0 if who else 0) + (8.5 if about else 0)
    if name := page.words(badge.name):
        page.block(name, (left, top, width, height - lower), (34, 10), bold=True)
    else:
        _to_write_on(page, "My name", (left, top, width, height - lower - _GAP))
    page.block(who, (left, top + height - lower, width, 5.0), (11, 8))
    page.block(about, (left, top + height - 8.5, width, 8.5), (10, 8))


def _to_write_on(page: Paper, label: str, box: Box) -> None:
    left, top, width, height = box
    page.pdf.line(left, top + height, left + width, top + height)
    page.block(label, (left, top + height - 4.5, 26, 4), (8, 8), align="L")


def _photos(page: Paper, photos: str, box: Box) -> None:
    """Words and a shape, on a bar that is black, framed or nothing: to be told apart without colour, from a few steps away."""
    left, top, width, height = box
    black = photos == NO
    if photos in {ASK, NO}:
        page.pdf.set_line_width(0.4)
        page.pdf.rect(left, top, width, height, style="DF" if black else "D")
    camera(page.pdf, (left + 2.5, top + 1.2, 7.0, height - 2.4), photos)
    page.pdf.set_text_color(255 if black else 0)
    page.block(PHOTOS[photos], (left + 11, top, width - 12, height), (12, 9), bold=True)
    page.pdf.set_text_color(0)


def _to_tick(page: Paper, box: Box) -> None:
    left, top, width, height = box
    page.pdf.set_line_width(0.3)
    for number, words in enumerate(PHOTOS.values()):
        at = left + number * width / 3
        page.pdf.rect(at, top + height / 2 - 1.5, 3, 3)
        page.block(words, (at + 4, top, width / 3 - 4.5, height), (8, 6), align="L")
