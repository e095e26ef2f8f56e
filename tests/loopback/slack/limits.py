"""Block Kit's limits, worded as Slack words a breach of them.

Source: docs.slack.dev, "Block Kit reference" (blocks, block elements, composition objects, views).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from .shapes import Json, as_object, objects, walk, words_of

Surface = Literal["message", "modal", "home"]
BLOCKS = {"message": 50, "modal": 100, "home": 100}
TEXT_CUT = 40_000
UPDATE_TEXT = 4_000
MESSAGE_BLOCKS_TEXT = 13_200
"""Characters all blocks of one message may hold: undocumented, measured in slackapi/bolt-js issue 2509."""
METADATA_BYTES = 16_384
VIEW_BYTES = 250_000

_TEXTS = {"section": {"text": 3000}, "header": {"text": 150}, "input": {"label": 2000, "hint": 2000}, "image": {"title": 2000}}
_LISTS = {"section": {"fields": 10}, "actions": {"elements": 25}, "context": {"elements": 10}}
_NEEDED = {
    "actions": ["elements"],
    "context": ["elements"],
    "header": ["text"],
    "input": ["label", "element"],
    "image": ["alt_text"],
    "markdown": ["text"],
    "rich_text": ["elements"],
}
_PLAIN = {"header", "input", "image"}
_OPTIONS_MOST = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}
_STRINGS = {"action_id": 255, "value": 2000, "url": 3000, "accessibility_label": 75, "alt_text": 2000, "image_url": 3000}
_VIEW_STRINGS = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}
_VIEW_TITLES = {"title": 24, "submit": 24, "close": 24}
INPUTS = {
    "plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input", "file_input",
    "static_select", "external_select", "users_select", "conversations_select", "channels_select",
    "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
    "datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes",
}  # fmt: skip
_ONLY_ACTIONS = {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button", "image"}
ELEMENTS = INPUTS | _ONLY_ACTIONS
KNOWN = {"section", "header", "divider", "image", "actions", "context", "input", "rich_text", "markdown", "video", "file", "table"}


def breaches_of_view(view: Json) -> list[str]:
    """What is wrong with a modal or home tab, in Slack's words; nothing when it is right."""
    kind = view.get("type")
    if kind not in {"modal", "home"}:
        return ["unsupported view type [json-pointer:/view/type]"]
    check = _Check()
    if kind == "modal":
        for key, most in _VIEW_TITLES.items():
            check.text(view.get(key), f"/view/{key}", most, plain=True)
        if not view.get("title"):
            check.say("missing required field: title", "/view")
        if any(block.get("type") == "input" for block in objects(view.get("blocks"))) and not view.get("submit"):
            check.say("missing required field: submit", "/view")
    check.strings(view, "/view", _VIEW_STRINGS)
    check.blocks(view.get("blocks"), "/view/blocks", BLOCKS[kind])
    return check.found


def breaches_of_blocks(blocks: object) -> list[str]:
    """What is wrong with a message's blocks, in Slack's words; nothing when they are right."""
    check = _Check()
    check.blocks(blocks, "/blocks", BLOCKS["message"])
    return check.found


