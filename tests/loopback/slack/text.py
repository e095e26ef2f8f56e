"""Slack's text: what it looks like to a reader, and whom it pings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .shapes import Json, as_object, objects, walk, words_of

_TOKEN = re.compile(r"<([^<>]+)>")
_STYLE = re.compile(r"(?<![\w*_~])([*_~])(\S|\S[^\n]*?\S)\1(?![\w*_~])")
_BROADCAST = re.compile(r"(?<!\w)@(channel|here|everyone)\b")
Names = Callable[[str], str]


@dataclass(frozen=True)
class Ping:
    """Somebody notified. `target` is a user id, a user group id, or channel, here or everyone.

    `guessed` marks a raw @channel in a mrkdwn object sent without verbatim: the documentation says "certain mentions
    will be automatically parsed" there, so it is counted as one.
    """

    target: str
    channel: str
    ts: str
    guessed: bool = False


def pings_in(mrkdwn: str) -> Iterator[str]:
    """Everybody that mrkdwn notifies."""
    for token in _TOKEN.findall(mrkdwn):
        head = token.split("|")[0]
        if head.startswith("@") or head in {"!channel", "!here", "!everyone", "!group"}:
            yield head[1:]
        elif head.startswith("!subteam^"):
            yield head.removeprefix("!subteam^")


def pings_of(text: str, blocks: Sequence[Json], channel: str, ts: str, *, parse_full: bool = False) -> list[Ping]:
    """Everybody a message notifies: by its text, its mrkdwn objects and its rich text."""
    found = [Ping(target, channel, ts) for target in pings_in(text)]
    if parse_full:  # link_names or parse=full: raw names count too
        found += [Ping(target, channel, ts) for target in _BROADCAST.findall(text)]
    for node in walk(list(blocks)):
        found += [Ping(target, channel, ts, guessed) for target, guessed in _node_pings(node)]
    return list(dict.fromkeys(found))


def _node_pings(node: Json) -> Iterator[tuple[str, bool]]:
    match node:
        case {"type": "mrkdwn", "text": str(words)}:
            yield from ((target, False) for target in pings_in(words))
            if not node.get("verbatim"):
                yield from ((target, True) for target in _BROADCAST.findall(words))
        case {"type": "user", "user_id": str(user)}:
            yield user, False
        case {"type": "broadcast", "range": str(whom)}:
            yield whom, False
        case {"type": "usergroup", "usergroup_id": str(group)}:
            yield group, False
        case _:
            return


def plain(mrkdwn: str, names: Names, tz: str) -> str:
    """Mrkdwn as its reader sees it: names for ids, times in the reader's zone, no markup."""
    shown = _TOKEN.sub(lambda found: _token(found[1], names, tz), mrkdwn)
    for _ in range(3):  # styles may nest three deep
        shown = _STYLE.sub(r"\2", shown)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str, names: Names, tz: str) -> str:
    head, _, label = token.partition("|")
    if head.startswith("!date^"):
        return _date(head, label, tz)
    if head.startswith("@"):
        return f"@{names(head[1:])}"
    if head.startswith("#"):
        return f"#{label or names(head[1:])}"
    if head.startswith("!"):
        return label or f"@{head[1:]}"
    return label or head


def _date(head: str, fallback: str, tz: str) -> str:
    """A `!date^UNIX^format^link` token in the reader's zone; its fallback when it cannot be read, as Slack does."""
    parts = head.split("^")
    try:
        at = datetime.fromtimestamp(int(parts[1]), UTC).astimezone(ZoneInfo(tz))
        return re.sub(r"\{(\w+)\}", lambda found: _moment(found[1], at), parts[2])
    except (ValueError, IndexError, KeyError):
        return fallback


def _moment(form: str, at: datetime) -> str:
    """One {format} of a date token, as a reader with a British 24-hour clock has it."""
    day = at.day
    ending = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return {
        "date_num": f"{at:%Y-%m-%d}",
        "date": f"{at:%B} {day}{ending}, {at:%Y}",
        "date_short": f"{at:%b} {day}, {at:%Y}",
        "date_long": f"{at:%A}, {at:%B} {day}{ending}, {at:%Y}",
        "date_pretty": f"{at:%B} {day}{ending}, {at:%Y}",
        "date_short_pretty": f"{at:%b} {day}, {at:%Y}",
        "date_long_pretty": f"{at:%A}, {at:%B} {day}{ending}, {at:%Y}",
        "date_long_full": f"{at:%A}, {at:%B} {day}{ending}, {at:%Y}",
        "time": f"{at:%H:%M}",
        "time_secs": f"{at:%H:%M:%S}",
        "ago": f"{at:%Y-%m-%d %H:%M}",
    }[form]


def shown_text(text_object: object, names: Names, tz: str) -> str:
    """A text object as seen: plain_text literally, mrkdwn rendered."""
    node = as_object(text_object)
    if node is None:
        return ""
    return plain(words_of(node), names, tz) if node.get("type") == "mrkdwn" else words_of(node)


def shown_blocks(blocks: Sequence[Json], names: Names, tz: str) -> list[str]:
    """What a reader sees of blocks, one string a block, controls by their words in [brackets]."""
    return [words for block in blocks if (words := " · ".join(part for part in _block(block, names, tz) if part))]


def _block(block: Json, names: Names, tz: str) -> Iterator[str]:
    match block.get("type"):
        case "rich_text":
            yield "".join(_rich(node, names, tz) for node in walk(block.get("elements")))
        case "markdown":
            yield str(block.get("text", ""))
        case "image":
            yield f"[{block.get('alt_text', '')}]"
        case _:
            for part in [block.get("label"), block.get("text"), *objects(block.get("fields")), block.get("hint")]:
                yield shown_text(part, names, tz)
    held = [as_object(block.get("accessory")), as_object(block.get("element"))]
    if block.get("type") != "rich_text":
        held += objects(block.get("elements"))
    yield from (_element(element, names, tz) for element in held if element)


def _element(element: Json, names: Names, tz: str) -> str:
    match element.get("type"):
        case "mrkdwn" | "plain_text":
            return shown_text(element, names, tz)
        case "image":
            return f"[{element.get('alt_text', '')}]"
        case "button":
            return f"[{words_of(element.get('text'))}]"
        case _:
            return f"[{words_of(element.get('placeholder'))}]" if element.get("placeholder") else ""


def _rich(node: Json, names: Names, tz: str) -> str:
    match node:
        case {"type": "text", "text": str(words)}:
            return words
        case {"type": "user", "user_id": str(user)}:
            return f"@{names(user)}"
        case {"type": "link", "url": str(url)}:
            return str(node.get("text") or url)
        case {"type": "broadcast", "range": str(whom)}:
            return f"@{whom}"
        case {"type": "date", "timestamp": int(at), "format": str(form)}:
            return _date(f"!date^{at}^{form}", str(node.get("fallback", "")), tz)
        case _:
            return ""
