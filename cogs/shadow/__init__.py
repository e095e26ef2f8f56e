"""Shadowing somebody for a day, or being shadowed: offer days, ask for one, and what each took from it."""

from cogs.shadow.cog import ShadowCog
from cogs.shadow.round import ShadowRoundCog
from cogs.shadow.visit import VisitCog

__all__ = ["ShadowCog", "ShadowRoundCog", "VisitCog"]