@dataclass
class _Check:
    found: list[str] = field(default_factory=list[str])

    def say(self, words: str, where: str) -> None:
        self.found.append(f"{words} [json-pointer:{where}]")

    def text(self, value: object, where: str, most: int, *, plain: bool = False) -> None:
        if value is None:
            return
        node = as_object(value)
        if node is None or not isinstance(node.get("text"), str) or node.get("type") not in {"plain_text", "mrkdwn"}:
            self.say("must provide a text object", where)
            return
        if plain and node["type"] != "plain_text":
            self.say("must be a plain_text object", where)
        self.string(node["text"], f"{where}/text", most)

    def string(self, value: str, where: str, most: int) -> None:
        if not value:
            self.say("must be more than 0 characters", where)
        if len(value) > most:
            self.say(f"must be less than {most + 1} characters", where)

    def strings(self, node: Json, where: str, limits: dict[str, int]) -> None:
        for key, most in limits.items():
            value = node.get(key)
            if isinstance(value, str) and len(value) > most:
                self.say(f"must be less than {most + 1} characters", f"{where}/{key}")

    def count(self, value: object, where: str, most: int, least: int = 1) -> None:
        size = len(objects(value))
        if size > most:
            self.say(f"no more than {most} items allowed", where)
        if size < least:
            self.say(f"must have at least {least} items", where)

    def blocks(self, value: object, where: str, most: int) -> None:
        if not isinstance(value, list):
            self.say("missing required field: blocks", where.rpartition("/")[0])
            return
        blocks = objects(cast("object", value))
        self.count(blocks, where, most, least=0)
        names = [block["block_id"] for block in blocks if block.get("block_id")]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.say(f'`block_id` "{name}" already exists', where)
        for at, block in enumerate(blocks):
            self.block(block, f"{where}/{at}")

    def block(self, block: Json, where: str) -> None:
        kind = str(block.get("type"))
        if kind not in KNOWN:
            self.say(f"unsupported type: {kind}", where)
            return
        self.strings(block, where, {"block_id": 255, "alt_text": 2000, "image_url": 3000})
        for key in _NEEDED.get(kind, []):
            if not block.get(key):
                self.say(f"missing required field: {key}", where)
        for key, most in _TEXTS.get(kind, {}).items():
            self.text(block.get(key), f"{where}/{key}", most, plain=kind in _PLAIN)
        for key, most in _LISTS.get(kind, {}).items():
            if key in block:
                self.count(block[key], f"{where}/{key}", most)
        if kind == "section":
            self.section(block, where)
        self.elements(block, kind, where)

    def section(self, block: Json, where: str) -> None:
        if not block.get("text") and not block.get("fields"):
            self.say("missing required field: text", where)
        for at, node in enumerate(objects(block.get("fields"))):
            self.text(node, f"{where}/fields/{at}", 2000)

    def elements(self, block: Json, kind: str, where: str) -> None:
        held = [(f"{where}/{key}", node) for key in ("accessory", "element") if (node := as_object(block.get(key)))]
        if kind == "actions":
            held += [(f"{where}/elements/{at}", node) for at, node in enumerate(objects(block.get("elements")))]
            names = [node["action_id"] for _, node in held if node.get("action_id")]
            for name in sorted({name for name in names if names.count(name) > 1}):
                self.say(f'`action_id` "{name}" already exists', where)
        for at, node in held:
            allowed = INPUTS if kind == "input" else ELEMENTS
            if node.get("type") not in allowed:
                self.say(f"unsupported type: {node.get('type')}", at)
            self.element(node, at)
        if kind == "context":
            for at, node in enumerate(objects(block.get("elements"))):
                if node.get("type") != "image":
                    self.text(node, f"{where}/elements/{at}", 3000)

    def element(self, node: Json, where: str) -> None:
        self.strings(node, where, _STRINGS)
        kind = str(node.get("type"))
        if kind == "button":
            if not node.get("text"):
                self.say("missing required field: text", where)
            self.text(node.get("text"), f"{where}/text", 75, plain=True)
        self.text(node.get("placeholder"), f"{where}/placeholder", 150, plain=True)
        self.options(node, kind, where)
        if "max_length" in node and not 1 <= node["max_length"] <= 3000:
            self.say("must be between 1 and 3000", f"{where}/max_length")
        confirm = as_object(node.get("confirm"))
        for key, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items() if confirm else ():
            self.text(confirm and confirm.get(key), f"{where}/confirm/{key}", most)

    def options(self, node: Json, kind: str, where: str) -> None:
        groups = objects(node.get("option_groups"))
        if groups:
            self.count(groups, f"{where}/option_groups", 100)
        for at, group in enumerate(groups):
            self.text(group.get("label"), f"{where}/option_groups/{at}/label", 75, plain=True)
            self.option_list(group.get("options"), f"{where}/option_groups/{at}/options", 100)
        needs = {"static_select", "multi_static_select", *_OPTIONS_MOST}
        if kind in needs and not groups:
            self.option_list(node.get("options"), f"{where}/options", _OPTIONS_MOST.get(kind, 100))
        self.initial(node, where)

    def option_list(self, value: object, where: str, most: int) -> None:
        self.count(value, where, most)
        for at, option in enumerate(objects(value)):
            self.text(option.get("text"), f"{where}/{at}/text", 75)
            self.text(option.get("description"), f"{where}/{at}/description", 75)
            self.strings(option, f"{where}/{at}", {"value": 150})

    def initial(self, node: Json, where: str) -> None:
        """An initial option must be one of the options, whole: text and value."""
        offered = options_of(node)
        if not offered:
            return
        wanted = [as_object(node.get("initial_option")), *objects(node.get("initial_options"))]
        known = [(words_of(option.get("text")), option.get("value")) for option in offered]
        for option in wanted:
            if option and (words_of(option.get("text")), option.get("value")) not in known:
                self.say("failed to match all options", f"{where}/initial_option")


def options_of(element: Json) -> list[Json]:
    """All options an element offers, groups laid flat."""
    grouped = [option for group in objects(element.get("option_groups")) for option in objects(group.get("options"))]
    return objects(element.get("options")) + grouped


def text_size(blocks: Sequence[Json]) -> int:
    """Characters Slack counts towards a message's limit: every text and value, and a little for each block."""
    return sum(len(str(node.get(key))) for node in walk(list(blocks)) for key in ("text", "value", "url") if isinstance(node.get(key), str))


def breaches_of_options(answer: Json) -> list[str]:
    """What is wrong with an answer to block_suggestion: at most 100 options (or groups of them)."""
    check = _Check()
    groups = objects(answer.get("option_groups"))
    lists: list[object] = [group.get("options") for group in groups] if groups else [answer.get("options")]
    for at, options in enumerate(lists):
        if not isinstance(options, list):
            check.say("missing required field: options", f"/{at}")
        elif options:
            check.option_list(cast("object", options), f"/{at}/options", 100)
    return check.found
