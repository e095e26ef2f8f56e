"""Block Kit as plain words: what a person reads, with times as they are written where nothing can show the reader's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.loopback.slack.shapes import Json, objects, words_of
from tests.loopback.slack.text import plain

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_USER = re.compile(r"<@(\w+)>")


def offered(element: Json) -> list[str]:
    """What can be pressed or chosen on an element."""
    if element["type"] == "button":
        return [words_of(element["text"])]
    return [words_of(option["text"]) for option in objects(element.get("options"))]


def read_blocks(blocks: Sequence[Json], names: Mapping[str, str]) -> str:
    """Blocks, a line for each part; buttons and menus in [brackets]."""
    return "\n".join(line for block in blocks for line in _block(block, names) if line)


def _block(block: Json, names: Mapping[str, str]) -> list[str]:
    lines = [_words(block.get(part), names) for part in ("text", "label", "hint")]
    lines += [_words(field, names).replace("\n", ": ", 1) for field in objects(block.get("fields"))]
    elements = [*objects(block.get("elements")), *objects([block.get("element"), block.get("accessory")])]
    shown = [_element(element, names) for element in elements]
    return [*lines, " ".join(words for words in shown if words)]


def _element(element: Json, names: Mapping[str, str]) -> str:
    match element["type"]:
        case "mrkdwn" | "plain_text":
            return _words(element, names)
        case "button":
            return f"[{words_of(element['text'])}]"
        case "static_select":
            return f"[{words_of(element.get('placeholder'))}: {' / '.join(offered(element))}]"
        case _:
            return str(element.get("initial_value") or "")


def _words(node: Any, names: Mapping[str, str]) -> str:
    words = words_of(node)
    if not words or node["type"] != "mrkdwn":
        return words
    written = _USER.sub(lambda found: names.get(found[1], found[1]), _DATE.sub(r"\1", words))
    return plain(written, lambda user: names.get(user, user), "Europe/London")
