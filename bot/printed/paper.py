"""A page with words on it: in any script, as large as fit, never cut."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.printed import fonts
from bot.printed.what import Printed

POINT: Final = 25.4 / 72
LEADING: Final = 1.2
"""From one line to the next, in heights of a letter."""
_MEASURED: Final = 10.0
"""The size at which words are measured; widths grow with it."""
_SMALLEST: Final = 3.0
Align = Literal["L", "C"]
Box = tuple[float, float, float, float]
"""Left, top, width, height."""
logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of tables that only a screen would need


class Letters:
    """The letters that a PDF can be written in; a font beside the main one comes in when the first letter asks for it."""

    def __init__(self, pdf: FPDF, held: dict[str, Path]) -> None:
        self._pdf, self._held = pdf, held
        self._known = self._add(fonts.MAIN)
        self._beside: dict[str, Collection[int]] = {}

    def __contains__(self, code: object) -> bool:
        return code in self._known or any(code in self._of(family) for family in fonts.BESIDE)

    def _of(self, family: str) -> Collection[int]:
        if family not in self._beside:
            self._beside[family] = self._add(family)
            self._pdf.set_fallback_fonts([each for each in fonts.BESIDE if each in self._beside], exact_match=False)
        return self._beside[family]

    def _add(self, family: str) -> Collection[int]:
        self._pdf.add_font(family, "", self._held[family])
        font = self._pdf.fonts[family]
        return font.cmap if isinstance(font, TTFFont) else ()


class Paper:
    """A PDF under way; measures in millimetres from the left upper corner."""

    def __init__(self, page: tuple[float, float], title: str, now: datetime, held: dict[str, Path]) -> None:
        self.pdf = FPDF(unit="mm", format=page)
        self.pdf.set_text_shaping(use_shaping_engine=True)
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.c_margin = 0
        self.pdf.set_title(title)
        self.pdf.set_lang("en-GB")
        self.pdf.set_creator("Wallflower")
        self.pdf.set_creation_date(now)
        self.pdf.add_font(fonts.MAIN, "B", held[fonts.BOLD])
        self._letters = Letters(self.pdf, held)
        self._lost: dict[str, None] = {}
        self._widths: dict[tuple[str, str], float] = {}

    def words(self, words: str) -> str:
        """Words as they can be printed, "" where they can't be: then they are among those that `printed` tells of."""
        found = fonts.written(words, self._letters)
        if found is None:
            self._lost[words] = None
        return found or ""

    def fitted(self, words: str, width: float, height: float, sizes: tuple[float, float], *, bold: bool = False) -> tuple[list[str], float]:
        """Lines and a size in points at which they fill the room, the largest first; below the smallest if they must, but whole."""
        self.pdf.set_font(fonts.MAIN, "B" if bold else "", _MEASURED)
        size, smallest = sizes
        while size > _SMALLEST:
            lines = self._lines(words, width * _MEASURED / size, whole=size > smallest)
            if lines is not None and len(lines) * size * LEADING * POINT <= height:
                return lines, size
            size = round(size * 0.94, 2)
        return self._lines(words, width * _MEASURED / size, whole=False) or [], size

    def _lines(self, words: str, width: float, *, whole: bool) -> list[str] | None:
        """At most this wide each; None where a single word is wider and is to stay whole."""
        lines = [""]
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self._wide(longer) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            parts = [word] if self._wide(word) <= width else self._broken(word, width)
            if whole and len(parts) > 1 and not _can_be_broken(word):
                return None
            lines[-1:] = parts
        return lines

    def _broken(self, word: str, width: float) -> list[str]:
        parts, there = [""], 0.0
        for letter in word:
            joined = unicodedata.category(letter)[0] == "M" or letter == "\u200d" or parts[-1].endswith("\u200d")
            if parts[-1] and not joined and there + self._wide(letter) > width:
                parts.append("")
                there = 0.0
            parts[-1] += letter
            there += self._wide(letter)
        return parts

    def _wide(self, words: str) -> float:
        """In the style chosen, at the size at which words are measured."""
        key = (self.pdf.font_style, words)
        if key not in self._widths:
            self._widths[key] = self.pdf.get_string_width(words)
        return self._widths[key]

    def block(
        self, words: str, box: Box, sizes: tuple[float, float], *, bold: bool = False, align: Align = "C", middle: bool = True
    ) -> float:
        """Words in a box, in its middle from top to bottom or at its top. Returns how high they are."""
        if not words:
            return 0
        lines, size = self.fitted(words, box[2], box[3], sizes, bold=bold)
        height = size * LEADING * POINT * len(lines)
        above = (box[3] - height) / 2 if middle else 0
        self._draw(lines, (box[0], box[1] + above, box[2], height), size, bold=bold, align=align)
        return height

    def column(self, paragraphs: Sequence[str], box: Box, size: float) -> None:
        """Paragraphs under each other, half a line after each, all of the largest size at which they fit, at most `size`."""
        left, top, width, height = box
        written = [words for each in paragraphs if (words := self.words(each))]
        while True:
            fitted = [self.fitted(words, width, float("inf"), (size, size))[0] for words in written]
            if size <= _SMALLEST or sum(len(lines) + 0.5 for lines in fitted) * size * LEADING * POINT <= height:
                break
            size = round(size - 0.5, 2)
        for lines in fitted:
            self._draw(lines, (left, top, width, 0), size)
            top += (len(lines) + 0.5) * size * LEADING * POINT

    def _draw(self, lines: Sequence[str], box: Box, size: float, *, bold: bool = False, align: Align = "L") -> None:
        step = size * LEADING * POINT
        self.pdf.set_font(fonts.MAIN, "B" if bold else "", size)
        for number, line in enumerate(lines):
            self.pdf.set_xy(box[0], box[1] + number * step)
            self.pdf.cell(box[2], step, line, align="R" if align == "L" and _from_the_right(line) else align)

    def printed(self) -> Printed:
        """What has been drawn."""
        return Printed(bytes(self.pdf.output()), self.pdf.pages_count, tuple(self._lost))


def _from_the_right(words: str) -> bool:
    """Whether its first letter that has a direction runs to the left."""
    return next((way in {"R", "AL"} for letter in words if (way := unicodedata.bidirectional(letter)) in {"L", "R", "AL"}), False)


def _can_be_broken(word: str) -> bool:
    """Whether its script has no spaces: Chinese, Japanese and Thai break anywhere."""
    return any(unicodedata.name(letter, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI")) for letter in word)


@contextmanager
def paper(page: tuple[float, float], title: str, now: datetime) -> Generator[Paper]:
    """A paper to draw on; what is drawn is to be taken from it (`printed`) before this ends, for the fonts go then."""
    with fonts.files() as held:
        yield Paper(page, title, now, held)
