"""A Slack of our own on the loopback: the real Bolt and SDK run against it unmodified.

async with LoopbackSlack() as slack:
    ada = slack.add_user("Ada")
    ...   # start the app with base_url=slack.base_url, slack.bot_token, slack.app_token
    await ada.slash("/meetup", "list", slack.general)
    assert "Nothing planned yet" in ada.sees()[-1]

Left out, on purpose: OAuth, several workspaces, files, scheduled messages, and the echo of the app's own messages as events.
"""

from .errors import CannotDo, NoAnswer, SlackError
from .people import Person, Submitted
from .server import LoopbackSlack
from .signed_http import sign
from .text import Ping
from .workspace import Channel, Message, User, View

__all__ = [
    "CannotDo",
    "Channel",
    "LoopbackSlack",
    "Message",
    "NoAnswer",
    "Person",
    "Ping",
    "SlackError",
    "Submitted",
    "User",
    "View",
    "sign",
]
