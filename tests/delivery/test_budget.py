"""Writing to people directly, within what a platform's guards take for honest."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery import Delivery
from tests.delivery.conftest import Desk
from tests.delivery.pretend import PlatformPort


def _guarded(desk: Desk) -> PlatformPort:
    port = PlatformPort(desk.there)
    port.direct_budget = {timedelta(hours=1): 3, timedelta(days=1): 5}
    return port


def _told(desk: Desk) -> int:
    return len(desk.there.at("@tom")) + len(desk.there.at("@priya"))


async def test_those_over_the_budget_wait_until_there_is_room_and_all_are_told(desk: Desk) -> None:
    desk.delivery.connect(_guarded(desk))
    for number in range(8):
        await desk.tell(f"word {number}", member=1 + number % 2)
    await desk.settle()
    assert _told(desk) == 3
    for wait, told in ((timedelta(minutes=59), 3), (timedelta(minutes=2), 5), (timedelta(hours=22), 5), (timedelta(hours=4), 8)):
        desk.clock.advance(wait)
        await desk.settle()
        assert _told(desk) == told


async def test_channels_are_not_held_up_by_it(desk: Desk) -> None:
    desk.delivery.connect(_guarded(desk))
    for number in range(5):
        await desk.tell(f"word {number}", member=2)
    await desk.say("hello")
    await desk.settle()
    assert desk.there.titles("a") == ["hello"]


async def test_a_restart_does_not_begin_the_budget_anew(desk: Desk) -> None:
    desk.delivery.connect(_guarded(desk))
    for number in range(5):
        await desk.tell(f"word {number}", member=2)
    await desk.settle()
    again = Delivery(desk.store, desk.clock, desk.delivery.courier.renderers, desk.delivery.dice)
    again.connect(_guarded(desk))
    desk.clock.advance(timedelta(minutes=30))
    await again.deliver_due()
    assert _told(desk) == 3
    desk.clock.advance(timedelta(minutes=31))
    await again.deliver_due()
    assert _told(desk) == 5
