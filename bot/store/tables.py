"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot import drafts, outbox
from bot.community import groups, meetups, members, roll_call, seats
from bot.schema import metadata

__all__ = ["drafts", "groups", "meetups", "members", "metadata", "outbox", "roll_call", "seats"]
