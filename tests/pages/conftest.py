"""A group's page, on SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store import open_store
from tests.pages.site import Site, open_site


@pytest.fixture
async def site(sqlite_url: str) -> AsyncIterator[Site]:
    """A group whose page is not switched on yet."""
    store = await open_store(sqlite_url)
    async with open_site(store) as site:
        yield site
    await store.close()
