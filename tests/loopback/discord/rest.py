"""The REST side: each address the bot uses, as Discord answers it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from tests.loopback.discord import payloads
from tests.loopback.discord.world import EPHEMERAL, EVERYTHING, PRIVATE_THREAD, PUBLIC_THREAD, Asked, Json, Refused, World

Answered: TypeAlias = Json | list[Json] | None
Handler: TypeAlias = Callable[..., Answered]
ROUTES: list[tuple[str, str, Handler]] = []
Sender: TypeAlias = Callable[..., Awaitable[Any]]


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """Answer this method and address (`{name}` parts become arguments); `query` holds what follows a question mark."""

    def add(handler: Handler) -> Handler:
        ROUTES.append((method, path, handler))
        return handler

    return add


@route("GET", "/users/@me")
def me(world: World, body: Json, query: dict[str, str]) -> Json:
    return payloads.user(world, world.bot)


@route("GET", "/oauth2/applications/@me")
@route("GET", "/applications/@me")
def application(world: World, body: Json, query: dict[str, str]) -> Json:
    about: Json = {"id": world.bot, "name": "Wallflower", "description": "", "icon": None, "flags": world.flags, "bot_public": False}
    return about | {
        "bot_require_code_grant": False,
        "owner": payloads.user(world, world.bot),
        "team": None,
        "verify_key": "",
        "install_params": None,
    }


@route("GET", "/gateway")
def gateway(world: World, body: Json, query: dict[str, str]) -> Json:
    return {"url": "wss://gateway.discord.gg"}


@route("GET", "/users/@me/guilds")
def guilds(world: World, body: Json, query: dict[str, str]) -> list[Json]:
    if "after" in query or not world.joined:
        return []
    return [{"id": world.guild, "name": "Practice", "icon": None, "owner": False, "permissions": EVERYTHING, "features": []}]


@route("GET", "/guilds/{guild}")
def one_guild(world: World, body: Json, query: dict[str, str], guild: str) -> Json:
    return payloads.guild(world)


@route("GET", "/channels/{channel}")
def one_channel(world: World, body: Json, query: dict[str, str], channel: str) -> Json:
    return payloads.channel(world, world.channel(channel))


@route("GET", "/guilds/{guild}/channels")
def guild_channels(world: World, body: Json, query: dict[str, str], guild: str) -> list[Json]:
    return [payloads.channel(world, each) for each in world.channels.values() if each.kind == 0]


@route("GET", "/applications/{app}/commands")
def commands(world: World, body: Json, query: dict[str, str], app: str) -> list[Json]:
    """Other languages only where they are asked for: one's own instead, or nothing."""
    if query.get("with_localizations") in ("true", "1"):
        return world.commands
    return [_untranslated(command) for command in world.commands]


def _untranslated(part: Json) -> Json:
    kept: Json = {key: value for key, value in part.items() if not key.endswith("_localizations")}
    return kept | ({"options": [_untranslated(option) for option in part["options"]]} if "options" in part else {})


@route("PUT", "/applications/{app}/commands")
def set_commands(world: World, body: list[Json], query: dict[str, str], app: str) -> list[Json]:
    """Discord keeps them its own way: with ids and versions, and what was left out filled in."""
    filled = {"default_member_permissions": None, "nsfw": False, "integration_types": [0], "name_localizations": None}
    for command in body:
        if command.get("default_member_permissions") is not None:
            command["default_member_permissions"] = str(command["default_member_permissions"])
    world.commands = [filled | {"id": world.snowflake(), "application_id": app, "version": world.snowflake()} | each for each in body]
    return world.commands


@route("POST", "/users/@me/channels")
def open_direct(world: World, body: Json, query: dict[str, str]) -> Json:
    if str(body["recipient_id"]) not in world.users:
        raise Refused(404, 10013, "Unknown User")
    return payloads.channel(world, world.direct(str(body["recipient_id"])))


@route("POST", "/channels/{channel}/messages")
def post(world: World, body: Json, query: dict[str, str], channel: str) -> Json:
    message = world.post(channel, body)
    return payloads.message(world, message) | {"nonce": body.get("nonce")}


@route("PATCH", "/channels/{channel}/messages/{message}")
def edit(world: World, body: Json, query: dict[str, str], channel: str, message: str) -> Json:
    found = world.message(channel, message)
    found.body = found.body | body
    found.edits += 1
    return payloads.message(world, found)


@route("DELETE", "/channels/{channel}/messages/{message}")
def delete(world: World, body: Json, query: dict[str, str], channel: str, message: str) -> None:
    world.message(channel, message)
    del world.messages[channel][message]


@route("GET", "/channels/{channel}/messages/{message}")
def one_message(world: World, body: Json, query: dict[str, str], channel: str, message: str) -> Json:
    return payloads.message(world, world.message(channel, message))


