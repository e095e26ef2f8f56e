"""What the workspace remembers: people, channels, messages, views, triggers. No network in here."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from .errors import SlackError
from .shapes import Json
from .text import Ping

T = TypeVar("T")
Kind = Literal["public", "private", "im", "mpim"]
USUAL_EVENTS = {"app_mention", "app_home_opened", "message.im", "team_join", "member_joined_channel", "app_uninstalled", "tokens_revoked"}
"""What an app hears of until it brings a manifest. Bolt leaves events without a listener unacknowledged, so not all of them."""
TRIGGER_LIFE = 3.0
"""Seconds a trigger_id lives (docs.slack.dev, "Handling user interaction")."""
RESPONSE_LIFE, RESPONSE_USES = 1800.0, 5
"""A response_url's seconds and uses (the same page)."""


@dataclass(eq=False)
class User:
    """One account, as users.info tells it. `tz` is an IANA zone."""

    id: str
    name: str
    tz: str = "Europe/London"
    admin: bool = False
    owner: bool = False
    bot: bool = False
    guest: bool = False
    gone: bool = False
    email: str | None = None


@dataclass(eq=False)
class Message:
    """A message in a channel, or an ephemeral one when `only_for` names its single reader."""

    channel: "Channel"
    ts: str
    text: str
    user: str
    blocks: list[Json]
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    only_for: str | None = None
    bot_id: str | None = None
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    broadcast: bool = False
    tombstone: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    pings: list[Ping] = field(default_factory=list[Ping])
    by_response_url: bool = False
    files: list["Upload"] = field(default_factory=list["Upload"])


@dataclass(eq=False)
class Channel:
    """A conversation. `restricted` lets no app post (restricted_action); newest message last."""

    id: str
    name: str
    kind: Kind = "public"
    members: list[str] = field(default_factory=list[str])
    archived: bool = False
    restricted: bool = False
    topic: str = ""
    messages: list[Message] = field(default_factory=list[Message])

    def find(self, ts: str) -> Message | None:
        """The message with that ts, latest first since that is what is usually asked for."""
        return next((message for message in reversed(self.messages) if message.ts == ts), None)


@dataclass(eq=False)
class Upload:
    """A file on its way into a conversation."""

    id: str
    name: str
    length: int
    data: bytes = b""


@dataclass(eq=False)
class View:
    """A modal or home tab. `body` is what the app sent, with block and action ids filled in."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: dict[tuple[str, str], Json] = field(default_factory=dict[tuple[str, str], Json])
    errors: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def blocks(self) -> list[Json]:
        """The blocks as they stand."""
        return self.body["blocks"]

    @property
    def title(self) -> str:
        """The words at the top of a modal; "" for a home tab."""
        return str(self.body.get("title", {}).get("text", ""))


@dataclass
class Trigger:
    """Permission to open one view; `view` is the modal it was earned in, if it was."""

    user: str
    issued: float
    view: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Permission to answer where a person acted."""

    user: str
    channel: Channel
    issued: float
    original: Message | None = None
    uses: int = 0


