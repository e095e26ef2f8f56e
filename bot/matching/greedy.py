"""What most people would do by hand: the best pair that is left, again and again. Only to stand beside."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.matching.limits import Nested
from bot.matching.review import Outcome
from bot.matching.scores import Scores

MANY: Final = 20_000_000  # pairs, sorted in one go


def greedy(source: Scores, within: Nested) -> Outcome | None:
    """What it comes to, within all limits; None when the pairs are too many to be sorted."""
    mentees, mentors = source.shape
    if mentees * mentors > MANY:
        return None
    scores = source.rows(0, mentees)
    left, free = np.append(within.places, mentees).tolist(), [True] * mentees
    above: list[int] = within.above.tolist()
    taken: list[int] = []
    for at in np.argsort(scores, axis=None, kind="stable")[::-1].tolist():
        mentee, mentor = divmod(at, mentors)
        score = int(scores[mentee, mentor])
        if score == 0 or len(taken) == mentees:
            break
        if free[mentee] and _takes(mentor, left, above):
            free[mentee] = False
            taken.append(score)
    return Outcome(len(taken), sum(taken), min(taken, default=0))


def _takes(mentor: int, left: list[int], above: list[int]) -> bool:
    """Take a place with the mentor and in everything they stand under, if there is one in all."""
    path = [mentor]
    while path[-1] < len(above):
        path.append(above[path[-1]])
    if not all(left[each] for each in path):
        return False
    for each in path:
        left[each] -= 1
    return True
