"""Fields people fill in: found in blocks, filled by visible words, turned into Slack's state values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from .errors import CannotDo
from .limits import INPUTS, options_of
from .shapes import Json, elements_of, items, words_of

_ONE = {"users_select": "selected_user", "conversations_select": "selected_conversation", "channels_select": "selected_channel"}
_MANY = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_WHEN = {"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time"}
_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
_INITIAL = {
    "selected_user": "initial_user", "selected_users": "initial_users",
    "selected_conversation": "initial_conversation", "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel", "selected_channels": "initial_channels",
    "selected_date": "initial_date", "selected_time": "initial_time", "selected_date_time": "initial_date_time",
    "selected_option": "initial_option", "selected_options": "initial_options",
    "rich_text_value": "initial_value", "value": "initial_value",
}  # fmt: skip


class HasId(Protocol):
    """A person or channel, chosen in a select."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True)
class Field:
    """One interactive element and the block it lives in. `label` is what a person calls it."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """(block_id, action_id)."""
        return str(self.block["block_id"]), str(self.element["action_id"])

    @property
    def label(self) -> str:
        """The words beside or on it: an input's label, a button's text, a placeholder, a section's text."""
        tries = [self.block.get("label"), self.element.get("text"), self.element.get("placeholder"), self.block.get("text")]
        return next((words for words in map(words_of, tries) if words), "")

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def holds_state(self) -> bool:
        """Whether state.values has an entry for it."""
        return self.kind in INPUTS

    def answers_to(self, name: str) -> bool:
        """Whether a person, or a test, may mean this one by `name`."""
        return name in {self.label, words_of(self.element.get("placeholder")), self.block.get("block_id"), self.element.get("action_id")}


def fields_of(blocks: Sequence[Json]) -> list[Field]:
    """Every interactive element of some blocks, in reading order."""
    found: list[Field] = []
    for block in blocks:
        found += [Field(block, element) for element in elements_of(block) if "action_id" in element]
    return found


def find_field(blocks: Sequence[Json], name: str) -> Field:
    """The field a person means. An exact action_id, block_id or label.

    Raises: CannotDo listing what is there.
    """
    fields = fields_of(blocks)
    for field in fields:
        if field.answers_to(name):
            return field
    raise CannotDo(f"nothing called {name!r} here; there is {[field.label for field in fields]}")


def value_key(kind: str) -> str:
    """Where Slack puts an element's value."""
    if kind in _OPTION:
        return "selected_option"
    if kind in _OPTIONS:
        return "selected_options"
    if kind == "rich_text_input":
        return "rich_text_value"
    return _ONE.get(kind) or _MANY.get(kind) or _WHEN.get(kind) or "value"


def initial_state(element: Json) -> Json:
    """An element's state before anybody touched it."""
    kind = str(element["type"])
    key = value_key(kind)
    empty: list[Json] | None = [] if key in {"selected_options", *_MANY.values()} else None
    return {"type": kind, key: element.get(_INITIAL[key], empty)}


def state_for(field: Field, value: object, suggested: Sequence[Json] = ()) -> Json:
    """The state after a person chose `value`: words, an option's label, a date, a person, or a list of those.

    Raises: CannotDo when there is no such option.
    """
    kind = field.kind
    key = value_key(kind)
    many = items(value) or [value]
    if key == "selected_option":
        return {"type": kind, key: None if value is None else pick(field, str(value), suggested)}
    if key == "selected_options":
        return {"type": kind, key: [pick(field, str(item), suggested) for item in many if item is not None]}
    if kind in _MANY:
        return {"type": kind, key: [_id(item) for item in many if item is not None]}
    if kind in _ONE:
        return {"type": kind, key: None if value is None else _id(value)}
    return {"type": kind, key: _typed(value)}


def pick(field: Field, wanted: str, suggested: Sequence[Json] = ()) -> Json:
    """The option a person sees as `wanted` (or whose value it is), as Slack sends it back.

    Raises: CannotDo listing the options.
    """
    offered = [*options_of(field.element), *suggested]
    for option in offered:
        if wanted in {words_of(option.get("text")), option.get("value")}:
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    raise CannotDo(f"{field.label!r} offers no {wanted!r}; it offers {[words_of(option.get('text')) for option in offered]}")


def _id(value: object) -> str:
    return value if isinstance(value, str) else str(getattr(value, "id", value))


def _typed(value: object) -> object:
    match value:
        case datetime():
            return int(value.timestamp())
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case None | int():
            return value
        case _:
            return str(value) or None


def refusal(field: Field, state: Json) -> str | None:
    """Why Slack's own form will not send this field yet; None when it will. Words as the desktop client has them."""
    value = state.get(value_key(field.kind))
    if value in (None, "", []):
        return None if field.block.get("optional") else "Please complete this required field."
    if field.kind == "plain_text_input":
        length, least, most = len(str(value)), field.element.get("min_length", 0), field.element.get("max_length", 3000)
        if length > most:
            return f"Please enter {most} characters or fewer."
        if length < least:
            return f"Please enter at least {least} characters."
    if field.kind == "number_input" and not str(value).lstrip("-").replace(".", "", 1).isdigit():
        return "Please enter a number."
    maximum = int(field.element.get("max_selected_items", 0))
    if maximum and len(items(value)) > maximum:
        return f"Please choose at most {maximum}."
    return None
