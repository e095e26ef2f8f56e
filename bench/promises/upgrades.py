"""Promise 12, its migrations: killed at every statement of them, from every earlier schema. The judge is that of tests/store/kills.py."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from bench.promises.proof import Measured, Order, Proof, Size
from tests.postgres import serving
from tests.store import kills


def _sqlite(order: Order) -> Measured:
    """From the first schema at every statement there is; from the others, whose ways are parts of that one, at every third."""
    first, *others = earlier = kills.versions()[:-1]
    if order.size is Size.QUICK:
        return _told([first], kills.on_sqlite(order.folder, [first], 120, 3))
    came = kills.on_sqlite(order.folder, [first], 1, 20)
    came.add(kills.on_sqlite(order.folder, others, 3, 20))
    return _told(earlier, came)


def _postgres(order: Order) -> Measured:
    earlier = kills.versions()[:-1]
    # Not the proof's own folder: as root the server runs as another account, which may not look in there.
    with serving(Path(tempfile.gettempdir()) / f"wallflower-postgres-{os.getpid()}") as server:
        if order.size is Size.QUICK:
            return _told(earlier[:1], kills.on_postgres(server, earlier[:1], 60, 3))
        came = kills.on_postgres(server, earlier[:1], 1, 10)
        came.add(kills.on_postgres(server, earlier[1:], 5, 10))
    return _told(earlier, came)


def _named(earlier: list[str]) -> str:
    return earlier[0] if len(earlier) == 1 else f"each schema from {earlier[0]} to {earlier[-1]}"


def _told(earlier: list[str], came: kills.Came) -> Measured:
    words = (
        f"{came.kills:,} kills on the way up from {_named(earlier)}: each left every row and every table as it was; "
        f"{came.finished:,} started once more, all with the same end; {len(came.wrong)} wrong"
    )
    return Measured(f"{words} ({'; '.join(came.wrong[:3])})" if came.wrong else words, held=not came.wrong and came.kills > 0)


UPGRADES: Final = (
    Proof("upgrades", "An upgrade killed at any statement of any migration, from every earlier schema, loses nothing", _sqlite),
    Proof("upgrades_postgres", "the same, on PostgreSQL", _postgres),
)
