"""What runs the proofs: one that is missed, breaks, dies or never ends is said, and the others go on; the page keeps what it had."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.promises.__main__ import main
from bench.promises.proof import Measured, Order, Size
from bench.promises.runner import run
from bench.promises.table import BEGIN, END, NOT_YET, Page
from tests.promises.pretend import MISSED, PROOFS

ROOT = Path(__file__).parents[2]
LISTED = "tests.promises.pretend"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """A page nothing was measured on yet."""
    file = tmp_path / "promises.md"
    file.write_text(f"# Before\n\n{BEGIN}\n{END}\n\nAfter\n", encoding="utf-8")
    return Page(file)


def test_a_run_of_a_few_leaves_what_stood_of_the_others(page: Page) -> None:
    page.rewrite(PROOFS, {"kept": Measured("1,000 of them", held=True)}, 3, NOW)
    page.rewrite(PROOFS, {"missed": Measured("3 of 7 | lost", held=False)}, 4, NOW)
    standing = page.standing()
    assert list(standing) == [proof.name for proof in PROOFS]
    assert standing["kept"] == "1,000 of them (22 November 2026, seed 3)"
    assert standing["missed"] == "**MISSED**: 3 of 7 / lost (22 November 2026, seed 4)"
    assert standing["breaks"] == NOT_YET
    words = page.path.read_text(encoding="utf-8")
    assert words.startswith("# Before\n")
    assert words.endswith("\nAfter\n")


def test_a_proof_there_is_no_more_leaves_the_page(page: Page) -> None:
    page.rewrite(PROOFS, {"kept": Measured("1,000 of them", held=True)}, 3, NOW)
    page.rewrite((MISSED,), {}, 3, NOW)
    assert list(page.standing()) == ["missed"]


def test_a_page_that_lost_its_marks_is_said_before_anything_is_measured(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    page.path.write_text("# Before\n", encoding="utf-8")
    assert main(["kept"], LISTED, page) == 2
    assert "has lost its marks" in capsys.readouterr().out
    assert page.path.read_text(encoding="utf-8") == "# Before\n"


def test_whatever_becomes_of_one_the_others_are_measured_and_it_is_said(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kept", "breaks", "dies", "missed", "--seed", "5"], LISTED, page) == 1
    standing = page.standing()
    assert standing["kept"].startswith("1,000 with seed 5 (")
    assert standing["breaks"].startswith("**MISSED**: broke: ZeroDivisionError: no words (")
    assert standing["dies"].startswith("**MISSED**: its process died (7) (")
    assert standing["missed"].startswith("**MISSED**: 3 of 7 / lost (")
    assert standing["hangs"] == NOT_YET
    assert "3 of 4 missed: breaks, dies, missed." in capsys.readouterr().out


def test_one_that_never_ends_is_given_up() -> None:
    assert run("hangs", Size.QUICK, 1, LISTED, patience=0.5).measured == Measured("never came to an end", held=False)


@pytest.mark.parametrize("broken_off", [signal.SIGINT, signal.SIGTERM])
def test_broken_off_nothing_of_what_was_running_is_left(page: Page, broken_off: signal.Signals) -> None:
    begin = (
        "import sys, pathlib; from bench.promises.__main__ import main, stops; from bench.promises.table import Page; stops(); "
        "main(['hangs', 'missed'], sys.argv[1], Page(pathlib.Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", begin, LISTED, str(page.path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout
        measuring = int(running.stdout.readline())
        running.send_signal(broken_off)
        assert running.stdout.read() == "", "the next was begun"  # read to its end: nobody is left who could write
        assert running.wait() != 0
    with pytest.raises(ProcessLookupError):
        os.kill(measuring, 0)


def test_a_share_writes_nothing(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    before = page.path.read_text(encoding="utf-8")
    assert main(["kept", "--quick"], LISTED, page) == 0
    assert main(["missed", "--quick"], LISTED, page) == 1
    assert page.path.read_text(encoding="utf-8") == before
    assert "kept   Something is kept: 10 with seed 1" in capsys.readouterr().out


def test_a_name_that_is_none_is_said(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kept", "nonsense"], LISTED, page) == 2
    assert "There is no proof called nonsense. There are: kept, breaks" in capsys.readouterr().out


def test_every_proof_has_its_row_before_it_was_ever_measured(page: Page) -> None:
    assert main(["--page"], LISTED, page) == 0
    assert page.standing() == {proof.name: NOT_YET for proof in PROOFS}


@pytest.mark.parametrize("size", Size)
def test_it_is_done_with_each_in_either_size(tmp_path: Path, size: Size) -> None:
    assert sorted(Order(size, 1, tmp_path).each(abs, [3, -1, 2])) == [1, 2, 3]
