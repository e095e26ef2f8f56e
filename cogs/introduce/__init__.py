"""Meeting people: somebody like me, near me, or who knows about something; both must say yes."""

from cogs.introduce.cog import IntroduceCog

__all__ = ["IntroduceCog"]
