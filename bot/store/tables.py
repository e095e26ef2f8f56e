"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot import drafts, outbox
from bot.community import (
    accounts,
    announcements,
    calendar_keys,
    calendars,
    circles,
    groups,
    introductions,
    meetups,
    members,
    merging,
    profiles,
    public_pages,
    reports,
    roll_call,
    safety,
    seats,
    setting_up,
)
from bot.schema import metadata

__all__ = [
    "accounts",
    "announcements",
    "calendar_keys",
    "calendars",
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
    "public_pages",
    "reports",
    "roll_call",
    "safety",
    "seats",
    "setting_up",
]
