"""Coffee rounds: meet somebody new, as often as you like."""

from cogs.coffee.cog import CoffeeCog

__all__ = ["CoffeeCog"]
