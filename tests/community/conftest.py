"""A village for the rules' tests."""

import asyncio
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from tests.community.village import Village, in_memory
from tests.postgres import administer


@pytest.fixture
def village() -> Iterator[Village]:
    """A group on a database of its own."""
    with in_memory() as do:
        yield Village(do)


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """As `postgres_url`, for a test that runs an event loop of its own."""
    name = f"test_{uuid.uuid4().hex}"
    asyncio.run(administer(postgres_server, f"CREATE DATABASE {name} STRATEGY file_copy"))
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    asyncio.run(administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))
