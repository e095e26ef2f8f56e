"""The door of a real core, on a real database."""

from collections.abc import AsyncIterator

import pytest

from bot.store import open_store
from tests.app.world import World, build


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """Two groups in one workspace, and every feature."""
    from cogs import COGS

    store = await open_store(sqlite_url)
    yield await build(store, COGS)
    await store.close()
