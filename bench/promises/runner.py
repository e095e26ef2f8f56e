"""Runs a proof in a process of its own, which may break, die or never end: that is a promise not kept, and the next one's turn."""

from __future__ import annotations

import os
import signal
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import perf_counter
from typing import Final

from bench.promises.proof import Measured, Order, Proof, Size, quiet

LONGEST: Final = {Size.FULL: 2400.0, Size.QUICK: 300.0}
"""Seconds after which a proof is given up."""
_ALONE: Final = get_context("spawn")
_BORN: Final = get_context("forkserver")
_BORN.set_forkserver_preload(["bench.promises.proofs"])  # a share of each has loaded everything once; its memory means nothing

LISTED: Final = "bench.promises.proofs"

_LIVING: Final = set[BaseProcess]()
"""The processes in which something is being measured, each the first of its own session."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a proof: in how many seconds, and of how many of a processor, those of its own processes among them."""

    measured: Measured
    seconds: float
    busy: float = 0.0


def run(name: str, size: Size, seed: int, listed: str = LISTED, patience: float | None = None) -> Came:
    """Measure one, whatever happens: never raises. `listed`: the module whose PROOFS it is among; `patience`: seconds, not the usual."""
    began = perf_counter()
    fresh = _ALONE if size is Size.FULL else _BORN
    hears, says = fresh.Pipe(duplex=False)
    child = fresh.Process(target=_prove, args=(says, listed, name, size, seed))
    child.start()
    _LIVING.add(child)
    says.close()
    try:
        if not hears.poll(patience or LONGEST[size]):
            return Came(Measured("never came to an end", held=False), perf_counter() - began)
        measured, busy = hears.recv()
        return Came(measured, perf_counter() - began, busy)
    except EOFError:
        child.join(10)
        return Came(Measured(f"its process died ({child.exitcode})", held=False), perf_counter() - began)
    finally:
        _LIVING.discard(child)
        _end(child)
        child.join()


def end_all() -> None:
    """Whatever is being measured just now ends with all that it started: each `run` returns at once, and says that it died."""
    for child in tuple(_LIVING):
        _end(child)


def proofs_of(listed: str = LISTED) -> tuple[Proof, ...]:
    """All that a module lists."""
    return import_module(listed).PROOFS  # by name: what a proof measures with need not travel to another process


def _end(child: BaseProcess) -> None:
    """Whatever it started goes with it."""
    child.kill()  # by itself too: it may not have come so far as to lead a group
    with suppress(ProcessLookupError, PermissionError):  # they have ended; on macOS it is the second
        os.killpg(child.pid or 0, signal.SIGKILL)


def _prove(says: Connection, listed: str, name: str, size: Size, seed: int) -> None:
    os.setsid()
    proof = next(each for each in proofs_of(listed) if each.name == name)
    measured = here(proof, size, seed)
    spent = os.times()
    says.send((measured, spent.user + spent.system + spent.children_user + spent.children_system))


def here(proof: Proof, size: Size, seed: int) -> Measured:
    """Measure it in this process, with nothing of the bot's own log in between. Never raises."""
    quiet()
    with tempfile.TemporaryDirectory(prefix="wallflower-promises-", ignore_cleanup_errors=True) as folder:
        try:
            return proof.measure(Order(size, seed, Path(folder)))
        except Exception as broken:  # noqa: BLE001  a proof that breaks has shown nothing, and the others go on
            return Measured(f"broke: {type(broken).__name__}: {broken}".splitlines()[0][:300], held=False)
