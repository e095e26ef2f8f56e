"""Every proof, in the order of the table. Adding one: a module beside this file, a line below."""

import logging
import tempfile
from pathlib import Path

import structlog

from bench.promises.crashes import CRASHES, MARKED_FIRST, SENT_FIRST
from bench.promises.proof import Measured, Order, Proof, Size

PROOFS: tuple[Proof, ...] = (*(CRASHES, MARKED_FIRST, SENT_FIRST),)


def prove(name: str, size: Size, seed: int) -> Measured:
    """One of them, here, with nothing of the bot's own log in between."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="wallflower-promises-") as folder:
        return _proof(name).measure(Order(size, seed, Path(folder)))


def _proof(name: str) -> Proof:
    return next(proof for proof in PROOFS if proof.name == name)
