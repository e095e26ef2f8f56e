"""Forms as modals, and cards where only a modal can be shown.

https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from adapters.slack.render import blocks, context, option, plain_text, section
from adapters.slack.shapes import Json
from adapters.slack.words import fitted
from bot.chat.answer import Sheet, SheetField
from bot.chat.card import Card, Option
from bot.chat.form import Ask, Kind
from bot.chat.limits import LIMITS, shortened
from bot.chat.people import Person, Place

TITLE: Final = 24
MOST_BLOCKS: Final = 100
NAME: Final = "Wallflower"


def form(sheet: Sheet, metadata: str) -> Json:
    """A form. `metadata` comes back with the answers. What is wrong stands above its field: in a form just opened Slack shows no errors."""
    parts: list[Json] = [section(fitted(sheet.note, 2900))] if sheet.note else []
    for field in sheet.fields:
        if field.error:
            parts.append(context(f":warning: {fitted(field.error, 1000)}"))
        parts += _inputs(field)
    return {
        "type": "modal",
        "callback_id": f"draft:{sheet.draft}",
        "private_metadata": metadata,
        "title": plain_text(sheet.title, TITLE),
        "submit": plain_text(sheet.send, TITLE),
        "close": plain_text("Cancel", TITLE),
        "blocks": parts[:MOST_BLOCKS],
    }


def shown(card: Card, metadata: str = "") -> Json:
    """A card by itself, for an answer that has no conversation to stand in."""
    return _page(blocks(card, None), metadata)


def waiting() -> Json:
    """What stands there while the answer is still being worked out."""
    return _page([section("Working on it…")], "")


def _page(parts: list[Json], metadata: str) -> Json:
    return {
        "type": "modal",
        "callback_id": "card",
        "private_metadata": metadata,
        "title": plain_text(NAME, TITLE),
        "close": plain_text("Close", TITLE),
        "blocks": parts[:MOST_BLOCKS],
    }


def home(cards: Sequence[Card]) -> Json:
    """The bot's own page: every card that fits whole."""
    parts: list[Json] = []
    for card in cards:
        more = [*([{"type": "divider"}] if parts else []), *blocks(card, None)]
        if len(parts) + len(more) > MOST_BLOCKS - 1:
            parts.append(context("There is more than fits here. Type `/wallflower` to see everything I can do."))
            break
        parts += more
    return {"type": "home", "callback_id": "home", "blocks": parts or [section("Nothing here yet. Type `/wallflower` to begin.")]}


def _inputs(field: SheetField) -> list[Json]:
    if field.ask.kind == "moment" and (when := _picked(field.value)) is not None:
        return [_date_input(field.ask, when[0]), _time_input(field.ask, when[1])]
    ask = field.ask
    element = _ELEMENTS[ask.kind](ask, field.value) | {"action_id": ask.name}
    return [_input(ask, ask.name, ask.label, element)]


def _input(ask: Ask, block_id: str, label: str, element: Json) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, LIMITS["field label"].slack),
        "element": element,
        "optional": not ask.required,
    } | ({"hint": plain_text(ask.hint, LIMITS["field hint"].slack)} if ask.hint and element["type"] != "timepicker" else {})


def _picked(value: str) -> tuple[str, str] | None:
    """Date and time for the pickers; None for words, which are kept as they were typed, in a line of their own."""
    if not value:
        return "", ""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return f"{at:%Y-%m-%d}", f"{at:%H:%M}"


# Not Slack's combined picker: it gives an instant in the *viewer's* zone. What people mean is the clock on the wall where they will meet.
def _date_input(ask: Ask, day: str) -> Json:
    return _input(ask, f"{ask.name}.date", ask.label, {"type": "datepicker", "action_id": ask.name} | _given("initial_date", day))


def _time_input(ask: Ask, time: str) -> Json:
    return _input(ask, f"{ask.name}.time", "At what time?", {"type": "timepicker", "action_id": ask.name} | _given("initial_time", time))


def _given(key: str, value: object) -> Json:
    return {key: value} if value else {}


def _line(ask: Ask, value: str) -> Json:
    if ask.suggest is not None:
        shown_now = {"initial_option": option(Option(value, value))} if value and len(value) <= LIMITS["option value"].slack else {}
        return {"type": "external_select", "min_query_length": 0, "placeholder": plain_text("Start typing", TITLE)} | shown_now
    return _typed(value, multiline=False)


def _paragraph(_ask: Ask, value: str) -> Json:
    return _typed(value, multiline=True)


def _typed(value: str, *, multiline: bool) -> Json:
    # No max_length of ours: Slack would refuse a form whose initial value is longer, and "everything typed is kept" comes first.
    kept = shortened(value, LIMITS["typed text"].slack)
    return {"type": "plain_text_input", "multiline": multiline} | _given("initial_value", kept)


def _choice(ask: Ask, value: str) -> Json:
    chosen = _chosen(ask, [value or ask.default])
    return {
        "type": "static_select",
        "placeholder": plain_text("Choose one", TITLE),
        "options": [option(each) for each in ask.options],
    } | _given("initial_option", chosen[0] if chosen else None)


def _choices(ask: Ask, value: str) -> Json:
    return {
        "type": "multi_static_select",
        "placeholder": plain_text("Choose any", TITLE),
        "options": [option(each) for each in ask.options],
    } | _given("initial_options", _chosen(ask, value.splitlines()))


def _chosen(ask: Ask, values: Sequence[str]) -> list[Json]:
    wanted = {value.strip().casefold() for value in values}
    return [option(each) for each in ask.options if {each.value.casefold(), each.label.casefold()} & wanted]


def _yes_no(ask: Ask, value: str) -> Json:
    chosen = _chosen(ask, [value or ask.default])
    shown_now = _given("initial_option", chosen[0] if chosen else None)
    return {"type": "radio_buttons", "options": [option(each) for each in ask.options]} | shown_now


def _person(_ask: Ask, value: str) -> Json:
    shown_now = _given("initial_user", _slack_id(Person.read, value))
    return {"type": "users_select", "placeholder": plain_text("Choose somebody", TITLE)} | shown_now


def _place(_ask: Ask, value: str) -> Json:
    chosen = _slack_id(Place.read, value)
    return {
        "type": "conversations_select",
        "placeholder": plain_text("Choose a channel", TITLE),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    } | ({"initial_conversation": chosen} if chosen else {"default_to_current_conversation": True})


def _slack_id(read: Callable[[str], Person | Place], value: str) -> str:
    try:
        found = read(value)
    except (ValueError, TypeError):
        return ""
    if found.platform != "slack":
        return ""
    return found.user if isinstance(found, Person) else found.channel


_ELEMENTS: dict[Kind, Callable[[Ask, str], Json]] = {
    "line": _line,
    "paragraph": _paragraph,
    "moment": _line,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "person": _person,
    "place": _place,
}
