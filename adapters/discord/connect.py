"""What `connect discord` says: from no app at all to a token that works. The command line asks; this knows the words and the check."""

from __future__ import annotations

from typing import NamedTuple

from adapters.discord.doctor import logged_in, ourselves
from adapters.discord.permissions import invitation
from bot.clock import SystemClock
from bot.config import DiscordSettings

STEPS = """Connecting to Discord takes one token.

1. Open https://discord.com/developers/applications and press New Application. Name it as the bot should be called.
2. On the page Bot, press Reset Token and copy what it shows. It is shown once.
   No privileged intent has to be switched on.
"""
TOKEN = "Token"  # noqa: S105  the words of a question
AFTER = "Then, in a channel of that server, type /setup. Only those who may manage the server can do that first."
"""What comes next, once the bot is in a server and runs."""


class Connected(NamedTuple):
    """Whose token it is, and the link that adds the bot to a server."""

    name: str
    invitation: str


async def connect(settings: DiscordSettings, token: str) -> Connected:
    """Try a token before it is kept. Raises Unwelcome, in words, when Discord doesn't take it or can't be reached."""
    async with logged_in(settings, token.strip(), SystemClock()) as client:
        me, application = ourselves(client)
        return Connected(me.name, invitation(application))
