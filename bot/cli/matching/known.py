"""Who is meant by an id or a name, and whether somebody who asks also offers."""

from __future__ import annotations

from collections.abc import Sequence


class Known:
    """The keys of everybody in two files. Somebody in both has one key: there the ids are the same and the names don't differ.

    Two files that merely count their rows from 1 name different people alike; the names show it.
    """

    def __init__(self, ids: Sequence[str], names: Sequence[str], mentor_ids: Sequence[str], mentor_names: Sequence[str]) -> None:
        asking = {one.casefold(): (f"asks {at}", name) for at, (one, name) in enumerate(zip(ids, names, strict=True)) if one}
        self.mentees = [f"asks {at}" for at in range(len(ids))]
        self.mentors: list[str] = []
        for at, (one, name) in enumerate(zip(mentor_ids, mentor_names, strict=True)):
            key, other = asking.get(one.casefold(), ("", ""))
            self.mentors.append(key if key and (not name or not other or name.casefold() == other.casefold()) else f"offers {at}")
        self._by_id = _index((self.mentees, ids), (self.mentors, mentor_ids))
        self._by_name = _index((self.mentees, names), (self.mentors, mentor_names))

    def keys(self, word: str) -> list[str]:
        """Everybody who has this id, or else this name: all of them, for nobody is to be matched with the wrong one of two."""
        return self._by_id.get(word.casefold()) or self._by_name.get(word.casefold(), [])


def _index(*sides: tuple[Sequence[str], Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for keys, words in sides:
        for key, word in zip(keys, words, strict=True):
            if word and key not in found.setdefault(word.casefold(), []):
                found[word.casefold()].append(key)
    return found
