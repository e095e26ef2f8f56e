"""Who and where, as platforms know them. The platform is part of every id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

_PART = re.compile(r"[^\s:/]{0,60}")
"""One part of an id: what the tables hold, and nothing that would end it early."""


def _parts(words: str, count: int) -> list[str]:
    parts = words.split(":")
    if len(parts) != count or not (parts[0] and parts[2]) or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"{words!r} is no id of a person or place")
    return parts


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as one platform knows them.

    `workspace` is the Slack team, and empty on Discord, where a person is the same everywhere.
    `name` and `admin` are what the platform said this time: they take no part in equality.
    """

    platform: str
    workspace: str
    user: str
    name: str = field(default="", compare=False)
    admin: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.platform}:{self.workspace}:{self.user}"

    @classmethod
    def read(cls, words: str) -> Person:
        """The reverse of `str(person)`. Raises ValueError for anything else."""
        platform, workspace, user = _parts(words, 3)
        return cls(platform, workspace, user)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, the thread under one of its messages, or a direct conversation (`direct`)."""

    platform: str
    workspace: str
    channel: str
    thread: str = ""
    direct: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        channel = f"{self.platform}:{self.workspace}:{self.channel}"
        return f"{channel}:{self.thread}" if self.thread else channel

    @classmethod
    def read(cls, words: str) -> Place:
        """The reverse of `str(place)`. Raises ValueError for anything else."""
        platform, workspace, channel, thread = _parts(words if words.count(":") > 2 else f"{words}:", 4)
        return cls(platform, workspace, channel, thread)

    def under(self, message: str) -> Place:
        """The thread under one message of this place."""
        return replace(self, thread=message)


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where one message stands."""

    place: Place
    id: str

    def __str__(self) -> str:
        return f"{self.place}/{self.id}"

    @classmethod
    def read(cls, words: str) -> MessageRef:
        """The reverse of `str(ref)`. Raises ValueError for anything else."""
        place, _, id_ = words.rpartition("/")
        return cls(Place.read(place), id_)
