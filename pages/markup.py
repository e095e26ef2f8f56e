"""HTML as a tree. A string is always literal: what people wrote can't become an element, an attribute or a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

_ALONE: Final = frozenset({"meta", "link", "hr", "br"})
"""Elements with nothing in them, and so without an end."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element with its attributes and what is in it."""

    name: str
    attributes: dict[str, str]
    inside: tuple[Node, ...]


Node = Element | str


def h(name: str, /, *inside: Node | None, **attributes: str) -> Element:
    """`h("a", "Next", href="/x")`. `None` is left out; `class_` and `aria_label` are `class` and `aria-label`."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return Element(name, named, tuple(each for each in inside if each is not None and each != ""))


def lines(words: str) -> Iterator[Node]:
    """Words people wrote in lines: paragraphs, and breaks within them."""
    for paragraph in words.split("\n\n"):
        if paragraph.strip():
            yield h("p", *_broken(paragraph.strip().split("\n")))


def _broken(parts: Iterable[str]) -> Iterator[Node]:
    for number, part in enumerate(parts):
        if number:
            yield h("br")
        yield part


def document(root: Element) -> str:
    """The whole page as text."""
    return f"<!doctype html>\n{''.join(_written(root))}\n"


def _written(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield escape(node, quote=False)
        return
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in node.attributes.items())
    yield f"<{node.name}{attributes}>"
    if node.name not in _ALONE:
        for each in node.inside:
            yield from _written(each)
        yield f"</{node.name}>"
