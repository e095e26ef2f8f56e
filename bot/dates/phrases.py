"""A small closed grammar: a list of phrases, and a reader that accounts for every word or says which one it could not.

A phrase is written the way it is said, `WEEKDAY of? next week`: words in small letters stand for themselves (`in|of` for either), words
in capitals for a vocabulary, and a question mark makes one optional. Every vocabulary gives whole numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Vocabulary = Mapping[str, int]
Values = dict[str, int]
"""What stood for each word in capitals."""

Meaning = TypeVar("Meaning")

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]*)*|\S")


class UnknownWord(ValueError):
    """A word that is part of no phrase; its text is the word."""


def tokens(text: str) -> list[str]:
    """Words, numbers and signs, in small letters: '6.30pm' is 6 . 30 pm."""
    return _TOKEN.findall(text.casefold().replace("’", "'"))


@dataclass(frozen=True)
class _Slot:
    """One place in a phrase: what may stand there, as lists of tokens, longest first."""

    name: str
    words: Mapping[str, int]
    longest: int
    optional: bool

    def ends(self, said: Sequence[str], at: int) -> Iterator[tuple[int, Values]]:
        for length in range(min(self.longest, len(said) - at), 0, -1):
            words = " ".join(said[at : at + length])
            if words in self.words:
                yield at + length, {self.name: self.words[words]}
        if self.optional:
            yield at, {}


class Phrases(Generic[Meaning]):
    """Phrases with their meanings. Of those that fit, the longest counts; of two as long, the first listed."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], rows: Iterable[tuple[str, Meaning]], fillers: str) -> None:
        self._rows = [([_slot(word, vocabularies) for word in phrase.split()], meaning) for phrase, meaning in rows]
        self._fillers = frozenset(fillers.split())

    def read(self, said: Sequence[str]) -> list[tuple[Meaning, Values]]:
        """The phrases said, in order; UnknownWord if anything is left that is neither in a phrase nor a filler."""
        found: list[tuple[Meaning, Values]] = []
        at = 0
        while at < len(said):
            fits = [(*fit, meaning) for slots, meaning in self._rows if (fit := _fit(slots, said, at))]
            if fits:
                at, values, meaning = max(fits, key=lambda fit: fit[0])
                found.append((meaning, values))
            elif said[at] in self._fillers:
                at += 1
            else:
                raise UnknownWord(said[at])
        return found


def _slot(word: str, vocabularies: Mapping[str, Vocabulary]) -> _Slot:
    name = word.removesuffix("?")
    words = vocabularies[name] if name.isupper() else dict.fromkeys(name.split("|"), 0)
    return _Slot(name, words, max(len(phrase.split()) for phrase in words), word.endswith("?"))


def _fit(slots: Sequence[_Slot], said: Sequence[str], at: int) -> tuple[int, Values] | None:
    if not slots:
        return at, {}
    for end, values in slots[0].ends(said, at):
        if rest := _fit(slots[1:], said, end):
            return rest[0], values | rest[1]
    return None
