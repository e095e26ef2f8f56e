"""The app as Slack's settings want it described: one paste, and every command, event and permission is there.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from adapters.slack.commands import EVERYTHING
from adapters.slack.http import PATH
from adapters.slack.shapes import Json
from bot.chat.cog import Cog
from bot.chat.limits import shortened

SCOPES: Final[dict[str, str]] = {
    "commands": "hear slash commands and shortcuts",
    "chat:write": "post announcements and reminders, keep them true, answer people",
    "app_mentions:read": "hear it when somebody mentions me by name",
    "channels:join": "join a public channel an organiser chose for announcements",
    "channels:read": "hear it when somebody joins a channel I am in",
    "groups:read": "the same in private channels I was invited to",
    "channels:history": "look whether a message whose answer was lost is there, instead of posting it twice",
    "groups:history": "the same in private channels I was invited to",
    "im:history": "the same in direct messages with me, and to hear what is written to me there",
    "mpim:history": "the same in group conversations I opened",
    "im:write": "write to people who asked to be written to",
    "mpim:write": "introduce people to each other in a conversation of their own",
    "files:write": "hand you the copy you ask for of everything held about you",
    "users:read": "know people's names, and who administers the workspace",
}
"""Every permission asked for, and why."""

EVENTS: Final = ("app_home_opened", "app_mention", "member_joined_channel", "message.im", "team_join")


def manifest(cogs: Mapping[str, Cog], *, prefix: str = "", address: str = "") -> Json:
    """The whole manifest. `address`: the public https address in HTTP mode; without one, Socket Mode."""
    url = {"request_url": f"{address.rstrip('/')}{PATH}"} if address else {}
    options = {"message_menu_options_url": url["request_url"]} if url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Wallflower",
            "description": "Meetups, introductions and mentors for groups of people who do the same work.",
            "background_color": "#2f4f3e",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Wallflower", "always_online": True},
            "shortcuts": _shortcuts(),
            "slash_commands": [_command(cog, prefix, address) for cog in cogs.values() if cog.commands()],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **url},
            "interactivity": {"is_enabled": True, **url, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _shortcuts() -> list[Json]:
    """Slack takes no slash command in a thread: there, and in the search bar, a shortcut leads to the same forms."""
    about = "Everything Wallflower can do, from anywhere"
    return [{"name": "Wallflower", "type": kind, "callback_id": EVERYTHING, "description": about} for kind in ("global", "message")]


def _command(cog: Cog, prefix: str, address: str) -> Json:
    names = [declared.name for declared in cog.commands() if declared.name != cog.name]
    return {
        "command": f"/{prefix}{cog.name}",
        "description": cog.about,
        # Names arrive as ids, so that a person or a channel can be meant on the command line.
        "should_escape": True,
        **({"usage_hint": shortened(" | ".join(names), 1000)} if names else {}),
        **({"url": f"{address.rstrip('/')}{PATH}"} if address else {}),
    }


def as_text(cogs: Mapping[str, Cog], *, prefix: str = "", address: str = "") -> str:
    """The manifest as it is pasted."""
    return json.dumps(manifest(cogs, prefix=prefix, address=address), indent=2)
