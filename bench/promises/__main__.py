"""Runs the proofs and tells how each went: at full size one after another, a share of each two at a time."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Final, NoReturn

from rich.console import Console

from bench.promises.proof import Measured, Proof, Size
from bench.promises.runner import LISTED, Came, end_all, proofs_of, run
from bench.promises.table import PAGE, Page
from bot.clock import SystemClock

SHARES_AT_ONCE: Final = 3
"""Many wait more than they work."""


def main(words: Sequence[str], listed: str = LISTED, page: Page = PAGE) -> int:
    """0 when every promise was kept, 1 when one was not, 2 when there is no such proof or the page is not as it should be."""
    asked, proofs = _asked(words), proofs_of(listed)
    if unknown := [name for name in asked.names if name not in {proof.name for proof in proofs}]:
        print(f"There is no proof called {unknown[0]}. There are: {', '.join(proof.name for proof in proofs)}.")
        return 2
    chosen = [proof for proof in proofs if not asked.names or proof.name in asked.names]
    try:  # before anything is measured, rather than after an hour
        page.rewrite(proofs, {}, asked.seed, SystemClock().now(), keep=asked.quick)
    except (OSError, ValueError) as lost:
        print(lost)
        return 2
    if asked.page:
        return 0
    size, found = Size.QUICK if asked.quick else Size.FULL, dict[str, Measured]()
    for proof, came in _measured(chosen, size, asked.seed, listed):
        found[proof.name] = came.measured
        _tell(proof, came)
        if size is Size.FULL:  # after each: what was measured stays when the next is broken off
            page.rewrite(proofs, {proof.name: came.measured}, asked.seed, SystemClock().now())
    return _end(found, size, page)


def stops() -> None:
    """Told to stop, it does as at Ctrl-C: what is running is ended on the way out."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(143)

    signal.signal(signal.SIGTERM, stop)


def _measured(chosen: Sequence[Proof], size: Size, seed: int, listed: str) -> Iterator[tuple[Proof, Came]]:
    """Full-size ones have the machine to themselves. Broken off, nothing of what was running is left."""
    with ThreadPoolExecutor(SHARES_AT_ONCE if size is Size.QUICK else 1) as pool:
        running = [pool.submit(run, proof.name, size, seed, listed) for proof in chosen]
        try:
            yield from ((proof, came.result()) for proof, came in zip(chosen, running, strict=True))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            end_all()
            raise


def _tell(proof: Proof, came: Came) -> None:
    sign = "[green]kept  [/]" if came.measured.held else "[red]MISSED[/]"
    took = f"[dim]({proof.name}, {came.seconds:,.0f} s)[/]"
    Console(highlight=False).print(f"{sign} {proof.promised}: {came.measured.words} {took}", soft_wrap=True)


def _end(found: dict[str, Measured], size: Size, page: Page) -> int:
    missed = [name for name, came in found.items() if not came.held]
    if size is Size.FULL:
        print(f"{page.path.name} has what was measured.")
    if missed:
        print(f"{len(missed)} of {len(found)} missed: {', '.join(missed)}.")
    return 1 if missed else 0


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.promises", description="Measure what is promised.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--quick", action="store_true", help="a share of each, in seconds; writes nothing")
    parser.add_argument("--page", action="store_true", help="measure nothing, only give every proof its row on the page")
    parser.add_argument("--seed", type=int, default=1, help="the same seed finds the same")
    return parser.parse_args(words)


if __name__ == "__main__":
    stops()
    sys.exit(main(sys.argv[1:]))
