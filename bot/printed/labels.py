"""Label sheets as they are sold, in millimetres, each with where its measures are from.

Whoever made a sheet says only how large a label is; how far it stands from the edges was measured by people who write label programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

A4: Final = (210.0, 297.0)
LETTER: Final = (215.9, 279.4)
_INCH: Final = 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels. `step` leads from one label's left upper corner to its neighbour's; `source` says who measured it."""

    name: str
    about: str
    page: tuple[float, float]
    label: tuple[float, float]
    across: int
    down: int
    corner: tuple[float, float]
    step: tuple[float, float]
    source: str

    @property
    def labels(self) -> int:
        """How many there are on one."""
        return self.across * self.down

    def place(self, number: int) -> tuple[float, float]:
        """The left upper corner of a label, counted from 0 along the rows."""
        row, column = divmod(number, self.across)
        return self.corner[0] + column * self.step[0], self.corner[1] + row * self.step[1]


SHEETS: Final = {
    "L7418": Sheet(
        *("Avery L7418", "A4, 8 of 86 × 55 mm, for holders", A4),
        *((86.0, 55.0), 2, 4, (19.0, 38.5), (86.0, 55.0)),
        source="LibreOffice 7.4, share/labels/labels.xml: S;8600;5500;8600;5500;1900;3850;2;4;21000;29700",
    ),
    "L4785": Sheet(
        *("Avery L4785", "A4, 10 of 80 × 50 mm, to stick on", A4),
        *((80.0, 50.0), 2, 5, (18.0, 13.0), (95.0, 55.0)),
        source="gLabels 3.4.1, templates/avery-iso-templates.xml: 80 × 50 mm, x0 18, y0 13, dx 95, dy 55",
    ),
    "5395": Sheet(
        *("Avery 5395", "US Letter, 8 of 3⅜ × 2⅓ in, to stick on", LETTER),
        *((3.375 * _INCH, 7 / 3 * _INCH), 2, 4, (0.6875 * _INCH, 7 / 12 * _INCH), (3.75 * _INCH, 2.5 * _INCH)),
        source="gLabels 3.4.1, templates/avery-us-templates.xml: x0 0.6875in, y0 0.5833in, dx 3.75in, dy 2.5in (LibreOffice: same)",
    ),
}
"""By their number, as a form offers them."""
