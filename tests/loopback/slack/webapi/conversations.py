"""conversations.*"""

from tests.loopback.slack import posting
from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.shapes import Json
from tests.loopback.slack.workspace import Channel, Message, Workspace

from .core import Args, channel_named, method, page, readable

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_WRITE = ("channels:manage", "groups:write")
GROUP_MOST = 8
_NAME_MOST = 80


def as_json(ws: Workspace, channel: Channel) -> Json:
    """A conversation as conversations.info tells it."""
    shown: Json = {
        "id": channel.id, "is_channel": channel.kind == "public", "is_group": channel.kind == "private", "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim", "is_private": channel.kind != "public", "is_archived": channel.archived,
        "is_member": ws.bot.id in channel.members, "is_general": channel.name == "general", "context_team_id": ws.team_id,
    }  # fmt: skip
    if channel.kind == "im":
        return shown | {"user": next(user for user in channel.members if user != ws.bot.id), "is_open": True}
    return shown | {"name": channel.name, "topic": {"value": channel.topic}, "num_members": len(channel.members)}


@method("conversations.info", *_READ)
def info(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError channel_not_found."""
    return {"channel": as_json(ws, channel_named(ws, args.need("channel")))}


@method("conversations.list", *_READ, tier="2")
def list_(ws: Workspace, args: Args) -> Json:
    """What the app may know of, of the kinds asked for (public ones when none are)."""
    wanted = args.listed("types") or ["public_channel"]
    kinds = {"public_channel": "public", "private_channel": "private"}
    shown = [
        as_json(ws, channel)
        for channel in ws.channels.values()
        if channel.kind in {kinds.get(kind, kind) for kind in wanted}
        and (channel.kind == "public" or ws.bot.id in channel.members)
        and not (channel.archived and args.flag("exclude_archived"))
    ]
    items, rest = page(shown, args)
    return {"channels": items, "response_metadata": rest["response_metadata"]}


@method("conversations.members", *_READ, tier="4")
def members(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError channel_not_found."""
    ids = channel_named(ws, args.need("channel")).members
    items, rest = page([{"id": user} for user in ids], args)
    return {"members": [item["id"] for item in items], "response_metadata": rest["response_metadata"]}


def _between(message: Message, args: Args) -> bool:
    oldest, latest, inclusive = args.text("oldest"), args.text("latest"), args.flag("inclusive")
    at = _whole(message.ts)
    above = oldest is None or at > _whole(oldest) or (bool(inclusive) and at == _whole(oldest))
    below = latest is None or at < _whole(latest) or (bool(inclusive) and at == _whole(latest))
    return above and below


def _whole(ts: str) -> int:
    """A ts as microseconds: no rounding, as a float would bring."""
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int(rest.ljust(6, "0")[:6] or 0)


@method("conversations.history", *_HISTORY)
def history(ws: Workspace, args: Args) -> Json:
    """Newest first, replies left out unless sent to the channel too. Raises: SlackError channel_not_found, not_in_channel."""
    channel = readable(ws, args.need("channel"))
    found = [m for m in reversed(channel.messages) if (m.thread_ts is None or m.broadcast) and _between(m, args)]
    asked = bool(args.flag("include_all_metadata"))
    items, rest = page([posting.as_json(ws, message, metadata=asked) for message in found], args)
    return {"messages": items, "pin_count": 0, **rest}


@method("conversations.replies", *_HISTORY)
def replies(ws: Workspace, args: Args) -> Json:
    """The first message, then its replies, oldest first. Raises: SlackError channel_not_found, thread_not_found."""
    channel, ts = readable(ws, args.need("channel")), args.need("ts")
    parent = channel.find(ts)
    if parent is None:
        raise SlackError("thread_not_found")
    found = [parent, *(m for m in channel.messages if m.thread_ts == ts and _between(m, args))]
    asked = bool(args.flag("include_all_metadata"))
    items, rest = page([posting.as_json(ws, message, metadata=asked) for message in found], args, default=1000)
    return {"messages": items, **rest}


@method("conversations.open", "im:write", "mpim:write")
def open_(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError user_not_found, cannot_dm_bot, user_disabled, not_enough_users, too_many_users."""
    if (known := args.text("channel")) is not None:
        return {"channel": {"id": channel_named(ws, known).id}}
    users = args.listed("users")
    if not users:
        raise SlackError("not_enough_users")
    if len(users) > GROUP_MOST:
        raise SlackError("too_many_users")
    for user in (_person(ws, user) for user in users):
        if user == ws.bot.id or ws.users[user].bot:
            raise SlackError("cannot_dm_bot")
        if ws.users[user].gone:
            raise SlackError("user_disabled")
    channel = ws.direct(*users)
    return {"channel": as_json(ws, channel) if args.flag("return_im") else {"id": channel.id}}


def _person(ws: Workspace, user: str) -> str:
    if user not in ws.users:
        raise SlackError("user_not_found")
    return user


@method("conversations.create", *_WRITE, tier="2")
def create(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError name_taken, invalid_name_specials, invalid_name_maxlength."""
    name = args.need("name")
    if len(name) > _NAME_MOST:
        raise SlackError("invalid_name_maxlength")
    if name != name.lower() or any(not (letter.isalnum() or letter in "-_") for letter in name):
        raise SlackError("invalid_name_specials")
    if any(channel.name == name for channel in ws.channels.values()):
        raise SlackError("name_taken")
    return {"channel": as_json(ws, ws.add_channel(name, [ws.bot.id], "private" if args.flag("is_private") else "public"))}


@method("conversations.invite", *_WRITE)
def invite(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError not_in_channel, is_archived, user_not_found, cant_invite_self, already_in_channel."""
    channel = readable(ws, args.need("channel"))
    if channel.archived:
        raise SlackError("is_archived")
    for user in args.listed("users"):
        if _person(ws, user) == ws.bot.id:
            raise SlackError("cant_invite_self")
        if user in channel.members:
            raise SlackError("already_in_channel")
        channel.members.append(user)
    return {"channel": as_json(ws, channel)}


@method("conversations.join", "channels:join")
def join(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError channel_not_found, is_archived, method_not_supported_for_channel_type."""
    channel = channel_named(ws, args.need("channel"))
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    known = ws.bot.id in channel.members
    if not known:
        channel.members.append(ws.bot.id)
    return {"channel": as_json(ws, channel)} | ({"warning": "already_in_channel"} if known else {})


@method("conversations.archive", *_WRITE, tier="2")
def archive(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError not_in_channel, already_archived, cant_archive_general."""
    channel = readable(ws, args.need("channel"))
    if channel.name == "general":
        raise SlackError("cant_archive_general")
    if channel.archived:
        raise SlackError("already_archived")
    channel.archived = True
    return {}
