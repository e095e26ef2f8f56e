"""What comes in at the door, from any platform. `id` is the platform's own id of the event, for de-duplication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.people import MessageRef, Person, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Something a person did. `message` is the message it was done on, if any."""

    id: str
    person: Person
    place: Place
    message: MessageRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Inbound):
    """A command: `route` is `meetup.new`; `values` are the fields given, as typed, by field name."""

    route: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Inbound):
    """A button, or a menu with what was `chosen`. Nothing of it is trusted."""

    route: str
    payload: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Inbound):
    """A form sent back: every field of it, as typed."""

    draft: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggesting(Inbound):
    """Somebody is typing into a field that suggests. Answered by `App.suggest`."""

    route: str
    field: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Inbound):
    """Somebody joined the server, workspace or channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interested(Inbound):
    """Somebody marked an entry of the platform's list of events (`message`) as of interest to them, or no longer."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Altered:
    """Somebody changed an entry of ours on the platform's list of events (`message`) by hand, or took it away. Who is not said."""

    message: MessageRef
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome(Inbound):
    """Somebody opened the bot's own page (Slack's App Home)."""


Event = Typed | Pressed | Submitted | Arrived | Interested | AtHome
