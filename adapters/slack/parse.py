"""What Slack says people did, as events of ours.

https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Self

from adapters.slack.shapes import Json, node, nodes, text
from bot.chat.people import MessageRef, Person, Place


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did it, where, and how they can be answered.

    `ephemeral`: on a message that only they see. `route`: whose form it is, for suggestions.
    """

    team: str = ""
    user: str = ""
    channel: str = ""
    thread: str = ""
    message: str = ""
    response_url: str = ""
    ephemeral: bool = False
    route: str = ""

    @property
    def place(self) -> Place:
        """Where they did it; a conversation with themselves alone where Slack names no channel."""
        channel = self.channel or self.user
        return Place("slack", self.team, channel, self.thread, direct=not self.channel or channel.startswith("D"))

    @property
    def ref(self) -> MessageRef | None:
        """The message they did it on. Nobody can find an ephemeral one again, so it has no address."""
        return MessageRef(self.place, self.message) if self.message and not self.ephemeral else None

    @classmethod
    def of(cls, body: Json) -> Self:
        """From a command, an interaction or a shortcut."""
        container, message = node(body, "container"), node(body, "message")
        stamp = text(container, "message_ts") or text(body, "message_ts") or text(message, "ts")
        thread = text(container, "thread_ts") or text(message, "thread_ts")
        found = cls(
            team=text(body, "team", "id") or text(body, "team_id") or text(body, "user", "team_id"),
            user=text(body, "user", "id") or text(body, "user_id"),
            channel=text(body, "channel", "id") or text(body, "channel_id") or text(container, "channel_id"),
            # The first message of a thread names itself as its thread: it stands in the channel all the same.
            thread=thread if thread != stamp else "",
            message=stamp,
            response_url=text(body, "response_url"),
            ephemeral=container.get("is_ephemeral") is True,
        )
        return found.remembering(text(body, "view", "private_metadata"))

    @classmethod
    def of_event(cls, body: Json) -> Self:
        """From something that happened: a mention, a message to the bot, an arrival."""
        event = node(body, "event")
        user = text(event, "user") or text(event, "user", "id")
        return cls(text(body, "team_id") or text(event, "team"), user, text(event, "channel"), text(event, "thread_ts"))

    def remembered(self) -> str:
        """As a view's private_metadata: who and where come back with the answers, even after a restart."""
        kept = {"c": self.channel, "t": self.thread, "m": self.message, "r": self.response_url, "e": self.ephemeral, "s": self.route}
        return json.dumps({key: value for key, value in kept.items() if value}, separators=(",", ":"))

    def remembering(self, metadata: str) -> Self:
        """With what a view remembers of where it was opened."""
        if not metadata.startswith("{"):
            return self
        kept: object = json.loads(metadata)
        return replace(
            self,
            channel=text(kept, "c"),
            thread=text(kept, "t"),
            message=text(kept, "m"),
            response_url=text(kept, "r"),
            ephemeral=node(kept).get("e") is True,
            route=text(kept, "s"),
        )


@dataclass(frozen=True, slots=True)
class Press:
    """A button or a menu, as it came over the wire: nothing of it is trusted."""

    route: str
    payload: str
    chosen: str

    @classmethod
    def of(cls, body: Json) -> Self:
        """The first action of a block_actions payload; Slack sends one at a time."""
        action = next(iter(nodes(body, "actions")), None)
        route, _, payload = text(action, "action_id").partition(":")
        return cls(route, payload, text(action, "selected_option", "value"))


def event_id(body: Json) -> str:
    """What is the same every time Slack tells us of the same thing."""
    return text(body, "event_id") or text(body, "trigger_id") or text(body, "action_ts")


def answers(body: Json) -> dict[str, str]:
    """Every field of a submitted form, by field name, as it would have been typed. A date and a time make one moment."""
    team = Origin.of(body).team
    values: dict[str, str] = {}
    for block_id, block in node(body, "view", "state", "values").items():
        name, _, part = block_id.rpartition(".")
        if part not in {"date", "time"} or not name:
            name, part = block_id, ""
        typed = _typed(next(iter(node(block).values()), None), team)
        values[name] = _moment(values.get(name, ""), typed) if part else typed
    return values


def _moment(first: str, second: str) -> str:
    """Date and time, in the order of the form. One without the other is left for the core to ask about."""
    return f"{first}T{second}" if first and second else first or second


_KEYS = {"datepicker": "selected_date", "timepicker": "selected_time", "plain_text_input": "value"}


def _typed(state: object, team: str) -> str:
    kind = text(state, "type")
    if kind in _KEYS:
        return text(state, _KEYS[kind])
    if kind == "users_select":
        user = text(state, "selected_user")
        return str(Person("slack", team, user)) if user else ""
    if kind == "conversations_select":
        channel = text(state, "selected_conversation")
        return str(Place("slack", team, channel)) if channel else ""
    if kind == "multi_static_select":
        return "\n".join(text(option, "value") for option in nodes(state, "selected_options"))
    return text(state, "selected_option", "value")
