"""Small shared shapes: JSON objects and where things are found in them."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]


def as_object(value: object) -> Json | None:
    """The value if it is a JSON object."""
    return cast("Json", value) if isinstance(value, dict) else None


def objects(value: object) -> list[Json]:
    """The JSON objects of a list; nothing else in it, and nothing at all if it is no list."""
    return [cast("Json", item) for item in cast("list[object]", value) if isinstance(item, dict)] if isinstance(value, list) else []


def items(value: object) -> list[object]:
    """The members of a list, tuple or set; nothing for anything else."""
    return list(cast("Iterable[object]", value)) if isinstance(value, list | tuple | set) else []


def elements_of(block: Json) -> list[Json]:
    """The elements of a block one can press or fill: its accessory, its input, its row of actions."""
    row: object = block.get("elements") if block.get("type") == "actions" else None
    return objects([block.get("accessory"), block.get("element"), *items(row)])


def walk(value: object) -> Iterator[Json]:
    """Every JSON object within, outermost first."""
    if isinstance(value, dict):
        node = cast("Json", value)
        yield node
        for inner in node.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from walk(inner)


def words_of(text_object: object) -> str:
    """The text of a Block Kit text object, or "" where there is none."""
    node = as_object(text_object)
    return str(node.get("text", "")) if node else ""
