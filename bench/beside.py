"""What a bench measures something with: how long it took, how much memory, in a process of its own."""

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Took(Generic[T]):
    """What came of it, in how many seconds, and the most memory the whole process ever held, in MB."""

    result: T
    seconds: float
    megabytes: float


def timed(do: Callable[..., T], *args: object) -> Took[T]:
    """Do it here."""
    started = perf_counter()
    result = do(*args)
    seconds = perf_counter() - started
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Took(result, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def alone(do: Callable[..., T], *args: object) -> T:
    """Do it in a process that has done nothing else, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(do, *args).result()
