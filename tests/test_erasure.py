"""Promise 11: of fifty things somebody told us none is left anywhere after they are erased, nor after an old copy is put back."""

from __future__ import annotations

import io
import logging
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.chat import Person
from bot.community import members, person_data
from bot.config import LogSettings
from bot.run import logs
from bot.run.house import House as Core
from bot.schema import Connection
from tests.app.world import NORTH, World, build, said
from tests.community.test_person_data import everywhere
from tests.stage import StillClock

CANARIES = [f"Canary{number:02}x" for number in range(50)]
TIDDLES = Person("slack", "T1", CANARIES[0], f"{CANARIES[1]} {CANARIES[2]}")
ABOUT = {"topics": f"{CANARIES[3]}, {CANARIES[4]}", "kind": CANARIES[5], "area": CANARIES[6], "years": "2 to 5 years", "does": CANARIES[7]}
MEETING = {"ways": "call", "wants": CANARIES[8], "alone": "yes", "languages": f"{CANARIES[9]}, {CANARIES[10]}"}
SETTINGS = {"name": f"{CANARIES[11]} {CANARIES[12]}", "zone": "London", "quiet": "22:00 to 07:00", "reach": "thread", "named": "yes"}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything logged, at every level."""
    kept = io.StringIO()
    logs.set_up(LogSettings(level="debug", format="plain"))
    handler = logging.StreamHandler(kept)
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)
    logging.basicConfig(force=True)


async def tells_us_everything(world: World) -> None:
    """By way of conversation: a profile, settings, a seat, half-answers; then every remaining canary into every personal column."""
    await world.announced()
    await world.types(TIDDLES, "my.settings", NORTH, **SETTINGS)
    about = await world.types(TIDDLES, "my.profile", NORTH, **ABOUT)
    meeting = await world.sends(TIDDLES, await world.presses(TIDDLES, "How you like to meet", about), NORTH, **MEETING)
    await world.presses(TIDDLES, "Keep it", meeting)
    await world.types(TIDDLES, "my.profile", NORTH, **{**ABOUT, "area": CANARIES[13]})
    await world.store.write(_rest)


def _rest(conn: Connection) -> None:
    (member,) = members.called(conn, f"{CANARIES[11]} {CANARIES[12]}")
    everywhere(conn, member.id, " ".join(CANARIES[14:]), but={"profiles"})


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file beside the database."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def left_in(files: dict[str, bytes], text: str = "") -> list[str]:
    """Which canaries are still somewhere, and where."""
    return [f"{word} in {name}" for name, data in {**files, "log": text.encode()}.items() for word in CANARIES if word.encode() in data]


@dataclass
class Erased:
    """What came of it: how many canaries were `there` before, which were `left` after, which came `back` with an older copy."""

    there: int
    seconds: float = 0.0
    left: list[str] = field(default_factory=list[str])
    back: list[str] = field(default_factory=list[str])


async def told_and_erased(folder: Path, written: io.StringIO | None = None) -> Erased:
    """Somebody tells us everything and is erased; then an older copy of the database is put back."""
    written = written or io.StringIO()
    live, backup = folder / "live", folder / "backup"
    live.mkdir()
    backup.mkdir()
    url, clock = f"sqlite:///{live}/wallflower.db", StillClock()
    from cogs import COGS

    house = await Core.open(url, clock)
    world = await build(house.store, COGS)
    await tells_us_everything(world)
    with closing(sqlite3.connect(live / "wallflower.db")) as source, closing(sqlite3.connect(backup / "wallflower.db")) as target:
        source.backup(target)
    came = Erased(len({word.split(" ")[0] for word in left_in(files_of(live))}))

    asked = await world.types(TIDDLES, "my.forget", NORTH)
    began = time.perf_counter()
    assert "Receipt" in said(await world.presses(TIDDLES, "Yes, erase everything about me", asked))
    came.seconds = time.perf_counter() - began
    came.left += left_in(files_of(live), written.getvalue())
    await house.close()
    came.left += left_in(files_of(live), written.getvalue())

    shutil.copy(backup / "wallflower.db", live / "wallflower.db")
    for other in ("wallflower.db-wal", "wallflower.db-shm"):
        (live / other).unlink(missing_ok=True)
    again = await Core.open(url, clock)
    assert await again.erase_again() == 1
    assert await again.erase_again() == 0
    came.back += left_in(files_of(live), written.getvalue())
    await again.close()
    came.back += left_in(files_of(live), written.getvalue())
    return came


async def test_of_fifty_canaries_none_is_left_and_none_comes_back_with_a_backup(tmp_path: Path, written: io.StringIO) -> None:
    came = await told_and_erased(tmp_path, written)
    assert came.there == len(CANARIES)
    assert came.left == []
    assert came.back == []


async def test_erasing_one_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    from cogs import COGS

    house = await Core.open(f"sqlite:///{tmp_path}/wallflower.db", StillClock())
    world = await build(house.store, COGS)
    await tells_us_everything(world)

    def others(conn: Connection) -> list[str]:
        return [members.name_of(conn, each.id) for name in ("Ada North", "Bea South", "Tom North") for each in members.called(conn, name)]

    before = await house.store.read(others)
    (gone,) = await house.store.read(lambda conn: members.called(conn, f"{CANARIES[11]} {CANARIES[12]}"))
    ledger = person_data.Ledger.beside(house.store.beside)
    await house.store.write(lambda conn: person_data.erase(conn, world.clock.now(), gone.id, ledger))
    assert await house.store.read(others) == before
    await house.close()
