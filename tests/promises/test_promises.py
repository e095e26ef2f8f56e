"""Every promise, a share of each: what `make promises QUICK=1` does, and that it stays a matter of two minutes."""

from __future__ import annotations

import os
import re

import pytest

from bench.promises.proof import Size
from bench.promises.proofs import PROOFS
from bench.promises.runner import run
from bench.promises.table import PAGE

SEED = int(os.environ.get("SEED", "1"))
TWO_MINUTES_ON_TWO_CORES = 240.0
EACH = 30.0
"""Seconds of a processor, which other work on the machine does not lengthen."""
spent: dict[str, float] = {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [proof.name for proof in PROOFS])
def test_a_share_of_it_is_kept_in_seconds(name: str) -> None:
    came = run(name, Size.QUICK, SEED)
    assert came.measured.held, f"python -m bench.promises --quick --seed {SEED} {name}: {came.measured.words}"
    spent[name] = came.busy
    assert came.busy < EACH


def test_all_shares_together_take_under_two_minutes() -> None:
    assert sum(spent.values()) < TWO_MINUTES_ON_TWO_CORES, spent


def test_every_proof_is_on_the_page_in_its_order_and_nothing_else() -> None:
    assert list(PAGE.standing()) == [proof.name for proof in PROOFS], "python -m bench.promises --page"


def test_names_are_used_once_and_words_fit_a_row() -> None:
    assert len({proof.name for proof in PROOFS}) == len(PROOFS)
    assert not [proof.promised for proof in PROOFS if "|" in proof.promised or not re.fullmatch(r"\w+", proof.name)]
