"""The one way of not understanding a date, a time or a length."""

from collections.abc import Iterable

from bot.clock import Wall


class Unclear(ValueError):
    """Words that say nothing certain. Its text is kind, says what is unclear and what to type; `choices` are what may have been meant."""

    def __init__(self, words: str, choices: Iterable[Wall] = ()) -> None:
        super().__init__(words)
        self.choices = tuple(choices)


def shown(words: str) -> str:
    """Somebody's own words, quoted back at a bearable length."""
    return f"“{words if len(words) <= 24 else words[:23] + '…'}”"
