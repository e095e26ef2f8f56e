"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot import drafts, outbox
from bot.community import accounts, groups, meetups, members, merging, profiles, roll_call, seats, setting_up
from bot.schema import metadata

__all__ = [
    "accounts",
    "drafts",
    "groups",
    "meetups",
    "members",
    "merging",
    "metadata",
    "outbox",
    "profiles",
    "roll_call",
    "seats",
    "setting_up",
]
