"""Making and changing messages: the one place that checks them, whoever brings them (Web API, response_url, an ack)."""

import json
from dataclasses import dataclass

from . import limits
from .errors import SlackError
from .schema import schema_breaches
from .shapes import Json, elements_of, objects
from .text import pings_of
from .workspace import Channel, Message, Workspace


@dataclass(frozen=True)
class Content:
    """What a message is to say, checked."""

    text: str
    blocks: list[Json]
    metadata: Json | None = None
    parse_full: bool = False


def content(ws: Workspace, args: Json, *, text_most: int | None = None) -> Content:
    """Check text, blocks and metadata.

    Raises: SlackError no_text, msg_too_long, invalid_blocks, msg_blocks_too_long, metadata_too_large.
    """
    text = str(args.get("text") or "")
    blocks: object = args.get("blocks") or None
    if not text and not blocks and not args.get("attachments"):
        raise SlackError("no_text")
    if text_most is not None and len(text) > text_most:
        raise SlackError("msg_too_long")
    if blocks:
        check_blocks(ws, blocks)
    parse_full = args.get("parse") == "full" or bool(args.get("link_names"))
    return Content(text[: limits.TEXT_CUT], with_ids(ws, objects(blocks)), metadata(args.get("metadata")), parse_full)


def check_blocks(ws: Workspace, blocks: object) -> None:
    """Raises: SlackError invalid_blocks, msg_blocks_too_long. What only the schema minds becomes a breach."""
    found = limits.breaches_of_blocks(blocks)
    if found:
        ws.breaches += [f"message: {words}" for words in found]
        raise SlackError("invalid_blocks", messages=found, errors=found)
    ws.breaches += schema_breaches("message", {"blocks": blocks})
    if limits.text_size(objects(blocks)) > limits.MESSAGE_BLOCKS_TEXT:
        ws.breaches.append("message: msg_blocks_too_long")
        raise SlackError("msg_blocks_too_long")


def metadata(value: Json | None) -> Json | None:
    """Raises: SlackError invalid_metadata_format, metadata_too_large."""
    match value:
        case None:
            return None
        case {"event_type": str(kind), "event_payload": dict()} if kind:
            if len(json.dumps(value)) > limits.METADATA_BYTES:
                raise SlackError("metadata_too_large")
            return value
        case _:
            raise SlackError("invalid_metadata_format")


def with_ids(ws: Workspace, blocks: list[Json]) -> list[Json]:
    """The blocks with every missing block_id and action_id filled in, as Slack returns them."""
    filled: list[Json] = json.loads(json.dumps(blocks))
    for block in filled:
        block.setdefault("block_id", ws.new_id("b"))
        for element in elements_of(block):
            if element.get("type") in limits.ELEMENTS - {"image"}:
                element.setdefault("action_id", ws.new_id("a"))
    return filled


def post(ws: Workspace, channel: Channel, said: Content, author: str | None = None, thread_ts: str | None = None) -> Message:
    """A new message in a channel; by the app unless an author is named."""
    by_app = author is None
    message = Message(channel, ws.new_ts(), said.text, author or ws.bot.id, said.blocks, thread_ts, said.metadata)
    message.bot_id = ws.bot_id if by_app else None
    channel.messages.append(message)
    if by_app:
        _ping(ws, message, said)
    return message


def whisper(ws: Workspace, channel: Channel, user: str, said: Content, thread_ts: str | None = None) -> Message:
    """An ephemeral message: one reader, in no history."""
    message = Message(channel, ws.new_ts(), said.text, ws.bot.id, said.blocks, thread_ts, only_for=user, bot_id=ws.bot_id)
    ws.ephemerals.append(message)
    _ping(ws, message, said)
    return message


def rewrite(ws: Workspace, message: Message, said: Content) -> None:
    """Change a message in place; metadata not sent again stays."""
    message.text, message.blocks = said.text, said.blocks
    message.metadata = said.metadata or message.metadata
    message.edited = ws.new_ts()
    _ping(ws, message, said)


def remove(ws: Workspace, message: Message) -> None:
    """Delete a message; one that has replies leaves a tombstone, as in Slack."""
    if message.only_for is not None:
        ws.ephemerals.remove(message)
    elif any(reply.thread_ts == message.ts and reply is not message for reply in message.channel.messages):
        message.text, message.blocks, message.tombstone = "This message was deleted.", [], True
    else:
        message.channel.messages.remove(message)


def _ping(ws: Workspace, message: Message, said: Content) -> None:
    message.pings = pings_of(said.text, said.blocks, message.channel.id, message.ts, parse_full=said.parse_full)
    ws.pings += message.pings


def as_json(ws: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as history and payloads show it; metadata only when asked for."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": ws.team_id}
    if message.tombstone:
        shown |= {"subtype": "tombstone", "hidden": True}
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": ws.app_id}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        shown |= {"files": [{"id": file.id, "name": file.name, "size": file.length} for file in message.files], "subtype": "file_share"}
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    if message.reactions:
        shown["reactions"] = [{"name": name, "users": who, "count": len(who)} for name, who in message.reactions.items()]
    return shown | _thread(message)


def _thread(message: Message) -> Json:
    replies = [other for other in message.channel.messages if other.thread_ts == message.ts and other is not message]
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    if not replies:
        return {}
    return {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
