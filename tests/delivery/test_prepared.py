"""Rules that take long are worked out beside the loop; and nobody is brought into a place for a message that no longer applies."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import outbox
from bot.chat import Card
from bot.community import circles
from bot.delivery.aside import AT_ONCE
from bot.outbox import KINDS, Aside, Hook, Kind, To
from bot.schema import Connection
from tests.delivery.conftest import Desk
from tests.stage import SUNDAY


@pytest.fixture
def new_kinds() -> Iterator[None]:
    """Kinds made in a test are forgotten after it."""
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


def beside_others(folder: Path, ref: str) -> int:
    """How many are at it while this one is."""
    folder.mkdir(exist_ok=True)
    (folder / ref).touch()
    time.sleep(0.5)
    most = len(list(folder.iterdir()))
    (folder / ref).unlink()
    return most


async def test_a_rule_is_worked_out_in_a_process_of_its_own_while_others_write_and_runs_with_what_was_found(
    desk: Desk, new_kinds: None
) -> None:
    ran: list[tuple[str, int]] = []

    async def prepare(aside: Aside, now: datetime, ref: str) -> Hook:
        said = await desk.say("meanwhile")
        found = await aside.work(math.comb, 50, 3)
        there = await aside.read(lambda conn: conn.execute(outbox.outbox.select().where(outbox.outbox.c.id == said)).one())
        assert there.ref == "meanwhile"
        return lambda _conn, _now, ref: ran.append((ref, found))

    kind = Kind("test.prepared", prepare=prepare)
    id_ = await desk.store.write(lambda conn: outbox.later(conn, kind, "x", group=1, subject="s", due=SUNDAY))
    await desk.settle()
    assert (await desk.state(id_), ran) == ("sent", [("x", 19_600)])


async def test_however_many_fall_due_at_once_few_processes_reckon_at_the_same_time(
    desk: Desk, new_kinds: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.aside.TURN", timedelta(seconds=0.5))
    seen: list[int] = []

    async def prepare(aside: Aside, now: datetime, ref: str) -> Hook:
        seen.append(await aside.work(beside_others, tmp_path / "at it", ref))
        return lambda _conn, _now, _ref: None

    kind = Kind("test.many", prepare=prepare)
    ids = [await desk.store.write(partial(outbox.later, kind=kind, ref=n, group=1, subject="s", due=SUNDAY)) for n in range(8)]
    await desk.later(minutes=2)
    assert [await desk.state(id_) for id_ in ids] == ["sent"] * 8
    assert max(seen) <= AT_ONCE


async def test_what_breaks_while_it_is_worked_out_is_tried_again(desk: Desk, new_kinds: None) -> None:
    tries: list[str] = []

    async def prepare(aside: Aside, now: datetime, ref: str) -> Hook:
        tries.append(ref)
        if len(tries) < 3:
            await aside.work(math.sqrt, -1)
        return lambda _conn, _now, _ref: None

    kind = Kind("test.breaks", prepare=prepare)
    id_ = await desk.store.write(lambda conn: outbox.later(conn, kind, "x", group=1, subject="s", due=SUNDAY))
    await desk.later(minutes=1)
    assert (await desk.state(id_), len(tries)) == ("sent", 3)


@pytest.mark.parametrize("applies", [True, False])
async def test_a_place_is_opened_only_for_a_message_that_still_applies(desk: Desk, new_kinds: None, applies: bool) -> None:  # noqa: FBT001
    dropped: list[str] = []

    def hook(_: Connection, __: datetime, ref: str) -> None:
        dropped.append(ref)

    async def word(ref: str) -> Card | None:
        return Card(ref) if applies else None

    kind = Kind("test.circle", dropped=hook)
    desk.delivery.courier.renderers = {**desk.delivery.courier.renderers, kind.name: word}

    def plan(conn: Connection) -> str:
        circle = circles.gather(conn, SUNDAY, 1, [1, 2], "Priya and Tom")
        return outbox.say(conn, kind, "x", To(circle=circle), group=1, subject="s", due=SUNDAY, until=SUNDAY + timedelta(days=1))

    id_ = await desk.store.write(plan)
    await desk.settle()
    if applies:  # this platform opens no places: it was asked to, and that broke
        assert await desk.state(id_) == "waiting"
    assert (await desk.state(id_) == "dropped") is not applies
    assert dropped == ([] if applies else ["x"])
