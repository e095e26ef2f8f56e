"""What a failed call to Slack means for what we wanted to say: one table, each row an outcome documented in docs/slack.md."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.shapes import text
from bot.chat.errors import Never, NotNow, PortError, Unreachable, Unsure

TOKEN_WAIT: Final = timedelta(minutes=5)
"""How long to wait when Slack refuses our token: an operator can mend that, and then everything still useful goes out."""

_TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout", "service_unavailable", "team_added_to_org"})
_UNKNOWN = frozenset({"fatal_error", "internal_error"})
"""Slack's own words: some aspect of the operation may have succeeded before the error was raised."""

_CLOSED_TO_US = frozenset({
    "cannot_dm_bot", "messages_tab_disabled", "not_allowed", "user_disabled", "user_not_found", "user_not_visible",
})  # fmt: skip

_NEVER = {
    "cannot_reply_to_message": "Slack allows no thread under that message.",
    "cant_update_message": "Slack lets nobody change that message any more.",
    "channel_not_found": "That Slack channel is gone, or is private and I am not in it. Invite me with /invite, or choose another channel.",
    "edit_window_closed": "Slack lets nobody change that message any more.",
    "invalid_blocks": "Slack refused how the message was built. Please tell whoever looks after Wallflower.",
    "is_archived": "That Slack channel is archived. Bring it back, or choose another channel.",
    "message_not_found": "Somebody took that message away in Slack.",
    "missing_scope": "Slack has not given me that permission. Install the app again from its manifest.",
    "msg_too_long": "Slack says the message is too long.",
    "no_permission": "Slack does not let me write there.",
    "not_in_channel": "I am not in that Slack channel. Invite me with /invite.",
    "restricted_action": "This workspace does not let me post in that channel. A workspace admin can change that.",
    "thread_not_found": "The message that thread hung under is gone in Slack.",
}


def code_of(error: SlackApiError) -> str:
    """Slack's word for what went wrong; "" when the answer was not Slack's JSON."""
    return text(getattr(_response(error), "data", None), "error")


def outcome(error: Exception) -> PortError:
    """The error to raise in place of this one: it says whether anything may have been done."""
    match error:
        case SlackApiError():
            return _refused(error)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return NotNow("Slack can't be reached just now.")
        case aiohttp.ClientError() | asyncio.TimeoutError() | OSError():
            # The request left; its answer did not come. It may have been posted.
            return Unsure("The connection to Slack was lost before it answered.")
        case _:
            raise error


def _refused(error: SlackApiError) -> PortError:
    code, status = code_of(error), _status(error)
    if status == 429 or code in _LATER:
        return NotNow("Slack asks us to slow down.", retry_after(error))
    if code in _TOKEN:
        return NotNow(f"Slack does not accept our token ({code}). Run `python -m bot doctor`.", TOKEN_WAIT)
    if code in _UNKNOWN or status >= 500 or not code:
        return Unsure(f"Slack had trouble of its own ({code or status}).")
    if code in _CLOSED_TO_US:
        return Unreachable(f"Slack lets me write no direct message to them ({code}).")
    return Never(_NEVER.get(code) or _NEVER.get(_kind(code)) or f"Slack refused: {code}.")


def _response(error: SlackApiError) -> object:
    return error.response  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  a SlackResponse, or aiohttp's own


def _kind(code: str) -> str:
    """`restricted_action_read_only_channel` is a restricted_action; `invalid_blocks_format` an invalid_blocks."""
    return next((known for known in _NEVER if code.startswith(f"{known}_")), "")


def _status(error: SlackApiError) -> int:
    response = _response(error)
    found: object = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return found if isinstance(found, int) else 0


def retry_after(error: SlackApiError) -> timedelta:
    """How long Slack asks us to wait: at least a second."""
    headers: Callable[[str, str], object] | None = getattr(getattr(_response(error), "headers", None), "get", None)
    told = str(headers("Retry-After", "1")) if headers else "1"
    return timedelta(seconds=max(1, int(told) if told.isdecimal() else 1))
