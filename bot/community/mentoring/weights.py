"""How much each reason counts: what the settings say, the same for every group this Wallflower looks after."""

from __future__ import annotations

from bot.matching.score import Weights

_chosen: list[Weights] = [Weights()]


def use(weights: Weights) -> None:
    """Count like this from now on: said once, when the bot starts."""
    _chosen[0] = weights


def in_use() -> Weights:
    """What counts how much."""
    return _chosen[0]
