"""Reads a PDF back with pdfium, which took no part in writing it: words, where each letter stands, and pixels."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false, reportUnknownLambdaType=false, reportArgumentType=false
# pypdfium2 and zxing-cpp are untyped, and PIL is asked only for its bytes.

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp

MM = 72 / 25.4


@dataclass(frozen=True)
class Letter:
    """One letter and its box in millimetres from the left upper corner."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page: its size, its words, its letters."""

    width: float
    height: float
    words: str
    letters: tuple[Letter, ...]

    def within(self, left: float, top: float, width: float, height: float) -> str:
        """The words in a box, letters only."""
        there = [each for each in self.letters if left <= each.left and each.right <= left + width]
        return "".join(each.sign for each in there if top <= each.top and each.bottom <= top + height)


def read(data: bytes) -> list[Page]:
    """Every page. Ligatures are taken apart, as a reader's copy and paste would."""
    return [_page(page) for page in pypdfium2.PdfDocument(data)]


def _page(page: Any) -> Page:
    text, height = page.get_textpage(), page.get_height() / MM
    letters: list[Letter] = []
    for number in range(text.count_chars()):
        sign = text.get_text_range(number, 1)
        if sign.strip() and sign.isprintable():
            left, bottom, right, top = (each / MM for each in text.get_charbox(number))
            letters.append(Letter(sign, left, height - top, right, height - bottom))
    words = unicodedata.normalize("NFKC", text.get_text_range())
    return Page(page.get_width() / MM, height, " ".join(words.split()), tuple(letters))


def fonts_held(data: bytes) -> bool:
    """Whether every font the file names is in the file."""
    return data.count(b"/FontDescriptor ") == data.count(b"/Type /FontDescriptor") == data.count(b"/FontFile2 ") > 0


def dark(data: bytes, page: int = 0) -> tuple[float, float, float, float]:
    """The box around everything that is drawn, in millimetres: left, top, right, bottom."""
    scale = 3
    picture = pypdfium2.PdfDocument(data)[page].render(scale=scale, grayscale=True).to_pil()
    found = picture.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert found, "the page is empty"
    left, top, right, bottom = (each / scale / MM for each in found)
    return left, top, right, bottom


def darkness(data: bytes, box: tuple[float, float, float, float]) -> float:
    """How much of a box (left, top, width, height) on the first page is dark: 0 to 1."""
    scale = 6
    picture = pypdfium2.PdfDocument(data)[0].render(scale=scale, grayscale=True).to_pil()
    left, top, width, height = (each * scale * MM for each in box)
    part = picture.crop((round(left), round(top), round(left + width), round(top + height)))
    return sum(part.histogram()[:128]) / (part.width * part.height)


def codes(data: bytes, *, scale: float = 1.5) -> list[str]:
    """What every code on the first page says, read from pixels as a telephone's camera would have them (108 a inch)."""
    picture = pypdfium2.PdfDocument(data)[0].render(scale=scale).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]
