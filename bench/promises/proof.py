"""What a proof is, and what it finds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from enum import Enum
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar

import structlog

A = TypeVar("A")
B = TypeVar("B")
EVERY: Final = 20.0
"""Seconds from one word about how far a long proof has come to the next."""
AT_ONCE: Final = 2


def quiet() -> None:
    """Nothing of the bot's own log between the figures: most proofs make it break, again and again."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.WARNING)


class Size(Enum):
    """How much of it: what is promised whole, or a share that takes seconds."""

    FULL = "full"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Order:
    """What a proof is asked for. The same seed and size find the same. `folder`: empty, its own, gone afterwards."""

    size: Size
    seed: int
    folder: Path

    def of(self, full: int, quick: int) -> int:
        """So many, or the share of it."""
        return full if self.size is Size.FULL else quick

    def in_time(self, fast: bool) -> bool:  # noqa: FBT001  what was found, not a switch
        """Whether it was. A share runs beside others, and with the tests, where nothing is timed."""
        return fast or self.size is Size.QUICK

    def each(self, work: Callable[[A], B], on: Sequence[A], at_once: int = AT_ONCE) -> Iterator[B]:
        """Do it with each of them, in no order, and say how far it has come. Raises what `work` raises.

        At full size in so many processes, to which `work` must be known by name; a share of it here.
        """
        if self.size is Size.QUICK:
            yield from map(work, on)
            return
        began = said = monotonic()
        with ProcessPoolExecutor(at_once, mp_context=get_context("spawn"), initializer=quiet) as pool:
            for done, future in enumerate(as_completed([pool.submit(work, one) for one in on]), start=1):
                yield future.result()
                if (now := monotonic()) - said > EVERY:
                    said = now
                    print(f"       {done:,} of {len(on):,} in {now - began:,.0f} s", flush=True)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it. `words`: the figures, misses included, as they stand in the table; `held`: whether the promise was kept."""

    words: str
    held: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of the table: what is promised, and what measures it.

    `name` is what it is asked for by on the command line. `measure` runs in a process of its own, as one synchronous call; it may start
    others. A proof that a checker can fail (its mechanism taken out) is a row too, and held when the checker found something.
    """

    name: str
    promised: str
    measure: Callable[[Order], Measured]
