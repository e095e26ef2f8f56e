"""Our text in Slack's own: only `&`, `<` and `>` mean anything there, so only they are escaped.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

from bot.chat.limits import shortened
from bot.chat.people import Person
from bot.chat.plain import say_when
from bot.chat.text import Link, Mention, Strong, When, Words, spans

Pings = frozenset[str] | None
"""The Slack ids a message may notify; None where nobody can be: what only one person sees notifies no other."""

NOBODY: frozenset[str] = frozenset()
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED = str.maketrans(_ESCAPES)
_IN_ADDRESS = str.maketrans({"|": "%7C", "<": "%3C", ">": "%3E", " ": "%20", "\n": "", "&": "&amp;"})
_DATES = {"full": "{date_long}, {time}", "day": "{date_long}", "time": "{time}"}


def escaped(words: str) -> str:
    """Words that mean only themselves."""
    return words.translate(_ESCAPED)


def fitted(words: str, room: int) -> str:
    """Escaped words, shortened first so that the escaped form has at most `room` characters."""
    whole = escaped(words)
    if len(whole) <= room or room < 1:
        return whole if len(whole) <= room else ""
    kept = used = 0
    for letter in words:
        used += len(_ESCAPES.get(letter, letter))
        if used > room - 1:
            break
        kept += 1
    return escaped(shortened(words + "…", kept + 1))


def mrkdwn(words: Words, most: int, pings: Pings = NOBODY) -> str:
    """Words as mrkdwn of at most `most` characters, ending in "…" where they were longer."""
    out = ""
    for span in spans(words):
        room = most - 1 - len(out)
        marked = fitted(span, room) if isinstance(span, str) else _marked(span, pings)
        if room < 1 or len(marked) > room:
            return out.removesuffix("…") + "…"
        out += marked
    return out


def _marked(span: Strong | Link | Mention | When, pings: Pings) -> str:
    match span:
        case Strong():
            return _bold(span.words)
        case Link():
            return _link(span)
        case Mention():
            return mention(span, pings)
        case When():
            return f"<!date^{int(span.instant.timestamp())}^{_DATES[span.style]}|{escaped(say_when(span))}>"


def _bold(words: str) -> str:
    words = words.strip()
    # Slack has no way to escape an asterisk: words that hold one are better plain than half bold.
    return escaped(words) if not words or "*" in words or "\n" in words else f"*{escaped(words)}*"


def _link(link: Link) -> str:
    if not link.url.startswith(("https://", "http://")):
        return escaped(link.words)
    return f"<{link.url.translate(_IN_ADDRESS)}|{escaped(link.words)}>"


def mention(who: Mention, pings: Pings) -> str:
    """A true mention of somebody who is to be notified; for anybody else, their name."""
    account = slack_account(who)
    if account is not None and (pings is None or account.user in pings):
        return f"<@{account.user}>"
    return escaped(who.name)


def slack_account(who: Mention) -> Person | None:
    """The account somebody is notified by here, if they have one."""
    return who.account if who.account is not None and who.account.platform == "slack" else None
