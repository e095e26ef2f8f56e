"""Mentoring: what people type (`cog`), the time together (`together`), the organiser's view (`desk`), the round (`round`)."""

from cogs.mentor.cog import MentorCog
from cogs.mentor.desk import MentorDeskCog
from cogs.mentor.round import RoundCog
from cogs.mentor.together import MentoringCog

__all__ = ["MentorCog", "MentorDeskCog", "MentoringCog", "RoundCog"]
