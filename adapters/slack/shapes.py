"""JSON as Slack sends it, read without trusting it: what is missing or of another type reads as empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]
"""A JSON object, ours or Slack's."""


def node(value: object, *path: str) -> Json:
    """The object at `path` inside `value`; {} where there is none."""
    found = value
    for key in path:
        found = cast("Mapping[str, object]", found).get(key) if isinstance(found, dict) else None
    return cast("Json", found) if isinstance(found, dict) else {}


def text(value: object, *path: str) -> str:
    """The string at `path` inside `value`; "" where there is none."""
    found = node(value, *path[:-1]).get(path[-1])
    return found if isinstance(found, str) else ""


def nodes(value: object, *path: str) -> list[Json]:
    """The objects in the list at `path` inside `value`; [] where there is none."""
    found = node(value, *path[:-1]).get(path[-1])
    return [cast("Json", each) for each in cast("list[object]", found) if isinstance(each, dict)] if isinstance(found, list) else []
