"""Discord's refusals in the core's words: what may be tried again, what never, what nobody knows.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from adapters.discord.wire import Attempt, Hiccup, TooMany, attempt
from bot.chat.errors import Never, NotNow, PortError, Unreachable, Unreadable, Unsure

NO_ANSWER = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""Everything a call to Discord may raise."""
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, THREAD_EXISTS = 10003, 10008, 160004

NEVER = {
    10003: "That channel or thread no longer exists.",
    10004: "I am no longer in that server.",
    10008: "That message was deleted.",
    30033: "That thread has as many people as Discord allows.",
    40033: "That message was already published elsewhere.",
    50001: "I can't see that channel any more. Let my role see it, under Edit channel › Permissions.",
    50008: "That channel takes no messages.",
    50013: "I am missing a permission there. `doctor` names which one.",
    50021: "Discord takes no such message there.",
    50024: "That can't be done in this kind of channel.",
    50033: "Discord doesn't know one of those people.",
    50035: "Discord would not take the message as I wrote it.",
    160002: "I need the permission to read message history to open a thread there.",
    160005: "That thread is locked.",
    160006: "That server has as many open threads as Discord allows.",
}
UNREACHABLE = {
    10013: "That account no longer exists.",
    50007: "Their direct messages are closed to me.",
    50278: "We share no server any more, so I can't write to them.",
}
WAIT = {
    20016: timedelta(minutes=1),  # slow mode
    20028: timedelta(minutes=1),  # the channel's own write limit
    40003: timedelta(minutes=10),  # direct messages opened too fast
    40006: timedelta(minutes=10),  # switched off at Discord for the moment
    130000: timedelta(minutes=1),  # search and API overloaded
}


@contextmanager
def in_our_words() -> Generator[Attempt]:
    """Turn whatever the library raises into a PortError."""
    with attempt() as call:
        try:
            yield call
        except discord.DiscordException as error:
            raise port_error(error, call) from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _lost(error, call) from error


@contextmanager
def looking() -> Generator[None]:
    """The same for reading: where it is refused, nobody can tell; for as long as Discord has trouble, nobody can tell yet."""
    try:
        with in_our_words():
            yield
    except Never as no:
        raise Unreadable(no.words) from no
    except Unsure as trouble:
        raise NotNow(str(trouble)) from trouble


def port_error(error: discord.DiscordException, call: Attempt) -> PortError:
    """The core's word for a refusal."""
    match error:
        case TooMany() | discord.RateLimited():
            return NotNow(str(error), timedelta(seconds=error.seconds if isinstance(error, TooMany) else error.retry_after))
        case Hiccup():
            return Unsure(str(error))
        case discord.HTTPException():
            return _refusal(error)
        case _:
            return Unsure(str(error)) if call.left else NotNow(str(error))


def _refusal(error: discord.HTTPException) -> PortError:
    if error.code in UNREACHABLE:
        return Unreachable(UNREACHABLE[error.code])
    if error.code in WAIT:
        return NotNow(str(error), WAIT[error.code])
    if error.status >= 500:
        return Unsure(str(error))
    if error.status == 429:
        return NotNow(str(error), timedelta(seconds=30))
    if error.status == 401:
        return NotNow("Discord no longer takes the token. `connect discord` stores a new one.", timedelta(minutes=10))
    return Never(NEVER.get(error.code, f"Discord refused: {error.text or error.status} (code {error.code})."))


def _lost(error: Exception, call: Attempt) -> PortError:
    """No answer came. Before anything left, nothing happened; after that, nobody knows."""
    words = f"{type(error).__name__}: {error}"
    return Unsure(words) if call.left else NotNow(words, timedelta(seconds=5))
