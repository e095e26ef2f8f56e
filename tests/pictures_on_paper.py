"""What Wallflower prints, as pictures: writes docs/images/paper-*.png. Part of `sh scripts/pictures`, or by itself, without Chromium."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pypdfium2 is untyped.

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pypdfium2

from bot.printed import SHEETS, Badge, Poster, Printed, print_badges, print_poster

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES: Final = 100_000
NOW: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
GROUP: Final = "Information Officers, Scotland"
WORN: Final = (
    Badge(GROUP, "Ailsa MacDonald", "@ailsa", "she/her", "running a library by yourself", "fine"),
    Badge(GROUP, "Tom", "@tom.lee", "he/him", "bees and copyright", "no"),
    Badge(GROUP, "Ñandú 図書館", "@nandu", "they/them", "cataloguing in three scripts"),
    Badge(GROUP, "محمد الأمين", "@amin", "", "records management", "fine"),
    Badge(GROUP, "देविका शर्मा", "@devika", "she/her", "my first meetup"),
    Badge(GROUP, "Wolfeschlegelsteinhausen-Bergerdorff", "@wolfe", "", "long names", "no"),
    Badge(GROUP, "Anna"),
    Badge(GROUP),
)
POSTER: Final = Poster(
    *(GROUP, "Pub meet-up for people who work alone", "Thursday 26 November 2026", "18:30 to 20:30"),
    *("The Laurieston, 58 Bridge Street, Glasgow", "Look for the yellow scarf by the window. First time? Say so at the door."),
    *("Scan to see more, and how to come", "https://groups.example.org/g/information-officers"),
)


def take() -> None:
    """Both."""
    _save("badges", print_badges(NOW, SHEETS["L7418"], WORN))
    _save("poster", print_poster(NOW, POSTER))


def _save(name: str, made: Printed) -> None:
    path = IMAGES / f"paper-{name}.png"
    picture = pypdfium2.PdfDocument(made.data)[0].render(scale=1, grayscale=True).to_pil()
    picture.quantize(16).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {picture.width} x {picture.height}, {size:,} bytes")  # noqa: T201  a script speaks
    assert size < MOST_BYTES, f"{path.name} is too large to keep with the text"


if __name__ == "__main__":
    take()
