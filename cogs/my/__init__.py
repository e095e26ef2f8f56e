"""What is mine: how I am known, what I wait for, what is held about me, and having it all erased."""

from cogs.my.cog import MyCog

__all__ = ["MyCog"]
