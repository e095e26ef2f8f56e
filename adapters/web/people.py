"""Who lives in the town, and what a message there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat import Place

PLATFORM, WORKSPACE = "web", "town"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody invented. `user` is their handle, `zone` an IANA name, `about` one line about what they do."""

    user: str
    name: str
    zone: str = "Europe/London"
    about: str = ""
    organiser: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to talk. `members` empty: everybody. `direct`: one person and Wallflower, or the few it brought together."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    direct: bool = False

    def admits(self, user: str) -> bool:
        """Whether this person can see it."""
        return not self.members or user in self.members


@dataclass(frozen=True, slots=True)
class Message:
    """Something said. `body` is `{"words": ...}` from a person or `{"card": ...}` from Wallflower, whose `author` is empty.

    `to`: a private answer, seen by this person alone. `pings`: who was notified.
    """

    id: int
    channel: str
    thread: str
    author: str
    at: datetime
    body: Json
    to: str = ""
    pings: tuple[str, ...] = ()
    edited: bool = False

    def as_json(self) -> Json:
        """As the page reads it."""
        return {
            "id": str(self.id),
            "place": self.channel,
            "thread": self.thread,
            "author": self.author,
            "at": self.at.isoformat(),
            "private": bool(self.to),
            "pings": list(self.pings),
            "edited": self.edited,
            **self.body,
        }


def direct_with(user: str) -> str:
    """The id of the direct conversation between this person and Wallflower."""
    return f"@{user}"


def place_of(channel: str, thread: str = "") -> Place:
    """The core's name for a channel of the town, or a thread in it."""
    return Place(PLATFORM, WORKSPACE, channel, thread, direct=channel.startswith("@"))