@dataclass(eq=False)
class Workspace:
    """One team and one installed app. `now` gives seconds since 1970; ids are the same in every run.

    `commands`, `shortcuts` and `subscriptions` are what the app declared; None lets everything through.
    `breaches` collects what Slack, or its published schema, would not have taken.
    """

    now: Callable[[], float]
    team_id: str = "T00000001"
    domain: str = "loopback"
    name: str = "Loopback"
    app_id: str = "A00000001"
    bot_id: str = "B00000001"
    users: dict[str, User] = field(default_factory=dict[str, User])
    channels: dict[str, Channel] = field(default_factory=dict[str, Channel])
    uploads: dict[str, Upload] = field(default_factory=dict[str, Upload])
    ephemerals: list[Message] = field(default_factory=list[Message])
    modals: dict[str, list[View]] = field(default_factory=dict[str, list[View]])
    homes: dict[str, View] = field(default_factory=dict[str, View])
    triggers: dict[str, Trigger] = field(default_factory=dict[str, Trigger])
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict[str, ResponseUrl])
    pings: list[Ping] = field(default_factory=list[Ping])
    breaches: list[str] = field(default_factory=list[str])
    commands: set[str] | None = None
    shortcuts: set[str] | None = None
    subscriptions: set[str] | None = field(default_factory=USUAL_EVENTS.copy)
    base_url: str = ""
    watchers: list[asyncio.Future[None]] = field(default_factory=list[asyncio.Future[None]])
    _counts: Counter[str] = field(default_factory=Counter[str])
    _last_ts: int = 0

    def __post_init__(self) -> None:
        self.bot = self.add_user("wallflower", bot=True)

    def touch(self) -> None:
        """Something changed: wake whoever waits in `until`."""
        watchers, self.watchers = self.watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def until(self, true: Callable[[], T], within: float = 5.0) -> T:
        """Wait until `true()` is, and give back what it gave. No polling: asked again when something changed.

        Raises: TimeoutError after `within` seconds.
        """
        async with asyncio.timeout(within):
            while not (found := true()):
                watcher = asyncio.get_running_loop().create_future()
                self.watchers.append(watcher)
                await watcher
            return found

    def new_id(self, prefix: str) -> str:
        """The next id with that prefix: U00000001, U00000002…"""
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]:08X}"

    def new_ts(self) -> str:
        """A message id: seconds and microseconds, never the same and never falling, whatever the clock does."""
        self._last_ts = max(int(self.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_hash(self) -> str:
        """A view hash in Slack's form."""
        return f"{int(self.now())}.{self.new_id('')}"

    def add_user(self, name: str, *, tz: str = "Europe/London", bot: bool = False) -> User:
        """A new account."""
        user = User(self.new_id("U"), name, tz=tz, bot=bot)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, members: Sequence[str], kind: Kind = "public") -> Channel:
        """A new conversation."""
        channel = Channel(self.new_id("D" if kind == "im" else "C"), name, kind, list(dict.fromkeys(members)))
        self.channels[channel.id] = channel
        return channel

    def direct(self, *users: str) -> Channel:
        """The conversation of exactly these people and the app; made when there was none."""
        kind: Kind = "im" if len(users) == 1 else "mpim"
        members = {*users, self.bot.id}
        for channel in self.channels.values():
            if channel.kind == kind and set(channel.members) == members:
                return channel
        name = users[0] if kind == "im" else "mpdm-" + "--".join(self.users[user].name.lower() for user in users)
        return self.add_channel(name, [*users, self.bot.id], kind)

    def issue_trigger(self, user: str, view: str | None = None) -> str:
        """A trigger_id for what this person just did."""
        trigger_id = f"{self.new_id('')}.{self.team_id}.{secrets.token_hex(8)}"
        self.triggers[trigger_id] = Trigger(user, self.now(), view)
        return trigger_id

    def spend_trigger(self, trigger_id: str) -> Trigger:
        """The trigger, used up.

        Raises: SlackError invalid_trigger_id, exchanged_trigger_id (used before), expired_trigger_id (after 3 s).
        """
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.now() - trigger.issued > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def issue_response_url(self, user: str, channel: Channel, original: Message | None = None) -> str:
        """A new response_url."""
        token = f"{self.team_id}-{self.new_id('')}-{secrets.token_hex(12)}"
        self.response_urls[token] = ResponseUrl(user, channel, self.now(), original)
        return f"{self.base_url}response/{token}"

    def top(self, user: str) -> View | None:
        """The modal this person is looking at."""
        stack = self.modals.get(user)
        return stack[-1] if stack else None

    def modal(self, view_id: str) -> View | None:
        """An open modal, wherever it is in its stack."""
        return next((view for stack in self.modals.values() for view in stack if view.id == view_id), None)

    def all_views(self) -> list[View]:
        """Every open modal and every home tab."""
        return [view for stack in self.modals.values() for view in stack] + list(self.homes.values())

    def visible_to(self, user: str) -> list[Message]:
        """What one person can scroll to, oldest first: their channels, and ephemerals for them alone."""
        open_to = [message for channel in self.channels.values() if user in channel.members for message in channel.messages]
        alone = [message for message in self.ephemerals if message.only_for == user]
        return sorted(open_to + alone, key=lambda message: message.ts)
