"""Discord's limits on what we send, held against every body: what it answers with 50035 and discord.py never checks.

https://docs.discord.com/developers/components/reference and /interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.loopback.discord.world import Json, walk

INTERACTIVE = (2, 3, 5, 6, 7, 8)


def breaches(body: Json) -> list[str]:
    """What Discord would refuse in a message or a form."""
    return [*_form(body)] if "title" in body else [*_message(body)]


def must_name_pings(body: Json) -> list[str]:
    """Without `allowed_mentions` Discord pings whomever the text names: none of ours may go without."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return ["no allowed_mentions"]
    return [f"allowed_mentions parses {allowed['parse']}"] if allowed.get("parse") else []


def _message(body: Json) -> Iterator[str]:
    everything = list(walk(body.get("components") or []))
    if len(everything) > 40:
        yield f"{len(everything)} components"
    letters = sum(len(component["content"]) for component in everything if component["type"] == 10)
    if letters > 4000:
        yield f"{letters} characters"
    if body.get("content") or body.get("embeds"):
        yield "content or embeds beside components"
    ids = [component["custom_id"] for component in everything if component.get("custom_id")]
    if len(set(ids)) != len(ids):
        yield f"the same id twice among {ids}"
    for component in everything:
        yield from _component(component)


def _component(component: Json) -> Iterator[str]:
    if len(component.get("custom_id") or "") > 100:
        yield "an id of more than 100 characters"
    match component["type"]:
        case 1 if not 1 <= len(component["components"]) <= 5:
            yield f"{len(component['components'])} buttons in a row"
        case 2 if not 1 <= len(component.get("label") or "") <= 80:
            yield f"a button labelled {component.get('label')!r}"
        case 3:
            yield from _menu(component)
        case 10 if not component["content"]:
            yield "an empty text"
        case _:
            pass


def _menu(menu: Json) -> Iterator[str]:
    options: list[Json] = menu.get("options") or []
    if not 1 <= len(options) <= 25:
        yield f"{len(options)} options"
    if len({option["value"] for option in options}) != len(options):
        yield "an option twice"
    for option in options:
        if not 1 <= len(option["label"]) <= 100 or len(option["value"]) > 100 or len(option.get("description") or "") > 100:
            yield f"option {option['label']!r} is too long"


def _form(body: Json) -> Iterator[str]:
    if not 1 <= len(body["title"]) <= 45:
        yield f"a title of {len(body['title'])} characters"
    if not 1 <= len(body["components"]) <= 5:
        yield f"{len(body['components'])} fields"
    for label in body["components"]:
        if label["type"] == 18:
            yield from _field(label)


def _field(label: Json) -> Iterator[str]:
    if not 1 <= len(label["label"]) <= 45 or len(label.get("description") or "") > 100:
        yield f"field {label['label']!r} says too much"
    field = label["component"]
    value = field.get("value") or ""
    if field["type"] == 4 and len(value) > (field.get("max_length") or 4000):
        yield "a field filled beyond its length"
    if field["type"] == 3:
        yield from _menu(field)
    if field["type"] in (21, 22) and not 1 <= len(field["options"]) <= 10:
        yield f"{len(field['options'])} boxes"
