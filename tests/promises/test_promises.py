"""Every promise, a share of each: what `make promises QUICK=1` does. How long that takes it says itself; no test holds it."""

from __future__ import annotations

import os
import re

import pytest

from bench.promises.proof import Size
from bench.promises.proofs import PROOFS
from bench.promises.runner import run
from bench.promises.table import PAGE

SEED = int(os.environ.get("SEED", "1"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [proof.name for proof in PROOFS])
def test_a_share_of_it_is_kept(name: str) -> None:
    came = run(name, Size.QUICK, SEED)
    assert came.measured.held, f"python -m bench.promises --quick --seed {SEED} {name}: {came.measured.words}"


def test_every_proof_is_on_the_page_in_its_order_and_nothing_else() -> None:
    assert list(PAGE.standing()) == [proof.name for proof in PROOFS], "python -m bench.promises --page"


def test_names_are_used_once_and_words_fit_a_row() -> None:
    assert len({proof.name for proof in PROOFS}) == len(PROOFS)
    assert not [proof.promised for proof in PROOFS if "|" in proof.promised or not re.fullmatch(r"\w+", proof.name)]
