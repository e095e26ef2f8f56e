"""The organiser's desk: what needs somebody, and everything that is to come."""

from cogs.organise.cog import OrganiseCog

__all__ = ["OrganiseCog"]
