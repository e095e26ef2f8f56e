"""The shapes of what Slack sends an app (docs.slack.dev, "Interaction payloads", "Slash commands", "Events API")."""

from . import posting, screens
from .shapes import Json
from .workspace import Channel, Message, User, View, Workspace

TOKEN = "loopback-verification-token"
_CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
_SUBSCRIPTIONS = {"public": "message.channels", "private": "message.groups", "im": "message.im", "mpim": "message.mpim"}


def _channel_name(channel: Channel) -> str:
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def _common(ws: Workspace, user: User, kind: str) -> Json:
    name = user.name.lower().replace(" ", ".")
    return {
        "type": kind,
        "team": {"id": ws.team_id, "domain": ws.domain},
        "user": {"id": user.id, "username": name, "name": name, "team_id": ws.team_id},
        "api_app_id": ws.app_id,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash(ws: Workspace, user: User, command: str, text: str, channel: Channel) -> Json:
    """A slash command: all text, as a form has it."""
    return {
        "token": TOKEN,
        "team_id": ws.team_id,
        "team_domain": ws.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name.lower().replace(" ", "."),
        "command": command,
        "text": text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": "false",
        "response_url": ws.issue_response_url(user.id, channel),
        "trigger_id": ws.issue_trigger(user.id),
    }


def _where(ws: Workspace, on: Message | View) -> Json:
    """The part of an interaction that says where it happened. An ephemeral message is not shown again, only its ts."""
    if isinstance(on, View):
        return {"container": {"type": "view", "view_id": on.id}, "view": screens.as_json(ws, on)}
    container = {"type": "message", "message_ts": on.ts, "channel_id": on.channel.id, "is_ephemeral": on.only_for is not None}
    if on.thread_ts:
        container["thread_ts"] = on.thread_ts
    found: Json = {"container": container, "channel": {"id": on.channel.id, "name": _channel_name(on.channel)}}
    return found if on.only_for is not None else found | {"message": posting.as_json(ws, on)}


def block_actions(ws: Workspace, user: User, on: Message | View, action: Json, state: Json) -> Json:
    """A press or a choice."""
    payload = _common(ws, user, "block_actions") | _where(ws, on)
    payload |= {"actions": [action | {"action_ts": ws.new_ts()}]}
    if isinstance(on, View):
        return payload | {"trigger_id": ws.issue_trigger(user.id, on.id if on.body["type"] == "modal" else None)}
    return payload | {
        "state": {"values": state},
        "trigger_id": ws.issue_trigger(user.id),
        "response_url": ws.issue_response_url(user.id, on.channel, on),
    }


def view_submission(ws: Workspace, user: User, view: View, response_urls: list[Json]) -> Json:
    """A form sent."""
    sent = {"trigger_id": ws.issue_trigger(user.id, view.id), "view": screens.as_json(ws, view), "response_urls": response_urls}
    return _common(ws, user, "view_submission") | sent


def view_closed(ws: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    """A form put away, told only to an app that asked (notify_on_close)."""
    return _common(ws, user, "view_closed") | {"view": screens.as_json(ws, view), "is_cleared": cleared}


def shortcut(ws: Workspace, user: User, callback_id: str) -> Json:
    """A global shortcut."""
    found = {"callback_id": callback_id, "trigger_id": ws.issue_trigger(user.id), "action_ts": ws.new_ts()}
    return _common(ws, user, "shortcut") | found


def message_action(ws: Workspace, user: User, callback_id: str, on: Message) -> Json:
    """A message shortcut."""
    return _common(ws, user, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": ws.issue_trigger(user.id),
        "action_ts": ws.new_ts(),
        "response_url": ws.issue_response_url(user.id, on.channel),
        "message_ts": on.ts,
        "channel": {"id": on.channel.id, "name": _channel_name(on.channel)},
        "message": posting.as_json(ws, on),
    }


def suggestion(ws: Workspace, user: User, on: Message | View, key: tuple[str, str], typed: str) -> Json:
    """Words typed in an external select."""
    return _common(ws, user, "block_suggestion") | _where(ws, on) | {"block_id": key[0], "action_id": key[1], "value": typed}


def event(ws: Workspace, inner: Json) -> Json:
    """An event in its wrapping, with a new event_id."""
    event_id = f"Ev{ws.new_id('')}"
    grant = {"enterprise_id": None, "team_id": ws.team_id, "user_id": ws.bot.id, "is_bot": True, "is_enterprise_install": False}
    return {
        "token": TOKEN,
        "team_id": ws.team_id,
        "context_team_id": ws.team_id,
        "context_enterprise_id": None,
        "api_app_id": ws.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(ws.now()),
        "authorizations": [grant],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def spoken(ws: Workspace, message: Message, *, mention: bool) -> tuple[str, Json]:
    """A person's message as an event, and the subscription it falls under."""
    inner: Json = {
        "type": "app_mention" if mention else "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": ws.team_id,
        "channel": message.channel.id,
        "event_ts": message.ts,
    }
    if not mention:
        inner["channel_type"] = _CHANNEL_TYPES[message.channel.kind]
    if message.thread_ts:
        inner["thread_ts"] = message.thread_ts
    return ("app_mention" if mention else _SUBSCRIPTIONS[message.channel.kind]), inner
