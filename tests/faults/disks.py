"""What goes wrong with a disk, while people press, read, and are written to: nothing lost, nothing twice, the process lives and says so.

Some are real (the size limit, another process's lock, read-only, slowness); the others are raised where SQLite itself would raise them.
"""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast
from unittest.mock import patch

from sqlalchemy import func, select

from bot import outbox
from bot.app import Late
from bot.chat import Person, Place
from bot.chat.answer import Say
from bot.chat.inbound import Pressed, Typed
from bot.chat.plain import card_text
from bot.community import seats
from bot.community.act import Act
from bot.community.meetups import CARD
from bot.outbox import To
from bot.run.health import Watcher
from bot.run.house import House
from tests.delivery.pretend import Platform, PlatformPort
from tests.delivery.story import TITLE, _announce
from tests.delivery.world import copy_database, first_database
from tests.stage import StillClock

SOON: Final = 5.0
"""Real seconds in which anybody is answered, be it with a sorry."""
LASTS: Final = timedelta(minutes=3)
WRITES: Final = ("INSERT", "UPDATE", "DELETE")
BROKE: Final = "broke on our side"


@dataclass(frozen=True, slots=True)
class Error:
    """What SQLite raises, and at which words. `done`: it was done all the same, and nobody knows. `spares`: so many of each transaction."""

    code: int
    words: str
    at: tuple[str, ...]
    done: bool = False
    spares: int = 0


