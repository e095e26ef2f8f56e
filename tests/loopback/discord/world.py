"""What stands on this Discord: a server, its channels, who is there, what was posted. No HTTP here."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
EPOCH = 1420070400000
TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
EPHEMERAL = 1 << 6
EVERYTHING = str((1 << 50) - 1 & ~8)  # all but administrator, which would make the rest meaningless


class Refused(Exception):
    """What Discord answers instead: an HTTP status and one of its codes."""

    def __init__(self, status: int, code: int, words: str = "") -> None:
        super().__init__(f"{status} {code} {words}")
        self.status = status
        self.code = code
        self.words = words


@dataclass(slots=True)
class Channel:
    """A channel, a thread (its id is that of the message it hangs under) or a direct conversation."""

    id: str
    kind: int = TEXT
    name: str = ""
    parent: str = ""
    members: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Message:
    """One message as it was posted, or as it was last changed."""

    id: str
    channel: str
    author: str
    body: Json
    edits: int = 0
    seen_by: str = ""  # a private answer is seen by one person
    pinged: set[str] = field(default_factory=set[str])

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.body.get("flags", 0) & EPHEMERAL)


@dataclass(slots=True)
class Asked:
    """An interaction and what came of it."""

    id: str
    token: str
    user: str
    channel: str
    source: str = ""
    kind: int = 0
    response: Json | None = None
    message: str = ""
    followups: list[str] = field(default_factory=list[str])
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    taken: float = 0.0
    since: float = field(default_factory=lambda: asyncio.get_running_loop().time())


class World:
    """Everything there is. Ids count up and carry the time, as Discord's do."""

    def __init__(self) -> None:
        self._counter = itertools.count(1)
        self.bot = self.snowflake()
        self.guild = self.snowflake()
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.users: dict[str, str] = {self.bot: "wallflower"}
        self.commands: list[Json] = []
        self.asked: dict[str, Asked] = {}
        self.events: dict[str, Json] = {}
        self.may_list = True  # whether the bot may create events
        self.news: list[tuple[str, Json]] = []  # what the gateway is about to tell
        self.closed_to_us: set[str] = set()
        self.joined = True
        self.flags = 0
        self.patience = 0.0  # seconds after which an interaction can't be answered any more; 0 for ever
        self.denied: dict[str, int] = {}  # by channel: what the bot may not do there
        self.nonces: dict[tuple[str, str], str] = {}
        self.announcements = self.open_channel("announcements").id

    def snowflake(self, at: datetime | None = None) -> str:
        """A fresh id."""
        milliseconds = int((at or datetime.now(UTC)).timestamp() * 1000) - EPOCH
        return str((milliseconds << 22) + next(self._counter) % (1 << 22))

    def open_channel(self, name: str, kind: int = TEXT, parent: str = "", id_: str = "") -> Channel:
        """A new channel or thread."""
        channel = Channel(id_ or self.snowflake(), kind, name, parent)
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        return channel

    def direct(self, user: str) -> Channel:
        """The direct conversation with somebody, the same one every time."""
        for channel in self.channels.values():
            if channel.kind == DIRECT and channel.members == {user}:
                return channel
        channel = self.open_channel("", DIRECT)
        channel.members = {user}
        return channel

    def channel(self, id_: str) -> Channel:
        """A channel by its id. Raises Refused 10003."""
        if id_ not in self.channels:
            raise Refused(404, 10003, "Unknown Channel")
        return self.channels[id_]

    def message(self, channel: str, id_: str) -> Message:
        """A message by its id. Raises Refused 10003 or 10008."""
        self.channel(channel)
        if id_ not in self.messages[channel]:
            raise Refused(404, 10008, "Unknown Message")
        return self.messages[channel][id_]

    def post(self, channel: str, body: Json, *, seen_by: str = "") -> Message:
        """A new message of the bot's. The same nonce again gives the first one back (for a few minutes, on the real one)."""
        where = self.channel(channel)
        if where.kind == DIRECT and where.members & self.closed_to_us:
            raise Refused(403, 50007, "Cannot send messages to this user")
        key = (channel, str(body.get("nonce", "")))
        if body.get("enforce_nonce") and key in self.nonces:
            return self.message(channel, self.nonces[key])
        message = Message(self.snowflake(), channel, self.bot, body, seen_by=seen_by)
        if not message.ephemeral:
            message.pinged = set(pings(body))
        self.messages[channel][message.id] = message
        if body.get("enforce_nonce"):
            self.nonces[key] = message.id
        return message

    def posts(self) -> list[Message]:
        """Every message that is not a private answer, oldest first."""
        found = [message for channel in self.messages.values() for message in channel.values() if not message.ephemeral]
        return sorted(found, key=lambda message: int(message.id))


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, those inside others too."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        if component.get("component"):
            yield from walk([component["component"]])


def text_of(body: Json) -> str:
    """All the text of a message."""
    return "\n".join(component["content"] for component in walk(body.get("components") or []) if component["type"] == 10)


def pings(body: Json) -> Iterator[str]:
    """Whom a message notifies: those its text mentions, as far as it may."""
    text = text_of(body)
    allowed: Json = body.get("allowed_mentions", {"parse": ["users", "roles", "everyone"]})
    parse: list[str] = allowed.get("parse", [])
    users: list[object] = allowed.get("users", [])
    if "everyone" in parse and ("@everyone" in text or "@here" in text):
        yield "everyone"
    for word in text.replace(">", "> ").split():
        user = word.partition("<@")[2].rstrip(">")
        if user.isdigit() and ("users" in parse or user in map(str, users)):
            yield user
