"""The frame of every page, its look, and tables. Every text is escaped unless it is `Markup`, which only this package writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

_PAGE: Final = Markup(
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>{style}</style></head><body>{body}</body></html>\n"
)
_TABLE: Final = Markup('<div class="wide"><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>')


@cache
def _style() -> Markup:
    """Nothing anybody wrote comes near it: it is a file of ours, and it closes no tag."""
    return Markup(Path(__file__).with_name("style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def page(title: str, *body: str) -> str:
    """A whole page by itself."""
    return str(_PAGE.format(title=title, style=_style(), body=joined(body)))


def joined(parts: Iterable[str]) -> Markup:
    """One after another."""
    return Markup().join(parts)


def section(title: str, *body: str) -> Markup:
    """A heading with what stands under it."""
    return Markup("<section><h2>{}</h2>{}</section>").format(title, joined(body))


def paragraph(text: str) -> Markup:
    """One."""
    return Markup("<p>{}</p>").format(text)


def listed(lines: Iterable[str]) -> Markup:
    """Short lines, one under another."""
    return Markup('<ul class="plain">{}</ul>').format(joined(Markup("<li>{}</li>").format(line) for line in lines))


def table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]], lit: int | None = None) -> Markup:
    """A table whose first column names the row; a column whose first cell is a number stands to the right, and row `lit` is marked."""
    right = [Markup(' class="number"') if isinstance(cell, int) else Markup() for cell in (rows[0] if rows else headings)]
    head = joined(Markup('<th scope="col"{}>{}</th>').format(side, heading) for side, heading in zip(right, headings, strict=True))
    return _TABLE.format(caption, head, joined(_row(row, right, marked=at == lit) for at, row in enumerate(rows)))


def _row(cells: Sequence[str | int], right: Sequence[Markup], *, marked: bool) -> Markup:
    first, *others = [f"{cell:,}" if isinstance(cell, int) else cell for cell in cells]
    told = [Markup('<th scope="row">{}</th>').format(first)]
    told += [Markup("<td{}>{}</td>").format(side, cell) for side, cell in zip(right[1:], others, strict=True)]
    return Markup("<tr{}>{}</tr>").format(Markup(' class="lit"') if marked else "", joined(told))