@route("GET", "/channels/{channel}/messages")
def history(world: World, body: Json, query: dict[str, str], channel: str) -> list[Json]:
    """Newest first; private answers are in nobody's history."""
    world.channel(channel)
    found = [message for message in world.messages[channel].values() if not message.ephemeral]
    before = int(query.get("before", 1 << 63))
    newest = sorted((message for message in found if int(message.id) < before), key=lambda message: -int(message.id))
    return [payloads.message(world, message) for message in newest[: int(query.get("limit", 50))]]


@route("POST", "/channels/{channel}/messages/{message}/threads")
def thread_under(world: World, body: Json, query: dict[str, str], channel: str, message: str) -> Json:
    world.message(channel, message)
    if message in world.channels:
        raise Refused(400, 160004, "A thread has already been created for this message")
    return payloads.channel(world, world.open_channel(body["name"], PUBLIC_THREAD, channel, message))


@route("POST", "/channels/{channel}/threads")
def private_thread(world: World, body: Json, query: dict[str, str], channel: str) -> Json:
    thread = world.open_channel(body["name"], PRIVATE_THREAD, channel)
    thread.members.add(world.bot)
    return payloads.channel(world, thread)


@route("PUT", "/channels/{channel}/thread-members/{user}")
def add_to_thread(world: World, body: Json, query: dict[str, str], channel: str, user: str) -> None:
    world.channel(channel).members.add(user)


@route("GET", "/channels/{channel}/thread-members")
def thread_members(world: World, body: Json, query: dict[str, str], channel: str) -> list[Json]:
    joined = "2026-01-01T00:00:00+00:00"
    return [{"id": channel, "user_id": user, "join_timestamp": joined, "flags": 0} for user in sorted(world.channel(channel).members)]


@route("GET", "/guilds/{guild}/threads/active")
def active_threads(world: World, body: Json, query: dict[str, str], guild: str) -> Json:
    threads = [payloads.channel(world, each) for each in world.channels.values() if each.kind >= PUBLIC_THREAD]
    return {"threads": threads, "members": []}


@route("GET", "/guilds/{guild}/members/{user}")
def one_member(world: World, body: Json, query: dict[str, str], guild: str, user: str) -> Json:
    if user not in world.users:
        raise Refused(404, 10007, "Unknown Member")
    return payloads.member(world, user)


@route("POST", "/interactions/{interaction}/{token}/callback")
def respond(world: World, body: Json, query: dict[str, str], interaction: str, token: str) -> Json:
    asked = _asked(world, token)
    if asked.response is not None:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    if world.patience and asyncio.get_running_loop().time() > asked.since + world.patience:
        raise Refused(404, 10062, "Unknown interaction")
    asked.response = body
    data: Json = body.get("data") or {}
    if body["type"] == 4:
        asked.message = world.post(asked.channel, data, seen_by=asked.user if data.get("flags", 0) & EPHEMERAL else "").id
    elif body["type"] == 7:
        changed = world.message(asked.channel, asked.source)
        changed.body = changed.body | data
        changed.edits += 1
        asked.message = asked.source
    elif body["type"] == 6:
        asked.message = asked.source
    asked.answered.set()
    told: Json = {"interaction": {"id": asked.id, "type": asked.kind}, "resource": {"type": body["type"]}}
    if asked.message and body["type"] in (4, 7):
        told["interaction"]["response_message_id"] = asked.message
        told["resource"]["message"] = payloads.message(world, world.message(asked.channel, asked.message))
    return told


@route("PATCH", "/webhooks/{app}/{token}/messages/@original")
def edit_original(world: World, body: Json, query: dict[str, str], app: str, token: str) -> Json:
    asked = _asked(world, token)
    found = world.message(asked.channel, asked.message)
    found.body = found.body | body
    found.edits += 1
    return payloads.message(world, found)


@route("DELETE", "/webhooks/{app}/{token}/messages/@original")
def delete_original(world: World, body: Json, query: dict[str, str], app: str, token: str) -> None:
    asked = _asked(world, token)
    world.message(asked.channel, asked.message)
    del world.messages[asked.channel][asked.message]


@route("POST", "/webhooks/{app}/{token}")
def follow_up(world: World, body: Json, query: dict[str, str], app: str, token: str) -> Json:
    asked = _asked(world, token)
    message = world.post(asked.channel, body, seen_by=asked.user if body.get("flags", 0) & EPHEMERAL else "")
    asked.followups.append(message.id)
    return payloads.message(world, message)


def _asked(world: World, token: str) -> Asked:
    if token not in world.asked:
        raise Refused(404, 10062, "Unknown interaction")
    return world.asked[token]
