"""Promise 9: faults of the disk stay where they are. A share; all ten in bench/promises/faults.py."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.config import LogSettings
from bot.run import logs
from tests.faults.disks import Trial


@pytest.fixture(autouse=True)
def _logging_as_when_it_runs() -> Iterator[None]:
    """To a file on the same disk, as far as pytest catches it in one."""
    logs.set_up(LogSettings())
    yield
    structlog.reset_defaults()
    logging.basicConfig(force=True)


@pytest.mark.parametrize("fault", ["full", "error on fsync", "can't be opened", "at its size limit", "read-only"])
async def test_a_disk_that_goes_wrong_loses_and_doubles_nothing_and_is_told_of(tmp_path: Path, fault: str) -> None:
    assert await Trial(tmp_path, fault).tried() == []
