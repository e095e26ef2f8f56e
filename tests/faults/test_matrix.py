"""Promise 9: faults of platforms stay where they are. A share of the matrix; all of it in bench/promises/faults.py."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import structlog

from bot.config import LogSettings
from bot.run import logs
from tests.faults.codes import DISCORD, SLACK, TOWN, Means, Told
from tests.faults.matrix import CANARY, Ward, matrix
from tests.faults.wards import in_the_town, on_discord, on_slack

Opened = Callable[[Path, set[int]], AbstractAsyncContextManager[Ward]]


@pytest.fixture(autouse=True)
def _quiet_after() -> Iterator[None]:
    yield
    structlog.reset_defaults()
    logging.basicConfig(force=True)


def one_of_each(codes: tuple[Told, ...]) -> list[Told]:
    """The first of each meaning."""
    return [next(told for told in codes if told.means is means) for means in Means if any(told.means is means for told in codes)]


@pytest.mark.parametrize(("opened", "codes"), [(on_discord, DISCORD), (on_slack, SLACK), (in_the_town, TOWN)])
async def test_faults_stay_where_they_are_and_no_word_of_it_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], opened: Opened, codes: tuple[Told, ...]
) -> None:
    logs.set_up(LogSettings(level="debug"))
    changed = set[int]()
    async with opened(tmp_path, changed) as ward:
        cells, wrong = await matrix(ward, one_of_each(codes), changed)
    assert cells >= len(one_of_each(codes))
    assert wrong == []
    written = capsys.readouterr().err
    assert not any(word in written for word in (CANARY, "Priya", "Tom"))
