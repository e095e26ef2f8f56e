"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot import drafts, outbox
from bot.community import (
    accounts,
    announcements,
    badges,
    calendar_keys,
    calendars,
    changing,
    circles,
    cpd,
    goals,
    groups,
    interests,
    introductions,
    letters,
    meetups,
    members,
    merging,
    profiles,
    public_pages,
    reports,
    roll_call,
    safety,
    seats,
    series,
    setting_up,
)
from bot.community.afterwards import tables as afterwards
from bot.community.attendance import tables as attendance
from bot.community.before import tables as before
from bot.community.coffee import tables as coffee
from bot.community.mentoring import rounds as mentoring_rounds
from bot.community.mentoring import tables as mentoring
from bot.community.newcomers import tables as newcomers
from bot.community.polls import tables as polls
from bot.community.questions import tables as questions
from bot.community.shadowing import tables as shadowing
from bot.schema import metadata

__all__ = [
    "accounts",
    "afterwards",
    "announcements",
    "attendance",
    "badges",
    "before",
    "calendar_keys",
    "calendars",
    "changing",
    "circles",
    "coffee",
    "cpd",
    "drafts",
    "goals",
    "groups",
    "interests",
    "introductions",
    "letters",
    "meetups",
    "members",
    "mentoring",
    "mentoring_rounds",
    "merging",
    "metadata",
    "newcomers",
    "outbox",
    "polls",
    "profiles",
    "public_pages",
    "questions",
    "reports",
    "roll_call",
    "safety",
    "seats",
    "series",
    "setting_up",
    "shadowing",
]
