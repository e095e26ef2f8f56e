"""One thing going wrong at a time, and what people see of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import Connection

from bot import outbox
from bot.chat import Card, Occasion
from bot.chat.errors import Never, NotNow
from bot.clock import FixedClock
from bot.community import desk as organisers_desk
from bot.community import reminders
from bot.community.act import Act
from bot.delivery import Delivery
from bot.delivery.courier import BREAKS, PLEASE_LOOK
from bot.delivery.dice import Dice
from bot.delivery.hold import BEGIN_WITHIN
from bot.delivery.patience import Patient
from bot.outbox import KINDS, Kind, rows, settle
from bot.outbox.settle import back_off
from bot.store import Store, Work
from bot.store.unit import T
from tests.delivery.conftest import Desk
from tests.delivery.pretend import Platform, PlatformPort
from tests.stage import SUNDAY


@pytest.fixture
def new_kinds() -> Iterator[None]:
    """Kinds made in a test are forgotten after it."""
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


class FullDisk:
    """A store whose commits fail while `full`, counted from the next: `full={2}` is the second."""

    def __init__(self, store: Store, full: set[int]) -> None:
        self.store, self.full, self.asked, self.beside = store, full, 0, store.beside

    async def write(self, work: Work[T]) -> T:
        """As `Store.write`."""
        self.asked += 1
        if self.asked in self.full:
            raise OSError("database or disk is full")
        return await self.store.write(work)

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        return await self.store.read(work)

    async def scrub(self) -> None:
        """As `Store.scrub`."""
        await self.store.scrub()

    async def present(self, number: int) -> None:
        """As `Store.present`."""

    async def close(self) -> None:
        """As `Store.close`."""


def on(desk: Desk, store: FullDisk) -> Delivery:
    """The same loop on such a store."""
    kept = desk.delivery
    desk.delivery = Delivery(cast("Store", store), desk.clock, kept.courier.renderers, kept.dice)
    desk.delivery.ports.update(kept.ports)
    return desk.delivery


# --- replies lost, disks full, history unreadable -------------------------------------------------------------------------------


async def test_a_message_whose_reply_was_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    desk.there.lose = 1
    id_ = await desk.say("hello")
    await desk.settle()
    assert await desk.state(id_) == "unknown"
    await desk.later(seconds=10)
    assert (await desk.state(id_), desk.there.titles("a"), desk.there.looks) == ("sent", ["hello"], 1)


@pytest.mark.parametrize("full", [{2}, {2, 3}, {2, 3, 4}, {1}, {2, 4, 5, 7}])
async def test_a_disk_that_is_full_after_the_sending_doubles_nothing(desk: Desk, full: set[int]) -> None:
    id_ = await desk.say("hello")
    on(desk, FullDisk(desk.store, full))
    for _ in range(10):
        try:
            await desk.settle()
        except OSError:
            desk.clock.advance(timedelta(seconds=1))
        else:
            desk.clock.advance(timedelta(seconds=5))
    assert (await desk.state(id_), desk.there.titles("a")) == ("sent", ["hello"])


async def test_a_rule_that_breaks_when_told_of_the_arrival_doubles_nothing_and_is_tried_again(desk: Desk, new_kinds: None) -> None:
    calls: list[str] = []

    def delivered(conn: Connection, now: datetime, ref: str) -> None:
        calls.append(ref)
        if len(calls) < 3:
            raise RuntimeError(ref)

    kind = Kind("test.hooked", delivered=delivered)
    desk.delivery.courier.renderers = {**desk.delivery.courier.renderers, kind.name: desk.delivery.courier.renderers["meetup.card"]}
    to = outbox.To(place=1)
    id_ = await desk.store.write(lambda conn: outbox.say(conn, kind, "x", to, group=1, subject="s", due=SUNDAY))
    await desk.settle()
    await desk.later(minutes=1)
    assert (await desk.state(id_), desk.there.titles("a"), len(calls)) == ("sent", ["x"], 3)


async def test_what_breaks_in_the_port_itself_counts_as_perhaps_sent(desk: Desk) -> None:
    desk.there.refuse = [ValueError("a bug of the library's")]
    await desk.say("hello")
    await desk.settle()
    await desk.later(seconds=10)
    assert (desk.there.titles("a"), desk.there.looks) == (["hello"], 1)


async def test_where_history_cant_be_read_a_person_decides(desk: Desk) -> None:
    desk.there.lose, desk.there.unreadable = 1, True
    id_ = await desk.say("hello")
    await desk.settle()
    await desk.later(minutes=5)
    assert desk.there.titles("a") == ["hello"]
    assert ((await desk.row(id_)).state, (await desk.row(id_)).why) == ("parked", PLEASE_LOOK)
    assert len(desk.there.at("@priya")) == 1


async def test_where_the_platform_remembers_it_may_be_sent_again_without_looking(desk: Desk) -> None:
    desk.delivery.connect(PlatformPort(desk.there, remembers=timedelta(minutes=2)))
    desk.there.lose, desk.there.unreadable = 1, True
    id_ = await desk.say("hello")
    await desk.settle()
    await desk.later(seconds=10)
    assert (await desk.state(id_), desk.there.titles("a")) == ("sent", ["hello"])


async def test_replies_lost_for_longer_than_the_platform_remembers_still_double_nothing(desk: Desk) -> None:
    """The window counts from the first attempt, not the last."""
    desk.delivery.connect(PlatformPort(desk.there, remembers=timedelta(minutes=2)))
    desk.there.lose, desk.there.unreadable = 50, True
    await desk.say("hello")
    await desk.settle()
    await desk.later(minutes=20)
    assert desk.there.titles("a") == ["hello"]


async def test_a_card_touched_while_its_reply_was_lost_ends_up_true(desk: Desk) -> None:
    desk.there.lose = 1
    await desk.keep("card")
    await desk.settle()
    desk.clock.advance(timedelta(seconds=1))
    await desk.store.write(lambda conn: outbox.touch(conn, desk.clock.now(), "s"))
    await desk.later(seconds=30)
    [card] = desk.there.at("a")
    assert (card.edits, card.words) == (1, "card\nas of 10:00:05")


# --- order, pauses, slow platforms ----------------------------------------------------------------------------------------------


async def test_a_place_gets_things_in_order(desk: Desk) -> None:
    for number in reversed(range(30)):
        await desk.say(f"{number}", due=SUNDAY - timedelta(minutes=30 - number))
    await desk.settle()
    assert desk.there.titles("a") == [f"{number}" for number in range(30)]


async def test_what_backs_off_holds_up_only_its_own_subject(desk: Desk) -> None:
    desk.there.refuse = [NotNow("busy")]
    await desk.say("first", subject="one", due=SUNDAY - timedelta(minutes=3))
    await desk.say("second", subject="one", due=SUNDAY - timedelta(minutes=2))
    await desk.say("other", subject="two", due=SUNDAY - timedelta(minutes=1))
    await desk.settle()
    assert desk.there.titles("a") == ["other"]
    await desk.later(seconds=10)
    assert desk.there.titles("a") == ["other", "first", "second"]


async def test_slow_down_pauses_that_place_alone_and_for_as_long_as_asked(desk: Desk) -> None:
    desk.there.refuse = [NotNow("slow down", timedelta(seconds=40))]
    await desk.say("first", due=SUNDAY - timedelta(minutes=2))
    await desk.settle()
    await desk.say("other", subject="other")
    await desk.say("elsewhere", channel=2, subject="elsewhere")
    await desk.settle()
    assert (desk.there.titles("a"), desk.there.titles("b")) == ([], ["elsewhere"])
    await desk.later(seconds=39)
    assert desk.there.titles("a") == []
    await desk.later(seconds=2)
    assert desk.there.titles("a") == ["first", "other"]


async def test_a_message_that_is_parked_leaves_the_line(desk: Desk) -> None:
    desk.there.refuse = [Never("no")]
    await desk.say("first", due=SUNDAY - timedelta(minutes=2))
    await desk.say("second")
    await desk.settle()
    assert desk.there.titles("a") == ["second"]


async def test_a_platform_that_hangs_keeps_no_other_waiting(desk: Desk) -> None:
    hanging = asyncio.Event()
    there = Platform(desk.clock, hangs=hanging)
    desk.delivery.connect(PlatformPort(there, "other"))
    await desk.say("stuck", channel=3)
    loop = asyncio.create_task(desk.settle())
    await there.called.wait()
    await desk.say("hello")
    desk.delivery.poke()
    await desk.there.made.wait()
    assert there.posted == []
    hanging.set()
    await loop
    assert [message.title for message in there.posted] == ["stuck"]


async def test_a_call_that_hangs_is_given_up_and_looked_for(desk: Desk) -> None:
    desk.delivery.ports["chat"] = Patient(PlatformPort(desk.there), timedelta(milliseconds=20))
    desk.there.hangs = asyncio.Event()
    id_ = await desk.say("hello")
    await desk.settle()
    assert await desk.state(id_) == "unknown"
    desk.there.hangs = None
    await desk.later(seconds=10)
    assert (desk.there.looks, desk.there.titles("a")) == (1, ["hello"])


async def test_two_callers_at_once_serve_no_line_twice(desk: Desk) -> None:
    for number in range(20):
        await desk.say(f"{number:02}", due=SUNDAY - timedelta(minutes=30 - number))
    await asyncio.gather(*(desk.settle() for _ in range(5)))
    assert desk.there.titles("a") == [f"{number:02}" for number in range(20)]


async def test_a_row_taken_over_by_another_process_is_not_written_to(desk: Desk) -> None:
    id_ = await desk.say("hello")
    [row] = await desk.store.write(lambda conn: rows.take(conn, desk.clock.now(), "a dead process", busy=[]))
    desk.clock.advance(rows.LEASE)
    await desk.settle()
    await desk.later(seconds=10)
    assert await desk.state(id_) == "sent"
    before = await desk.row(id_)
    parked = await desk.store.write(lambda conn: settle.parked(conn, desk.clock.now(), row, "no", "a dead process"))
    assert (parked, await desk.row(id_)) == (False, before)


# --- lateness -------------------------------------------------------------------------------------------------------------------


async def test_late_is_said_with_the_time_it_was_meant_for(desk: Desk) -> None:
    await desk.say("late", due=SUNDAY - timedelta(hours=1))
    await desk.say("in time", due=SUNDAY - timedelta(minutes=4))
    await desk.settle()
    late, in_time = desk.there.at("a")
    assert "Sorry, this should have reached you at 09:00" in late.words
    assert "Sorry" not in in_time.words


async def test_what_is_of_no_use_any_more_is_dropped_and_says_why(desk: Desk) -> None:
    id_ = await desk.say("too late", due=SUNDAY - timedelta(hours=1), until=SUNDAY - timedelta(seconds=1))
    just = await desk.say("just in time", due=SUNDAY - timedelta(minutes=1), until=SUNDAY)
    await desk.settle()
    row = await desk.row(id_)
    assert (row.state, row.why, await desk.state(just)) == ("dropped", "too late to be of use", "sent")


async def test_what_waits_for_a_platform_leaves_soon_after_it_is_connected(desk: Desk) -> None:
    await desk.say("hello", channel=3)
    await desk.settle()
    await desk.later(minutes=20)
    there = Platform(desk.clock)
    desk.delivery.connect(PlatformPort(there, "other"))
    await desk.later(seconds=31)
    assert [message.title for message in there.posted] == ["hello"]


@pytest.mark.parametrize(("attempts", "jitter", "seconds"), [(0, 0.0, 1), (0, 1.0, 2), (3, 1.0, 16), (50, 0.0, 300), (50, 1.0, 600)])
def test_waits_double_up_to_ten_minutes_between_half_and_all_of_it(attempts: int, jitter: float, seconds: int) -> None:
    assert back_off(attempts, jitter) == timedelta(seconds=seconds)


# --- what a person must decide --------------------------------------------------------------------------------------------------


async def test_a_lost_permission_reaches_organisers_once_and_the_desk_each_time(desk: Desk) -> None:
    desk.there.gone.add("a")
    for number in range(4):
        await desk.say(f"{number}", subject="meetup:1")
    await desk.settle()
    assert len(desk.there.at("@priya")) == 1
    assert desk.there.at("@tom") == []
    assert len(await desk.store.read(lambda conn: organisers_desk.parked(conn, 1))) == 4


async def test_try_again_delivers_once_the_permission_is_back(desk: Desk) -> None:
    desk.there.gone.add("a")
    id_ = await desk.say("hello")
    await desk.settle()
    desk.there.gone.clear()
    await desk.store.write(lambda conn: organisers_desk.try_again(Act(conn, desk.clock.now(), 1, 1), id_))
    await desk.settle()
    assert (await desk.state(id_), desk.there.titles("a")) == ("sent", ["hello"])


async def test_an_edit_of_a_message_somebody_took_away_is_parked_and_posts_nothing_new(desk: Desk) -> None:
    id_ = await desk.keep("card")
    await desk.settle()
    desk.there.posted.clear()
    await desk.store.write(lambda conn: outbox.touch(conn, desk.clock.now(), "s"))
    await desk.later(minutes=1)
    assert (await desk.state(id_), desk.there.titles("a")) == ("parked", [])
    assert len(desk.there.at("@priya")) == 1


async def test_a_card_that_breaks_stops_no_other_and_in_the_end_reaches_a_person(desk: Desk) -> None:
    desk.broken.add("poison")
    id_ = await desk.say("poison", subject="one", due=SUNDAY - timedelta(minutes=1))
    await desk.say("well", subject="two")
    await desk.settle()
    assert desk.there.titles("a") == ["well"]
    await desk.later(hours=4)
    assert (await desk.state(id_), (await desk.row(id_)).attempts) == ("parked", BREAKS)
    assert len(desk.there.at("@priya")) == 1


async def test_a_rule_that_breaks_is_undone_and_tried_again(desk: Desk, new_kinds: None) -> None:
    ran: list[str] = []

    def run(conn: Connection, now: datetime, ref: str) -> None:
        ran.append(ref)
        outbox.later(conn, kind, f"{ref}.{len(ran)}", group=1, subject="s", due=now + timedelta(days=1))
        if len(ran) < 3:
            raise RuntimeError(ref)

    kind = Kind("test.rule", run=run)
    id_ = await desk.store.write(lambda conn: outbox.later(conn, kind, "x", group=1, subject="s", due=SUNDAY))
    await desk.settle()
    await desk.later(minutes=1)
    assert (await desk.state(id_), len(ran)) == ("sent", 3)
    refs = await desk.store.read(lambda conn: [row.ref for row in conn.execute(outbox.outbox.select().order_by(outbox.outbox.c.ref))])
    assert refs == ["x", "x.3"]


# --- the loop told to stop, the clock put back ----------------------------------------------------------------------------------


async def test_stopping_puts_back_what_is_not_begun(desk: Desk) -> None:
    desk.there.hangs = asyncio.Event()
    for number in range(3):
        await desk.say(f"{number}", due=SUNDAY - timedelta(minutes=3 - number))
    loop = asyncio.create_task(desk.settle())
    await desk.there.called.wait()
    stopping = asyncio.create_task(desk.delivery.stop())
    await asyncio.sleep(0)
    desk.there.hangs.set()
    await asyncio.gather(loop, stopping)
    states = await desk.store.read(
        lambda conn: [row.state for row in conn.execute(outbox.outbox.select().order_by(outbox.outbox.c.due_at))]
    )
    assert (states, desk.there.titles("a")) == (["sent", "waiting", "waiting"], ["0"])


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)])
async def test_a_clock_put_back_or_forward_sends_nothing_early_or_twice(desk: Desk, jump: timedelta) -> None:
    clock = FixedClock(SUNDAY)
    delivery = Delivery(desk.store, clock, desk.delivery.courier.renderers, Dice("again", lambda: 1.0))
    delivery.ports.update(desk.delivery.ports)
    await desk.say("now")
    await desk.say("later", subject="later", due=SUNDAY + timedelta(minutes=30))
    await delivery.deliver_due()
    clock.jump(jump)
    await delivery.deliver_due()
    assert desk.there.titles("a") == (["now"] if jump < timedelta() else ["now", "later"])
    clock.jump(timedelta(minutes=31) - jump)
    await delivery.deliver_due()
    assert desk.there.titles("a") == ["now", "later"]


async def test_what_was_cancelled_is_not_said(desk: Desk) -> None:
    id_ = await desk.say("hello", due=SUNDAY + timedelta(minutes=1))
    await desk.store.write(lambda conn: outbox.cancel(conn, "s", "taken back"))
    await desk.later(minutes=2)
    assert (await desk.state(id_), desk.there.posted) == ("dropped", [])


async def test_a_row_taken_long_ago_is_not_begun(desk: Desk) -> None:
    """A laptop that slept with a line half done: by now another may have what was left."""
    for number in range(3):
        await desk.say(f"{number}", due=SUNDAY - timedelta(minutes=3 - number))
    renderers = desk.delivery.courier.renderers

    async def slow(ref: str) -> Card | Occasion | None:
        desk.clock.advance(BEGIN_WITHIN / 2 + timedelta(seconds=1))
        return await renderers[reminders.ALONE.name](ref)

    desk.delivery.courier.renderers = {**renderers, reminders.ALONE.name: slow}
    await desk.delivery._begin_what_is_due()
    await asyncio.gather(*desk.delivery._lines.values())
    states = await desk.store.read(
        lambda conn: [row.state for row in conn.execute(outbox.outbox.select().order_by(outbox.outbox.c.due_at))]
    )
    assert states == ["sent", "sent", "waiting"]
