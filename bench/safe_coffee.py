"""Promise 7 for coffee, through the real rules: how many rounds of random groups told somebody what they should not have.

`python -m bench.safe_coffee [GROUPS] [FIRST SEED] [MOST PEOPLE]`. Five rounds a group; people leave, take breaks, keep each other away
and come back after the drawing, while it goes out, and before the west is told. tests/community/test_safe_coffee.py is the judge.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from time import perf_counter

from tests.community.test_safe_coffee import what_went_wrong


def main(groups: int = 100, first: int = 0, most: int = 40) -> int:
    """Over so many groups, on two cores; 0 when nothing was wrong."""
    started, found = perf_counter(), 0
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for words in pool.map(partial(what_went_wrong, most=most), range(first, first + groups), chunksize=5):
            found += len(words)
            print(*words, sep="\n", end="\n" if words else "")
    print(f"{groups:,} groups of 2 to {most}, 5 rounds each, seeds from {first}: {found} wrong, in {perf_counter() - started:,.0f} s")
    return min(1, found)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
