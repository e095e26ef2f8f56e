"""Outside chat: a public page for each group that wants one, its calendar and its feed, and people's own calendars.

An ordinary web app beside the cogs. It only reads, sets no cookies, fetches nothing from elsewhere and names nobody who comes.
"""

from pages.server import PageServer

__all__ = ["PageServer"]
