"""Promise 7, matching's part, over random groups. `python -m bench.promises matching` runs the same over larger and many more."""

import numpy as np
import pytest

from bench import safe_matching


@pytest.mark.parametrize("seed", range(60))
def test_in_a_random_group_nobody_is_matched_whom_a_rule_keeps_apart(seed: int) -> None:
    assert list(safe_matching.wrong_matches(seed, 80)) == []


@pytest.mark.parametrize("seed", range(60))
def test_in_a_random_group_everybody_is_looked_after_and_nobody_meets_again_while_avoidable(seed: int) -> None:
    assert list(safe_matching.wrong_rounds(seed, 40)) == []


def test_the_check_itself_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the bars taken out of the scores, and with a round that seats the barred."""
    monkeypatch.setattr("bot.matching.scoring.Barring.clear", lambda *_: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType] - takes anything
    assert [words for words in safe_matching.wrong_matches(1, 80) if "although" in words]
    monkeypatch.setattr("bot.matching.together.Counts.between", lambda _, rows, columns: np.zeros((len(rows), len(columns)), np.int64))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    assert [words for seed in range(5) for words in safe_matching.wrong_rounds(seed, 40)]
