"""chat.* and reactions.*"""

from tests.loopback.slack import limits, posting
from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.shapes import Json
from tests.loopback.slack.workspace import Message, Workspace

from .core import Args, channel_named, method, readable, writable


def _said(ws: Workspace, args: Args, text_most: int | None = None) -> posting.Content:
    blocks = args.structure("blocks", "invalid_blocks_format")
    values = {
        **args.values,
        "blocks": blocks,
        "metadata": args.structure("metadata", "invalid_metadata_format"),
        "link_names": args.flag("link_names"),
    }
    return posting.content(ws, values, text_most=text_most)


@method("chat.postMessage", "chat:write", tier="post")
def post_message(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError as `writable` and `posting.content`, thread_not_found."""
    channel = writable(ws, args.need("channel"))
    thread = args.text("thread_ts")
    if thread is not None and channel.find(thread) is None:
        raise SlackError("thread_not_found")
    message = posting.post(ws, channel, _said(ws, args), thread_ts=thread)
    message.unfurl_links, message.unfurl_media = args.flag("unfurl_links"), args.flag("unfurl_media")
    message.broadcast = bool(args.flag("reply_broadcast"))
    return {"channel": channel.id, "ts": message.ts, "message": posting.as_json(ws, message, metadata=True)}


@method("chat.postEphemeral", "chat:write", tier="4")
def post_ephemeral(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError as `writable` and `posting.content`, user_not_in_channel."""
    channel, user = writable(ws, args.need("channel")), args.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    return {"message_ts": posting.whisper(ws, channel, user, _said(ws, args), args.text("thread_ts")).ts}


def _own(ws: Workspace, args: Args, refusal: str) -> Message:
    channel = channel_named(ws, args.need("channel"))
    message = channel.find(args.need("ts"))
    if message is None or message.tombstone:
        raise SlackError("message_not_found")
    if message.user != ws.bot.id:
        raise SlackError(refusal)
    if channel.archived:
        raise SlackError("is_archived")
    return message


@method("chat.update", "chat:write")
def update(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError message_not_found (ephemeral ones included), cant_update_message, msg_too_long above 4,000."""
    message = _own(ws, args, "cant_update_message")
    posting.rewrite(ws, message, _said(ws, args, limits.UPDATE_TEXT))
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": posting.as_json(ws, message)}


@method("chat.delete", "chat:write")
def delete(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError message_not_found, cant_delete_message."""
    message = _own(ws, args, "cant_delete_message")
    posting.remove(ws, message)
    return {"channel": message.channel.id, "ts": message.ts}


@method("chat.getPermalink", tier="special")
def permalink(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError message_not_found."""
    channel = channel_named(ws, args.need("channel"))
    ts = args.need("message_ts")
    if channel.find(ts) is None:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": f"https://{ws.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"}


@method("reactions.add", "reactions:write")
def react(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError message_not_found, already_reacted."""
    message = readable(ws, args.need("channel")).find(args.need("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    who = message.reactions.setdefault(args.need("name"), [])
    if ws.bot.id in who:
        raise SlackError("already_reacted")
    who.append(ws.bot.id)
    return {}
