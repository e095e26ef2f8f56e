"""Promise 9: faults stay where they are. The judges are tests/faults/matrix.py, for platforms, and tests/faults/disks.py."""

from __future__ import annotations

import asyncio
from typing import Final

from bench.promises.proof import Measured, Order, Proof, Size
from tests.faults.disks import DISKS, Trial
from tests.faults.matrix import matrix
from tests.faults.wards import in_the_town, on_discord, on_slack


async def _all(order: Order) -> Measured:
    told, cells, wrong = 0, 0, list[str]()
    for opened in (on_discord, on_slack, in_the_town):
        changed = set[int]()
        async with opened(order.folder, changed) as ward:
            codes = ward.codes if order.size is Size.FULL else ward.codes[order.seed % 4 :: 12]
            some, amiss = await matrix(ward, codes, changed)
        told, cells, wrong = told + len(codes), cells + some, wrong + amiss
    words = (
        f"{told} answers of three platforms to everything asked, {cells} cells: {len(wrong)} in which others waited for more than 5 s, an "
        "organiser was told other than once of what is permanent, or something was lost or there twice in the end"
    )
    return Measured(words + "".join(f"; {each}" for each in wrong[:5]), held=not wrong)


async def _disks(order: Order) -> Measured:
    disks = DISKS if order.size is Size.FULL else DISKS[:3]
    wrong = [each for disk in disks for each in await Trial(order.folder, disk).tried()]
    words = (
        f"{len(disks)} faults of a disk, three minutes each, while people press, read and are written to: {len(wrong)} things lost, there "
        "twice, unanswered for 5 s or not said by /healthz"
    )
    return Measured(words + "".join(f"; {each}" for each in wrong[:5]), held=not wrong)


FAULTS: Final = (
    Proof("platform_faults", "Faults of platforms stay where they are", lambda order: asyncio.run(_all(order))),
    Proof("disk_faults", "so do faults of the disk", lambda order: asyncio.run(_disks(order))),
)
