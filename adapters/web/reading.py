"""Cards and forms read back from what the page is sent, for those who read the town as text: the tour and the tests."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime

from adapters.web.people import PLATFORM, WORKSPACE, Json
from bot.chat import Attachment, Button, Card, Control, Fact, Link, LinkButton, Mention, Menu, Option, Person, Seats, Strong, Text, When
from bot.chat.plain import card_text
from bot.chat.text import Span


def message_text(message: Json) -> str:
    """One message as plain words, with `[Button]` labels."""
    return card_text(card_from(message["card"])) if "card" in message else str(message["words"])


def card_from(shown: Json) -> Card:
    """The reverse of `render.card_json`."""
    seats, image = shown["seats"], shown["image"]
    return Card(
        title=shown["title"],
        body=text_from(shown["body"]),
        facts=tuple(Fact(fact["label"], text_from(fact["words"])) for fact in shown["facts"]),
        seats=Seats(seats["taken"], seats["total"], seats["words"]) if seats else None,
        image=(image["url"], image["about"]) if image else None,
        controls=tuple(_control(control) for control in shown["controls"]),
        note=text_from(shown["note"]),
        to=tuple(_mention(mention["name"], mention["user"]) for mention in shown["to"]),
        files=tuple(Attachment(file["name"], file["type"], b64decode(file["data"])) for file in shown.get("files", ())),
    )


def text_from(spans: list[Json | str]) -> Text:
    """The reverse of `render.words_json`."""
    return Text(*(_span(span) for span in spans))


def _span(span: Json | str) -> Span:
    if isinstance(span, str):
        return span
    if "strong" in span:
        return Strong(span["strong"])
    if "link" in span:
        return Link(span["words"], span["link"])
    if "mention" in span:
        return _mention(span["name"], span["mention"])
    return When(datetime.fromisoformat(span["when"]), span["zone"], span["style"])


def _mention(name: str, user: str) -> Mention:
    return Mention(name, 0, Person(PLATFORM, WORKSPACE, user, name) if user else None)


def _control(control: Json) -> Control:
    if control["kind"] == "link":
        return LinkButton(control["label"], control["url"])
    route, _, payload = control["do"].partition(":")
    if control["kind"] == "button":
        return Button(control["label"], route, payload, control["look"])
    options = tuple(Option(option["value"], option["label"], option["about"]) for option in control["options"])
    return Menu(control["label"], route, options, payload)


def sheet_text(sheet: Json) -> str:
    """A form as plain words: its questions, what they hold, what is wrong."""
    lines = [sheet["title"], sheet["note"]]
    for field in sheet["fields"]:
        lines += [f"{field['label']} {field['value']}".rstrip(), f"  ! {field['error']}" if field["error"] else ""]
    return "\n".join(line for line in [*lines, f"[{sheet['send']}]"] if line)
