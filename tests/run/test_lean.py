"""What a start need not load isn't loaded."""

from __future__ import annotations

import subprocess
import sys


def test_a_running_bot_has_no_rich_and_whoever_wants_it_still_does() -> None:
    asked = "import sys, bot.run.main, adapters.discord.gateway, structlog; print('rich' in sys.modules); import rich; print(rich.__name__)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["False", "rich"]


def test_once_it_is_loaded_garbage_is_collected_again() -> None:
    asked = "import gc; import bot.run.main; print(gc.isenabled(), gc.get_freeze_count() > 100_000)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["True", "True"]
