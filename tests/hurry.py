"""An event loop whose seconds pass faster than the wall's: every sleep and every time-out in it, a library's too, keeps its own length.

What isn't waiting is not hurried: work takes as many times longer by this loop's clock as it goes faster, so what is measured in it is
never too kind.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class _Selector(selectors.DefaultSelector):
    def __init__(self, times: float) -> None:
        super().__init__()
        self._times = times

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self._times if timeout else timeout)


class HurriedLoop(asyncio.SelectorEventLoop):
    """An event loop that goes so many times faster."""

    def __init__(self, times: float) -> None:
        self._times = times
        super().__init__(_Selector(times))

    def time(self) -> float:
        """Seconds, of which a real one holds `times`."""
        return super().time() * self._times


class LoopClock:
    """The time as the running loop has it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._then = datetime.now(UTC)

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self._then + timedelta(seconds=self._loop.time() - self._began)

    def monotonic(self) -> float:
        """Seconds of the loop's."""
        return self._loop.time()


def hurry(work: Coroutine[Any, Any, T], times: float) -> T:
    """Run this to its end in a loop of its own that goes so many times faster."""
    with asyncio.Runner(loop_factory=partial(HurriedLoop, times)) as runner:
        return runner.run(work)


def hurried(times: float) -> Callable[[Callable[P, Coroutine[Any, Any, None]]], Callable[P, None]]:
    """A test that runs in such a loop. It can't ask for fixtures that run in another."""

    def of(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
        @wraps(test)
        def in_a_hurry(*args: P.args, **kwargs: P.kwargs) -> None:
            hurry(test(*args, **kwargs), times)

        return in_a_hurry

    return of
