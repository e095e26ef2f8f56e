"""The drill: a backup made while people are busy, put back elsewhere a day later. Nothing is said twice, and who was erased stays so."""

from __future__ import annotations

import asyncio
import shutil
from typing import Final

from bench.promises.proof import Measured, Order, Proof, Size
from bench.promises.soak import DAY, Load, Soak
from bot.community import members
from bot.community.person_data import Ledger, erase
from bot.outbox.restored import doubt_what_was_due
from bot.store.backup import back_up, put_back

FULL: Final = Load(days=2, warm=0, groups=60, coffee=0, visits=200)
QUICK: Final = Load(days=1, warm=0, groups=3, coffee=0, visits=15)
LATER: Final = 8
ERASED: Final = 5
"""A member, erased after the backup was made."""


class Drill(Soak):
    """Its days, then the drill. `doubted`: deliveries that were due since the backup, and may have been posted."""

    doubted = 0
    posted = 0
    back = 0

    async def drill(self, *, doubting: bool) -> None:
        """Everything, in the order it happens to people."""
        house, copy, elsewhere = await self._begin(), self.folder / "monday.db", self.folder / "elsewhere"
        for day in range(self.load.days):
            await self._day(day)
        await asyncio.gather(asyncio.to_thread(back_up, self.database, copy), self._people(self.load.visits))
        before = self.chat.count()
        for day in range(LATER):  # until every group's weekly words have been said since
            await self._day(self.load.days + day)
        self.posted, now, ledger = self.chat.count() - before, self.clock.now(), Ledger.beside(self.database)
        await house.store.write(lambda conn: erase(conn, now, ERASED, ledger))
        await house.close()
        elsewhere.mkdir()
        put_back(copy, elsewhere / self.database.name)
        shutil.copy(ledger.path, Ledger.beside(elsewhere / self.database.name).path)
        self.house = again = await self._opened(elsewhere / self.database.name)
        await again.erase_again()
        self.back = len(await again.store.read(lambda conn: members.accounts_of(conn, [ERASED])))
        if doubting:
            self.doubted = await again.store.write(lambda conn: doubt_what_was_due(conn, now))
        await again.delivery.recover(sole=True)
        await self._for_a_while(self.clock.now() + DAY / 4)
        await again.close()


def _drilled(order: Order, *, doubting: bool) -> Drill:
    drill = Drill(order.folder, FULL if order.size is Size.FULL else QUICK, order.seed)
    asyncio.run(drill.drill(doubting=doubting))
    return drill


def _restored(order: Order) -> Measured:
    drill = _drilled(order, doubting=True)
    words = (
        f"copied while {drill.load.visits} people were at it, put back elsewhere {LATER} days and {drill.posted:,} messages later: "
        f"{drill.doubted:,} looked for first, {drill.chat.doubled} said twice, {drill.back} of those erased since are back"
    )
    return Measured(words, held=drill.doubted > 0 and not drill.chat.doubled and not drill.back)


def _trusted(order: Order) -> Measured:
    drill = _drilled(order, doubting=False)
    return Measured(f"{drill.chat.doubled:,} said twice", held=drill.chat.doubled > 0)


DRILL: Final = (
    Proof("restored", "A backup made while it runs, put back elsewhere, says nothing twice and brings nobody back", _restored),
    Proof("restored_trusting", "the same, where what the copy says is simply sent: the checker finds doubles", _trusted),
)
