"""Meetups: announce one, see what is coming up, take a seat, give it back."""

from cogs.meetups.cog import MeetupCog

__all__ = ["MeetupCog"]
