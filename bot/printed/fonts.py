"""The letters there are: which fonts a page is written in, and which words they can write.

FiraGO writes Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai and Georgian; WenQuanYi Micro Hei Chinese, Japanese and Korean; Noto
what is left of Latin, and signs. All come from packages that hold nothing else, and are read from there by whoever prints.
"""

# pyright: reportMissingTypeStubs=false
# The fonts' package is untyped: it gives names, and functions that give bytes.

from __future__ import annotations

import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from pymupdf_fonts import fontbuffers


class Known(Protocol):
    """The letters that there are, by their number in Unicode."""

    def __contains__(self, code: object, /) -> bool: ...


MAIN, BOLD, CJK, SIGNS, RARE = "main", "bold", "cjk", "signs", "rare"
BESIDE: Final = (CJK, SIGNS, RARE)
"""What writes the letters that the main font has not, in this order."""
_HELD: Final = {MAIN: "figo", BOLD: "figbo", SIGNS: "symbol2", RARE: "notos"}
"""Ours, and the package's name for each."""
_JOINERS: Final = frozenset("\u200c\u200d")
_UNSEEN: Final = (range(0xFE00, 0xFE10), range(0xE0000, 0xE01F0))
"""Which of two shapes a sign has, and the like: nothing to be seen by themselves."""


def _cjk() -> Path:
    found = find_spec("paperang_p2_fonts_cjk")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the package paperang-p2-fonts-cjk is not installed")
    return Path(found.submodule_search_locations[0]) / "fonts" / "wqy-microhei.ttc"


@contextmanager
def files() -> Generator[dict[str, Path]]:
    """Every font as a file, by our name for it, while this lasts."""
    with TemporaryDirectory() as folder:
        found = {name: Path(folder) / f"{name}.ttf" for name in _HELD}
        for name, path in found.items():
            path.write_bytes(fontbuffers[_HELD[name]]())
        yield found | {CJK: _cjk()}


def written(words: str, known: Known) -> str | None:
    """Words as they can be printed on one line; None where a letter or digit of them is in none of the fonts.

    A sign or a small picture that is in none is left out. Letters in fancy dress (𝓣, Ｔ) are written plainly where they must be.
    """
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", " ".join(words.split())):
        shown = _shown(letter, known)
        if shown is None:
            return None
        kept.append(shown)
    return " ".join("".join(kept).split())


def _shown(letter: str, known: Known) -> str | None:
    if letter in _JOINERS or letter == " ":
        return letter
    sort = unicodedata.category(letter)
    if sort in {"Cc", "Cf", "Cs", "Co", "Cn"} or any(ord(letter) in each for each in _UNSEEN):
        return ""
    if ord(letter) in known:
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    if plain.strip() and all(ord(each) in known for each in plain):
        return plain
    return None if sort[0] in "LMN" else ""
