"""What `connect slack` says: from no app at all to two tokens that work. The command line asks; this knows the words and the checks."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack.doctor import examine
from adapters.slack.manifest import as_text
from bot.chat.cog import Cog
from bot.config import SlackSettings
from bot.finding import Finding

APPS = "https://api.slack.com/apps?new_app=1"
BOT_TOKEN = "Bot token (xoxb-…)"  # noqa: S105  the words of a question
APP_TOKEN = "App token (xapp-…)"  # noqa: S105  the same


def steps(cogs: Mapping[str, Cog], settings: SlackSettings) -> str:
    """What to do before the two tokens can be given, the manifest to paste among it."""
    return f"""Connecting to Slack takes one paste and two tokens.

1. Open {APPS} and choose "From a manifest", then your workspace.
2. Paste this in place of what is there (tab JSON), press Next, then Create:

{as_text(cogs, prefix=settings.prefix)}

3. Basic Information, App-Level Tokens: press Generate, add the scope connections:write. Copy the token, xapp-…
4. Install App: press Install to your workspace, then Allow. Copy the Bot User OAuth Token, xoxb-…
"""


def looks_wrong(bot_token: str, app_token: str) -> str:
    """What is wrong with the tokens at a glance; "" when nothing is."""
    if bot_token.startswith("xapp-") and app_token.startswith("xoxb-"):
        return "Those two are swapped: the bot token starts with xoxb-, the app token with xapp-."
    if not bot_token.startswith("xoxb-"):
        return "The bot token starts with xoxb-. It is on the page Install App (or OAuth & Permissions)."
    if not app_token.startswith("xapp-"):
        return "The app token starts with xapp-. It is on the page Basic Information, under App-Level Tokens."
    return ""


async def tried(settings: SlackSettings, bot_token: str, app_token: str) -> list[Finding]:
    """Whether these tokens work, before they are kept."""
    words = looks_wrong(bot_token, app_token)
    if words:
        return [Finding(False, words, "copy it once more.")]
    return await examine(settings, bot_token, app_token)


AFTER = "In Slack, type /setup in the channel where meetups should be announced. Only you and other workspace admins can do that first."
"""What comes next, once the bot runs."""
