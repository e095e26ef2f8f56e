"""Slack's stage over signed HTTP instead of a socket."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.stage import HouseFactory
from tests.stages import slack


def open_stage(factory: HouseFactory, tmp_path: Path, organisers: Sequence[str]) -> AbstractAsyncContextManager[slack.SlackStage]:
    """As `slack.open_stage`, posted to."""
    return slack.open_stage(factory, tmp_path, organisers, mode="http")
