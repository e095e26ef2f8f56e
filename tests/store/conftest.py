"""The store's own tests bring their own tables."""

from collections.abc import AsyncIterator

import pytest

from bot.store import Store, open_store
from tests.store.tables import practice


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An open store with the practice tables, on each engine in turn."""
    store = await open_store(store_url)
    await store.write(practice.create_all)
    yield store
    await store.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """The same, on SQLite alone."""
    store = await open_store(sqlite_url)
    await store.write(practice.create_all)
    yield store
    await store.close()
