"""What a person reads in a Discord message, taken back from what went over the wire: no marks, names for mentions, London times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from bot.chat.plain import say_when
from bot.chat.text import When

Component = Mapping[str, Any]
_STYLES: dict[str, Literal["full", "day", "time"]] = {"F": "full", "D": "day", "t": "time"}
_MARKUP = re.compile(
    r"(?P<escaped>\\[^0-9A-Za-z\s])|(?P<bold>\*\*)|<@(?P<user>\d+)>|<t:(?P<moment>\d+):(?P<style>[FDt])>|\[(?P<words>(?:\\.|[^\]\\])*)\]\((?P<url>[^)]*)\)"
    r"|(?P<heading>^## )|(?P<small>^-# )|(?P<squares>^[■□]+ )",
    re.MULTILINE,
)


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """Every component, those inside others too."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        if inner := component.get("component"):
            yield from walk([inner])


def read_words(components: Sequence[Component], name: Callable[[int], str]) -> str:
    """The whole message; `name` says who a user id is."""
    return "\n".join(filter(None, (_line(component, name) for component in walk(components))))


def _line(component: Component, name: Callable[[int], str]) -> str:
    match component["type"]:
        case 10:
            return plain(component["content"], name)
        case 2:
            return f"[{component['label']}]" if "custom_id" in component else f"[{component['label']} ({component['url']})]"
        case 3:
            return f"[{component.get('placeholder', '')}: {' / '.join(option['label'] for option in component['options'])}]"
        case 12:
            return "\n".join(f"Picture: {item.get('description')}" for item in component["items"])
        case 18:
            return _field(component)
        case _:
            return ""


def _field(label: Component) -> str:
    field = label["component"]
    chosen = [option["label"] for option in field.get("options") or () if option.get("default")]
    words = f"{label['label']} {field.get('value') or ', '.join(chosen)}".rstrip()
    return "\n".join(filter(None, (words, label.get("description"))))


def plain(markdown: str, name: Callable[[int], str]) -> str:
    """Discord's markdown, without the marks."""

    def read(mark: re.Match[str]) -> str:
        if mark["escaped"]:
            return mark["escaped"][1]
        if mark["user"]:
            return name(int(mark["user"]))
        if mark["moment"]:
            return say_when(When(datetime.fromtimestamp(int(mark["moment"]), UTC), "Europe/London", _STYLES[mark["style"]]))
        return f"{plain(mark['words'], name)} ({mark['url']})" if mark["words"] else ""

    return _MARKUP.sub(read, markdown)