RAISED: Final = {
    "full": Error(sqlite3.SQLITE_FULL, "database or disk is full", ("COMMIT",)),
    "error on writing": Error(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", WRITES),
    "error half-way": Error(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", WRITES, spares=1),
    "error on commit": Error(sqlite3.SQLITE_IOERR, "disk I/O error", ("COMMIT",)),
    "error on fsync": Error(sqlite3.SQLITE_IOERR_FSYNC, "disk I/O error", ("COMMIT",), done=True),
    "a page that can't be read": Error(sqlite3.SQLITE_CORRUPT, "database disk image is malformed", ("SELECT",)),
    "can't be opened": Error(sqlite3.SQLITE_CANTOPEN, "unable to open database file", ("BEGIN", "SELECT", *WRITES)),
}
REAL: Final = ("at its size limit", "read-only", "locked by another", "slow")
DISKS: Final = (*RAISED, *REAL)


@dataclass
class Disk:
    """What is wrong with it just now, for every connection opened through it."""

    wrong: Error | None = None
    pause: float = 0.0
    spared: int = 0
    open: list[sqlite3.Connection] = field(default_factory=list[sqlite3.Connection])

    def asked(self, words: str) -> Error | None:
        """Before something is done. Raises what is wrong; gives what is to be raised afterwards."""
        if self.pause and words.startswith("COMMIT"):
            time.sleep(self.pause)
        if words.startswith(("BEGIN", "SAVEPOINT")):
            self.spared = 0
        if self.wrong is None or not words.lstrip().startswith(self.wrong.at):
            return None
        if self.spared < self.wrong.spares:
            self.spared += 1
            return None
        if self.wrong.done:
            return self.wrong
        raise self.error(self.wrong)

    def error(self, wrong: Error) -> sqlite3.OperationalError:
        """As the driver raises it."""
        error = sqlite3.OperationalError(wrong.words)
        error.sqlite_errorcode = wrong.code
        return error

    @contextmanager
    def under(self) -> Generator[None]:
        """Every connection opened meanwhile is of this disk."""
        disk, connect = self, sqlite3.connect

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                after = disk.asked(sql)
                found = super().execute(sql, *values)
                if after:
                    raise disk.error(after)
                return found

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                return self.cursor().execute(sql, *values)

            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

        def connected(*args: Any, **options: Any) -> sqlite3.Connection:
            raw = cast("sqlite3.Connection", connect(*args, factory=Connection, **options))
            disk.open.append(raw)
            return raw

        with patch.object(sqlite3, "connect", connected):
            yield


@dataclass
class Trial:
    """One disk going wrong for three minutes, in the life of a bot with a meetup to announce and people who answer it."""

    folder: Path
    fault: str
    disk: Disk = field(default_factory=Disk)
    clock: StillClock = field(default_factory=StillClock)
    wrong: list[str] = field(default_factory=list[str])
    answers: list[str | None] = field(default_factory=list[str | None])
    delivering: asyncio.Task[None] | None = None

    async def tried(self) -> list[str]:
        """What was amiss."""
        first = self.folder / "first.db"
        if not first.exists():
            await first_database(first, "chat")
        self.file = self.folder / f"{self.fault.replace(' ', '-')}.db"
        url = copy_database(first, self.file)
        with self.disk.under():
            self.house = await House.open(url, self.clock)
            self.there = Platform(self.clock)
            self.house.connect(PlatformPort(self.there))
            now = self.clock.now()
            await self.house.store.write(lambda conn: _announce(Act(conn, now, 1, 1)))
            self.clock.advance(timedelta(hours=1))
            await self._deliver()
            await self._trouble()
            await self._afterwards()
            await self.house.close()
        return [f"{self.fault}: {each}" for each in self.wrong]

    async def _trouble(self) -> None:
        soon = self.clock.now() + timedelta(seconds=30)
        await self.house.store.write(lambda conn: outbox.say(conn, CARD, 1, To(place=1), group=1, subject="aside", due=soon))
        heal = self._spoil()
        self.answers = [await self._answer(self._press()), await self._answer(self._look())]
        for _ in range(6):
            self.clock.advance(LASTS / 6)
            await self._deliver()
        health = await Watcher(self.house).look()
        if health.words == "ok" and self.fault != "slow":
            self.wrong.append("nothing says so")
        heal()
        if self.delivering:
            await self.delivering

    async def _afterwards(self) -> None:
        said = await self._answer(self._press())
        if said is None or BROKE in said:
            self.wrong.append("nobody can answer afterwards")
        for _ in range(60):
            self.clock.advance(timedelta(seconds=15))
            await self._deliver()
        cards = [message for message in self.there.posted if message.title == TITLE]
        if sorted(card.place for card in cards) != ["a", "a", "b", "c"]:  # the second is what fell due meanwhile
            self.wrong.append(f"cards in {[card.place for card in cards]}")
        if not all("1 other" in card.words or "Going: 1" in card.words or "1 seat left" in card.words for card in cards):
            self.wrong.append(f"cards out of date: {cards[0].words}")
        table = seats.seats
        going = await self.house.store.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one())
        if going != 1:
            self.wrong.append(f"{going} seats taken")
        if (health := await Watcher(self.house).look()).words != "ok":
            self.wrong.append(f"still {health.reasons}")

    # --- what is done -----------------------------------------------------------------------------------------------------------

    def _press(self) -> Pressed:
        tom = Person("chat", "town", "tom", "Tom")
        return Pressed(id="press", person=tom, place=Place("chat", "town", "a"), route="meetup.going", payload="1")

    def _look(self) -> Typed:
        ada = Person("chat", "town", "ada", "Ada")
        return Typed(id="look", person=ada, place=Place("chat", "town", "a"), route="meetup.list", values={})

    async def _answer(self, event: Pressed | Typed) -> str | None:
        """What somebody reads; None when it takes longer, and they are told so."""
        answer = await self.house.app.promptly(event, within=SOON / 2)
        return None if isinstance(answer, Late) else card_text(answer.card) if isinstance(answer, Say) else type(answer).__name__

    async def _deliver(self) -> None:
        """A tick of the alarm's; one that hangs keeps only itself waiting."""
        if self.delivering is None or self.delivering.done():
            self.delivering = asyncio.create_task(self.house.alarm.deliver())
        await asyncio.wait({self.delivering}, timeout=1)

    # --- what goes wrong --------------------------------------------------------------------------------------------------------

    def _spoil(self) -> Callable[[], object]:
        """It goes wrong; what this gives mends it."""
        match self.fault:
            case "at its size limit":
                return self._limited()
            case "read-only":
                return self._read_only()
            case "locked by another":
                other = sqlite3.connect(self.file, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                return other.close
            case "slow":
                self.disk.pause = 0.5
            case _:
                self.disk.wrong = RAISED[self.fault]
        return self._mended

    def _mended(self) -> None:
        self.disk.wrong, self.disk.pause = None, 0.0

    def _limited(self) -> Callable[[], object]:
        log = self.file.with_name(f"{self.file.name}-wal")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def _read_only(self) -> Callable[[], object]:
        """By chmod it would not be: whoever opened it may go on writing."""
        writers = [each for each in self.disk.open if _asked(each, "query_only") == 0]
        for each in writers:
            each.execute("PRAGMA query_only=1")
        return lambda: [each.execute("PRAGMA query_only=0") for each in writers]


def _asked(raw: sqlite3.Connection, pragma: str) -> int | None:
    """None of a connection that is closed by now."""
    with suppress(sqlite3.ProgrammingError):
        return int(raw.execute(f"PRAGMA {pragma}").fetchone()[0])
    return None
