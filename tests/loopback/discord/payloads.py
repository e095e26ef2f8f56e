"""The shapes Discord sends: https://docs.discord.com/developers/resources and /events/gateway-events."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.loopback.discord.world import DIRECT, EPOCH, EVERYTHING, PUBLIC_THREAD, Asked, Channel, Json, Message, World


def user(world: World, id_: str) -> Json:
    """A person, or the bot."""
    name = world.users[id_]
    return {"id": id_, "username": name.casefold(), "global_name": name, "discriminator": "0", "avatar": None, "bot": id_ == world.bot}


def member(world: World, id_: str) -> Json:
    """A person on the server, allowed everything an ordinary member is."""
    return {
        "user": user(world, id_),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(0x400 | 0x800 | 0x10000),
    }


def channel(world: World, of: Channel) -> Json:
    """A channel, thread or direct conversation."""
    payload: Json = {"id": of.id, "type": of.kind, "name": of.name, "position": 0, "permission_overwrites": [], "flags": 0}
    if of.kind == DIRECT:
        return {"id": of.id, "type": DIRECT, "recipients": [user(world, each) for each in of.members], "last_message_id": None}
    payload["guild_id"] = world.guild
    if of.id in world.denied:
        payload["permission_overwrites"] = [{"id": world.guild, "type": 0, "allow": "0", "deny": str(world.denied[of.id])}]
    payload["parent_id"] = of.parent or None
    if of.kind >= PUBLIC_THREAD:
        archive = {"archived": False, "auto_archive_duration": 10080, "archive_timestamp": "2026-01-01T00:00:00+00:00", "locked": False}
        payload |= {"owner_id": world.bot, "thread_metadata": archive, "message_count": 0, "member_count": len(of.members)}
    return payload


def message(world: World, of: Message) -> Json:
    """A message as history has it: no nonce, and every component with its id."""
    return {
        "id": of.id,
        "channel_id": of.channel,
        "author": user(world, of.author),
        "content": "",
        "timestamp": datetime.fromtimestamp(((int(of.id) >> 22) + EPOCH) / 1000, UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": of.body.get("flags", 0),
        "components": of.body.get("components", []),
    }


def guild(world: World) -> Json:
    """The server, as GUILD_CREATE tells it."""
    everyone = {
        "id": world.guild,
        "name": "@everyone",
        "permissions": EVERYTHING,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    top = [channel(world, each) for each in world.channels.values() if each.kind == 0]
    threads = [channel(world, each) for each in world.channels.values() if each.kind >= PUBLIC_THREAD]
    return {
        "id": world.guild,
        "name": "Practice",
        "owner_id": next((each for each in world.users if each != world.bot), "1"),
        "roles": [everyone],
        "channels": top,
        "threads": threads,
        "members": [member(world, world.bot)],
        "member_count": len(world.users),
        "guild_scheduled_events": list(world.events.values()),
        "features": [],
        "emojis": [],
        "stickers": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "afk_timeout": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-GB",
        "system_channel_id": None,
        "system_channel_flags": 0,
        "large": False,
        "unavailable": False,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "soundboard_sounds": [],
    }


def interaction(world: World, asked: Asked, data: Json, *, admin: bool) -> Json:
    """Something somebody did, as INTERACTION_CREATE tells it."""
    where = world.channels[asked.channel]
    payload: Json = {
        "id": asked.id,
        "application_id": world.bot,
        "type": asked.kind,
        "token": asked.token,
        "version": 1,
        "data": data,
        "channel_id": asked.channel,
        "channel": channel(world, where),
        "locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 10485760,
        "app_permissions": EVERYTHING,
    }
    if where.kind == DIRECT:
        return payload | {"user": user(world, asked.user), "context": 1}
    who = member(world, asked.user)
    if admin:
        who["permissions"] = EVERYTHING
    return payload | {"member": who, "guild_id": world.guild, "guild_locale": "en-GB", "context": 0}
