"""Outside chat: a group's public page, switched on by organisers after a preview; a member's own calendar address."""

from cogs.outside.cog import OutsideCog

__all__ = ["OutsideCog"]
