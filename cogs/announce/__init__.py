"""Announcements: any words to the group's channels, now, later or again and again; changed or taken back everywhere afterwards."""

from cogs.announce.cog import AnnounceCog

__all__ = ["AnnounceCog"]
