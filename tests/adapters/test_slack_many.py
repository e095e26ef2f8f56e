"""Slack over signed HTTP behind a load balancer: two processes on one PostgreSQL, and each request goes to the other one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.chat import Place
from tests.adapters.slack_bot import Bot, WalkCog
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.delivery import Delivery
from tests.loopback.slack.signed_http import SignedHttp


@dataclass
class Balancer:
    """Passes each request on to the next of several addresses. `went`: which of them got what, in order."""

    routes: list[SignedHttp]
    went: list[tuple[int, Delivery]] = field(default_factory=list[tuple[int, Delivery]])

    def __post_init__(self) -> None:
        self._turns = itertools.cycle(range(len(self.routes)))

    async def carry(self, delivery: Delivery, patience: float) -> None:
        """As any route does."""
        which = next(self._turns)
        self.went.append((which, delivery))
        await self.routes[which].carry(delivery, patience)


@dataclass
class Two:
    """Two processes of one bot behind a balancer."""

    slack: LoopbackSlack
    bots: list[Bot]
    balancer: Balancer

    async def settle(self) -> None:
        """Let both finish what they are at."""
        for bot in self.bots:
            await bot.settle()


async def _serve(bot: Bot, stack: AsyncExitStack) -> str:
    page = web.Application()
    page.add_routes(bot.gateway.routes)
    runner = web.AppRunner(page, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[Two]:
    WalkCog.done.clear()
    async with LoopbackSlack() as slack, AsyncExitStack() as stack:
        bots = [Bot(slack, postgres_url, mode="http") for _ in range(2)]
        routes: list[SignedHttp] = []
        for bot in bots:
            await bot.start()
            stack.push_async_callback(bot.stop)
            routes.append(slack.over_http(await _serve(bot, stack), now=lambda bot=bot: bot.clock.now().timestamp()))
        await bots[0].house.group_for(Place("slack", slack.workspace.team_id, slack.general.id))
        slack.courier.route = balancer = Balancer(routes)
        yield Two(slack, bots, balancer)
        assert slack.workspace.breaches == []


async def test_a_form_opened_by_one_is_read_by_the_other_and_confirmed_at_the_first(two: Two) -> None:
    ada = two.slack.add_user("Ada")
    await ada.slash("/walk", "new Hill walk", two.slack.general)
    await two.settle()
    sent = await ada.fill_and_submit({"When?": "2020-11-26", "At what time?": "18:30"})
    assert list(sent.errors) == ["When?"]
    await ada.fill_and_submit({"When?": "2030-11-26"})
    await ada.reads("26 November, 18:30")
    await ada.click(None, "Publish")
    await ada.reads("It is out.")
    assert WalkCog.done == ["published Hill walk"]
    assert [which for which, _ in two.balancer.went] == [0, 1, 0, 1]


async def test_what_one_opened_is_read_after_it_has_gone(two: Two) -> None:
    ada = two.slack.add_user("Ada")
    await ada.slash("/walk", "new Hill walk", two.slack.general)
    await two.settle()
    assert two.balancer.went[-1][0] == 0
    await two.bots[0].stop()
    await two.bots[0].start()  # another process in its place: nothing is remembered but in the database
    await ada.fill_and_submit({"When?": "2030-11-26", "At what time?": "18:30"})
    await ada.reads("26 November, 18:30")
    assert two.balancer.went[-1][0] == 1


async def test_a_request_told_again_to_the_other_takes_effect_once(two: Two) -> None:
    ada = two.slack.add_user("Ada")
    await ada.slash("/walk", "list", two.slack.general)
    await ada.click(None, "Going")
    await two.settle()
    which, press = two.balancer.went[-1]
    for route in (two.balancer.routes[1 - which], *two.balancer.routes):
        again = Delivery(press.kind, press.payload)
        again.attempt, again.reason = 1, "http_timeout"
        await route.carry(again, 3.0)
    await two.slack.arrives("Grace")
    which, arrival = two.balancer.went[-1]
    await two.balancer.routes[1 - which].carry(Delivery(arrival.kind, arrival.payload), 3.0)
    await two.settle()
    assert Counter(WalkCog.done) == {"going 7": 1, "met Grace": 1}
