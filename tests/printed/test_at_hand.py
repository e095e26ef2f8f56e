"""What draws is loaded by whoever draws, and by nobody else."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from bot.matching import in_worker
from bot.printed import SHEETS, print_badges
from tests.printed.test_labels import GROUP, NOW, TOM

HEAVY = {"fpdf", "fontTools", "PIL", "uharfbuzz", "segno", "pymupdf_fonts", "paperang_p2_fonts_cjk"}


def test_nothing_that_draws_comes_into_the_bots_process() -> None:
    asked = f"import sys, bot.printed, cogs, bot.run.main; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert found.strip() == ""


async def test_badges_come_back_from_a_worker_as_they_would_here() -> None:
    worn = [TOM, replace(TOM, name="図書館"), replace(TOM, name="தமிழ்", group=GROUP)]
    there = await in_worker(print_badges, NOW, SHEETS["5395"], worn, 2)
    here = print_badges(NOW, SHEETS["5395"], worn, 2)
    assert (there.pages, there.not_written) == (here.pages, here.not_written) == (1, ("தமிழ்",))
    assert there.data == here.data
