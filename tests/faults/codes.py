"""What platforms say when they refuse, and what each means for what was to be said: the table of promise 9."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Means(Enum):
    """For how long, and for what."""

    LATER = "temporary: it leaves once that is over"
    UNSURE = "nobody knows whether it was done: it is looked for, and done once"
    ROW = "permanent for this one message"
    PLACE = "permanent for that place"
    PERSON = "permanent for that person"

    @property
    def permanent(self) -> bool:
        """Whether a person has to decide."""
        return self in {Means.ROW, Means.PLACE, Means.PERSON}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer. Discord's has a `status` and a `code`, Slack's a `word`; `cut`: the connection ends without one.

    `only`: asked for this alone.
    """

    means: Means
    what: str
    status: int = 200
    code: int = 0
    word: str = ""
    cut: bool = False
    only: str = ""

    def __str__(self) -> str:
        return self.word or ("cut off" if self.cut else f"{self.status}/{self.code}")


LATER, UNSURE, ROW, PLACE, PERSON = Means
DISCORD: Final = (
    Told(PLACE, "the channel is gone", 404, 10003),
    Told(PLACE, "the server is gone", 404, 10004),
    Told(ROW, "the message is gone", 404, 10008),
    Told(PERSON, "the account is gone", 404, 10013),
    Told(LATER, "slow mode", 403, 20016),
    Told(LATER, "the channel's own limit", 403, 20028),
    Told(ROW, "the thread is full", 400, 30033),
    Told(LATER, "direct messages opened too fast", 400, 40003),
    Told(LATER, "switched off for the moment", 403, 40006),
    Told(PLACE, "the channel can't be seen", 403, 50001),
    Told(PERSON, "direct messages are closed", 403, 50007),
    Told(PLACE, "the channel takes no messages", 400, 50008),
    Told(PLACE, "a permission is missing", 403, 50013),
    Told(ROW, "not in this kind of message", 400, 50021),
    Told(PLACE, "not in this kind of channel", 400, 50024),
    Told(ROW, "the body is refused", 400, 50035),
    Told(PERSON, "no server in common", 403, 50278),
    Told(PLACE, "the thread is locked", 403, 160005),
    Told(PLACE, "too many threads are open", 400, 160006),
    Told(ROW, "a code of tomorrow", 403, 999999),
    Told(LATER, "the token is not taken", 401, 0),
    Told(LATER, "too many requests", 429, 0),
    Told(UNSURE, "trouble at Discord's end", 500, 0),
    Told(UNSURE, "a bad gateway", 502, 0),
    Told(UNSURE, "overloaded", 503, 130000),
    Told(UNSURE, "no answer from behind the gateway", 504, 0),
    Told(UNSURE, "the connection ends", cut=True),
)
SLACK: Final = (
    Told(PLACE, "the channel is gone", word="channel_not_found"),
    Told(PLACE, "the channel is archived", word="is_archived"),
    Told(PLACE, "not invited", word="not_in_channel"),
    Told(PLACE, "posting is restricted", word="restricted_action"),
    Told(PLACE, "the same, of one sort", word="restricted_action_read_only_channel"),
    Told(PLACE, "no permission", word="no_permission"),
    Told(PLACE, "a scope is missing", word="missing_scope"),
    Told(ROW, "too long", word="msg_too_long"),
    Told(ROW, "the body is refused", word="invalid_blocks"),
    Told(ROW, "no thread there", word="cannot_reply_to_message"),
    Told(ROW, "a word of tomorrow", word="some_error_of_tomorrow"),
    Told(PERSON, "the account is gone", word="user_not_found"),
    Told(PERSON, "the account is disabled", word="user_disabled"),
    Told(PERSON, "messages to apps are switched off", word="messages_tab_disabled"),
    Told(LATER, "too many requests", word="ratelimited"),
    Told(LATER, "the service is away", word="service_unavailable"),
    Told(LATER, "the request took too long", word="request_timeout"),
    Told(LATER, "the token was revoked", word="token_revoked"),
    Told(LATER, "the token is not taken", word="invalid_auth"),
    Told(LATER, "the account is inactive", word="account_inactive"),
    Told(UNSURE, "trouble at Slack's end", word="internal_error"),
    Told(UNSURE, "the same, worse", word="fatal_error"),
    Told(UNSURE, "a bad gateway", 503, word="bad_gateway"),
    Told(UNSURE, "the connection ends", cut=True),
)
TOWN: Final = (
    Told(LATER, "a bad moment", word="fail"),
    Told(UNSURE, "the reply is lost", word="lose"),
    Told(PERSON, "direct messages are closed", word="closed"),
    Told(ROW, "what was said can't be looked through", word="unreadable", only="find"),
)
