"""Runs the proofs, one after another, each in a process of its own, and tells how each went."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from time import perf_counter

from rich.console import Console

from bench.beside import alone
from bench.promises import table
from bench.promises.proof import Measured, Size
from bench.promises.proofs import PROOFS, prove
from bot.clock import SystemClock


def main(words: Sequence[str]) -> int:
    """0 when every promise was kept, 1 when one was not, 2 when there is no such proof."""
    asked = _asked(words)
    unknown = [name for name in asked.names if name not in {proof.name for proof in PROOFS}]
    if unknown:
        print(f"There is no proof called {unknown[0]}. There are: {', '.join(proof.name for proof in PROOFS)}.")
        return 2
    size, console, found = Size.QUICK if asked.quick else Size.FULL, Console(highlight=False), dict[str, Measured]()
    for proof in [proof for proof in PROOFS if not asked.names or proof.name in asked.names]:
        began = perf_counter()
        found[proof.name] = came = alone(prove, proof.name, size, asked.seed)
        sign = "[green]kept  [/]" if came.held else "[red]BROKEN[/]"
        console.print(f"{sign} {proof.promised}: {came.words} [dim]({proof.name}, {perf_counter() - began:,.0f} s)[/]", soft_wrap=True)
    if size is Size.FULL:
        table.rewrite(PROOFS, found, asked.seed, SystemClock().now())
        console.print("docs/promises.md has what was measured.")
    return 0 if all(came.held for came in found.values()) else 1


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.promises", description="Measure what is promised.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--quick", action="store_true", help="a share of each, in seconds; writes nothing")
    parser.add_argument("--seed", type=int, default=1, help="the same seed finds the same")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
