"""Meeting people: a hello to everybody, somebody like me, or two others; whoever is asked may say no."""

from cogs.introduce.cog import IntroduceCog
from cogs.introduce.hello import HelloCog
from cogs.introduce.two import TwoCog

__all__ = ["HelloCog", "IntroduceCog", "TwoCog"]
