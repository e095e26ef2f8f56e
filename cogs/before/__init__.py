"""What organisers may prepare of a meetup: its thread before it begins."""

from cogs.before.cog import BeforeCog

__all__ = ["BeforeCog"]
