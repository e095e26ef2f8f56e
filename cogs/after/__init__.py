"""What follows a meetup."""

from cogs.after.cog import AfterCog

__all__ = ["AfterCog"]
