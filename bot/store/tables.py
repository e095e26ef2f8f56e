"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot import drafts, outbox
from bot.community import (
    accounts,
    changing,
    circles,
    groups,
    introductions,
    meetups,
    members,
    merging,
    profiles,
    reports,
    roll_call,
    safety,
    seats,
    series,
    setting_up,
)
from bot.schema import metadata

__all__ = [
    "accounts",
    "changing",
    "circles",
    "drafts",
    "groups",
    "introductions",
    "meetups",
    "members",
    "merging",
    "metadata",
    "outbox",
    "profiles",
    "reports",
    "roll_call",
    "safety",
    "seats",
    "series",
    "setting_up",
]
