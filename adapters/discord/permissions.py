"""What the bot needs to be allowed, why, and the link that asks for exactly that."""

from __future__ import annotations

from typing import NamedTuple

import discord


class Need(NamedTuple):
    """A permission, as discord.py and as people call it; what it is for; whether all works without it."""

    flag: str
    name: str
    why: str
    optional: bool = False


NEEDS = (
    Need("view_channel", "View Channels", "to see the channels it writes in"),
    Need("send_messages", "Send Messages", "to announce"),
    Need("send_messages_in_threads", "Send Messages in Threads", "to remind people in a meetup's thread"),
    Need("create_public_threads", "Create Public Threads", "to open a thread under each meetup"),
    Need(
        "read_message_history",
        "Read Message History",
        "to find its own message again when Discord's answer was lost, instead of posting it twice",
    ),
    Need("create_private_threads", "Create Private Threads", "to give people who are introduced a place to talk", optional=True),
    Need("create_events", "Create Events", "to show meetups among the server's events, where a group wants it (/setup)", optional=True),
)
"""Nothing else: no roles, no member list, no reading of other people's messages."""


def wanted() -> discord.Permissions:
    """All of them together."""
    return discord.Permissions(**{need.flag: True for need in NEEDS})


def missing(may: discord.Permissions) -> list[Need]:
    """Those that are not given."""
    return [need for need in NEEDS if not getattr(may, need.flag)]


def invitation(application: int) -> str:
    """The address that adds the bot to a server, asking for no more than it needs."""
    return discord.utils.oauth_url(application, permissions=wanted(), scopes=("bot", "applications.commands"))
