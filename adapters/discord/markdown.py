"""Words as Discord reads them. What people wrote stays literal: it can't ping, link or change how the rest looks."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.chat.limits import shortened
from bot.chat.text import Link, Mention, Span, Strong, When, Words, spans

# A backslash before any of these shows the character itself. `@` and `<` are where every mention starts.
# https://docs.discord.com/developers/reference#message-formatting
_SPECIAL = re.compile(r"[\\`*_~|<>@\[\]()#\-]|(?<=\d)\.(?=\s)|:(?=\S)")
# An address typed as it is stays one: backslashes would break it. Only characters that end nothing and start nothing.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9./?=&%+,;~#:_-]*[A-Za-z0-9/=]")
_IN_LINKS = "/:?&=#%+,;@~.-_!$'*"
_STYLES = {"full": "F", "day": "D", "time": "t"}


def escaped(words: str) -> str:
    """Words of a person, to be read exactly as they were typed."""
    out: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(words):
        out += [_SPECIAL.sub(r"\\\g<0>", words[end : address.start()]), address[0]]
        end = address.end()
    return "".join(out) + _SPECIAL.sub(r"\\\g<0>", words[end:])


def markdown(words: Words, longest: int) -> str:
    """Words as markdown of at most `longest` characters. Text is cut with "…"; a moment or a mention is whole or left out."""
    out, room = "", longest
    for span in spans(words):
        text = _span(span)
        if len(text) <= room:
            out, room = out + text, room - len(text)
            continue
        return out + (_cut(span, room) if room > 1 else "")
    return out


def _span(span: Span) -> str:
    match span:
        case str():
            return escaped(span)
        case Strong():
            return f"**{escaped(span.words)}**" if span.words.strip() else ""
        case Link():
            return _link(span)
        case Mention():
            return f"<@{span.account.user}>" if span.account else escaped(span.name)
        case When():
            return f"<t:{int(span.instant.timestamp())}:{_STYLES[span.style]}>"


def _link(link: Link) -> str:
    if not link.url.startswith(("https://", "http://")):
        return escaped(link.words)
    return f"[{escaped(link.words)}]({quote(link.url, safe=_IN_LINKS)})"


def _cut(span: Span, room: int) -> str:
    """As much of one span as fits, ending in "…". Moments and mentions are whole or not at all."""
    words = span if isinstance(span, str) else span.words if isinstance(span, Strong) else ""
    keep = min(room, len(words))
    while keep > 1:
        text = escaped(shortened(words, keep))
        if len(text) <= room:
            return text
        keep -= len(text) - room
    return "…"
