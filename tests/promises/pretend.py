"""Proofs of nothing, for the tests of what runs them."""

from __future__ import annotations

import os
import sys
import time

from bench.promises.proof import Measured, Order, Proof


def _kept(order: Order) -> Measured:
    return Measured(f"{order.of(1_000, 10):,} with seed {order.seed}", held=True)


def _missed(_order: Order) -> Measured:
    return Measured("3 of 7 | lost", held=False)


def _breaks(_order: Order) -> Measured:
    raise ZeroDivisionError("no words")


def _dies(_order: Order) -> Measured:
    os._exit(7)


def _hangs(_order: Order) -> Measured:
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    time.sleep(600)
    return Measured("", held=True)


KEPT = Proof("kept", "Something is kept", _kept)
MISSED = Proof("missed", "Something is not", _missed)
BREAKS = Proof("breaks", "Something breaks", _breaks)
DIES = Proof("dies", "Something dies", _dies)
HANGS = Proof("hangs", "Something never ends", _hangs)
PROOFS = (KEPT, BREAKS, DIES, HANGS, MISSED)
