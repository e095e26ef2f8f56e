"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot import drafts, outbox
from bot.community import (
    accounts,
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
    setting_up,
)
from bot.community.mentoring import rounds as mentoring_rounds
from bot.community.mentoring import tables as mentoring
from bot.schema import metadata

__all__ = [
    "accounts",
    "circles",
    "drafts",
    "groups",
    "introductions",
    "meetups",
    "members",
    "mentoring",
    "mentoring_rounds",
    "merging",
    "metadata",
    "outbox",
    "profiles",
    "reports",
    "roll_call",
    "safety",
    "seats",
    "setting_up",
]
