"""The table of methods, how arguments are read, and who may call."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.shapes import Json, items
from tests.loopback.slack.workspace import Channel, Workspace

Tier = Literal["1", "2", "3", "4", "post", "special"]


@dataclass(frozen=True)
class Args:
    """A call's arguments, which arrive as JSON, as a form or in the address: so flags and objects may be text."""

    values: Json

    def need(self, name: str) -> str:
        """A required argument. Raises: SlackError invalid_arguments."""
        value = self.values.get(name)
        if value in (None, ""):
            raise SlackError("invalid_arguments", messages=[f"missing required field: {name}"])
        return str(value)

    def text(self, name: str) -> str | None:
        """An optional piece of text; None when absent or empty."""
        value = self.values.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool | None:
        """A boolean; None when absent."""
        value = self.values.get(name)
        return None if value is None else str(value).lower() in {"true", "1"}

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.values.get(name)
        return default if value in (None, "") else int(value)

    def structure(self, name: str, error: str = "invalid_arguments") -> object:
        """An object or list, possibly sent as JSON text. Raises: SlackError(error) when that is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def listed(self, name: str) -> list[str]:
        """Comma-separated text, or a list."""
        value: object = self.values.get(name)
        return [item for item in (value.split(",") if isinstance(value, str) else map(str, items(value))) if item]


Handler = Callable[[Workspace, Args], Json]


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, the scopes any of which opens it, its rate tier, the kind of token it takes."""

    run: Handler
    scopes: tuple[str, ...]
    tier: Tier
    token: Literal["bot", "app"]


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, tier: Tier = "3", token: Literal["bot", "app"] = "bot") -> Callable[[Handler], Handler]:
    """Enter a function into the table."""

    def enter(run: Handler) -> Handler:
        METHODS[name] = Method(run, scopes, tier, token)
        return run

    return enter


@dataclass
class Tokens:
    """Which tokens are good, what each is, and what is wrong with the rest."""

    bot: str = "xoxb-loopback-1"
    app: str = "xapp-1-loopback-1"
    spoiled: dict[str, str] = field(default_factory=dict[str, str])
    scopes: set[str] | None = None

    def admit(self, token: str, wanted: Method) -> None:
        """Raises: SlackError not_authed, invalid_auth, token_revoked, account_inactive, not_allowed_token_type, missing_scope."""
        if not token:
            raise SlackError("not_authed")
        if token in self.spoiled:
            raise SlackError(self.spoiled[token])
        if token not in {self.bot, self.app}:
            raise SlackError("invalid_auth")
        if token != (self.bot if wanted.token == "bot" else self.app):
            raise SlackError("not_allowed_token_type")
        if wanted.token == "bot" and self.scopes is not None and wanted.scopes and not self.scopes.intersection(wanted.scopes):
            raise SlackError("missing_scope", needed=wanted.scopes[0], provided=",".join(sorted(self.scopes)))


def call(ws: Workspace, tokens: Tokens, name: str, token: str, values: Json) -> Json:
    """Run one method for one token. Raises: SlackError."""
    wanted = METHODS.get(name)
    if wanted is None:
        raise SlackError("unknown_method", req_method=name)
    tokens.admit(token, wanted)
    return {"ok": True, **wanted.run(ws, Args(values))}


def page(items: list[Json], args: Args, default: int = 100) -> tuple[list[Json], Json]:
    """One page by limit and cursor, and what the answer says of the rest. Raises: SlackError invalid_cursor."""
    limit = min(max(args.number("limit", default), 1), 999)
    cursor = args.text("cursor")
    if cursor is not None and not cursor.removeprefix("next:").isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("next:")) if cursor else 0
    more = start + limit < len(items)
    after = f"next:{start + limit}" if more else ""
    return items[start : start + limit], {"has_more": more, "response_metadata": {"next_cursor": after}}


def channel_named(ws: Workspace, value: str, *, post: bool = False) -> Channel:
    """A conversation the app may know of. Raises: SlackError channel_not_found (unknown, or private and not joined)."""
    channel = ws.channels.get(value)
    if channel is None and post and value in ws.users:
        return ws.direct(value)  # posting to a person's id opens the direct message
    if channel is None or (channel.kind != "public" and ws.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def writable(ws: Workspace, value: str) -> Channel:
    """A conversation the app may post in. Raises: SlackError channel_not_found, is_archived, not_in_channel, restricted_action."""
    channel = channel_named(ws, value, post=True)
    if channel.archived:
        raise SlackError("is_archived")
    if ws.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.restricted:
        raise SlackError("restricted_action")
    return channel


def readable(ws: Workspace, value: str) -> Channel:
    """A conversation whose messages the app may read. Raises: SlackError channel_not_found, not_in_channel."""
    channel = channel_named(ws, value)
    if ws.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel
