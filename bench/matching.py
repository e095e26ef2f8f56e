"""Mentors matched from profiles, proven over all pairs, beside greedy and scipy: `python -m bench.matching [--large]`.

Each way stands in a process of its own. Seconds count from profiles in memory to the answer; the proof's check is beside it.
`--large` adds 20,000 x 5,000: a hundred million pairs.
"""

import sys
from random import Random
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table as Page
from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType] - scipy has none

from bench.beside import Took, alone, timed
from bench.people import some_helpers, some_seekers
from bot.matching.aims import ALL
from bot.matching.assignment import assign
from bot.matching.certificate import Assignment, verify
from bot.matching.profiles import Helper, Seeker
from bot.matching.scores import Ints
from bot.matching.scoring import Scoring

SIZES: Final = ((120, 60), (1_000, 400), (5_000, 2_000))
LARGE: Final = (20_000, 5_000)
SCIPY_UP_TO: Final = 10_000_000  # pairs, each mentor once for every place

People = tuple[list[Seeker], list[Helper]]


def made_up(mentees: int, mentors: int) -> People:
    """The same people whenever asked."""
    rng = Random(mentees)
    return some_seekers(rng, mentees), some_helpers(rng, mentors)


def _capacity(people: People) -> Ints:
    return np.array([each.capacity for each in people[1]], np.int64)


def exact(people: People, aims: tuple[str, ...]) -> Assignment:
    """From profiles to a proven assignment."""
    return assign(Scoring(*people), _capacity(people), waited=[each.waited for each in people[0]], aims=aims)


def ours(size: tuple[int, int], aims: tuple[str, ...]) -> tuple[Took[tuple[int, int, int]], float]:
    """How many are matched, the total and the weakest; and the seconds that checking the proof took."""
    people = made_up(*size)
    took = timed(exact, people, aims)
    found = took.result
    checked = timed(verify, Scoring(*people), _capacity(people), found)
    return Took((found.matched, found.total, found.lowest), took.seconds, took.megabytes), checked.seconds


def greedy(people: People) -> tuple[int, int, int]:
    """The best pair that is left, again and again."""
    scores = Scoring(*people).rows(0, len(people[0]))
    left, free = _capacity(people), np.ones(len(people[0]), np.bool_)
    taken: list[int] = []
    for at in np.argsort(scores, axis=None, kind="stable")[::-1]:
        mentee, mentor = divmod(int(at), len(people[1]))
        score = int(scores[mentee, mentor])
        if score == 0 or len(taken) == len(people[0]):
            break
        if free[mentee] and left[mentor]:
            free[mentee], left[mentor] = False, left[mentor] - 1
            taken.append(score)
    return len(taken), sum(taken), min(taken, default=0)


def scipys(people: People) -> tuple[int, int, int]:
    """The largest total, with a column for every place."""
    wide = np.repeat(Scoring(*people).rows(0, len(people[0])), _capacity(people), axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)  # pyright: ignore[reportUnknownVariableType]
    own = wide[rows, columns]
    own = own[own > 0]
    return len(own), int(own.sum(dtype=np.int64)), int(own.min(initial=1 << 14))


def beside(way: str, size: tuple[int, int]) -> Took[tuple[int, int, int]]:
    """Another way, by its name."""
    return timed({"greedy": greedy, "scipy": scipys}[way], made_up(*size))


def measure(size: tuple[int, int]) -> Page:
    """One size, each way a line."""
    pairs = size[0] * size[1]
    page = Page(title=f"{size[0]:,} mentees x {size[1]:,} mentors, {pairs:,} pairs scored from profiles")
    for heading in ("", "seconds", "MB", "matched", "total", "of the most", "weakest", "proof checked, s"):
        page.add_column(heading, justify="left" if not heading else "right")
    ways = {" then ".join(aims): alone(ours, size, aims) for aims in (("total",), ALL)}
    others = ["greedy"] * (pairs <= SCIPY_UP_TO) + ["scipy"] * (pairs <= SCIPY_UP_TO)
    lines = ways | {way: (alone(beside, way, size), None) for way in others}
    most = lines["total"][0].result[1]
    for name, (took, checked) in lines.items():
        matched, total, weakest = took.result
        figures = (f"{took.seconds:.2f}", f"{took.megabytes:,.0f}", f"{matched:,}", f"{total:,}", f"{total / most:.2%}", str(weakest))
        page.add_row(name, *figures, "" if checked is None else f"{checked:.2f}")
    return page


if __name__ == "__main__":
    for each in (*SIZES, *([LARGE] if "--large" in sys.argv else [])):
        Console(width=130).print(measure(each))
