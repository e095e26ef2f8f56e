"""Slack over signed HTTP: the same conversations, and nothing from anybody who cannot prove to be Slack."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from tests.adapters.slack_bot import Bot, WalkCog, connected
from tests.loopback.slack import sign
from tests.loopback.slack.delivery import Delivery
from tests.loopback.slack.signed_http import SignedHttp, encode


class Served:
    """A bot in HTTP mode, and its address."""

    def __init__(self, bot: Bot, url: str, route: SignedHttp) -> None:
        self.bot = bot
        self.url = url
        self.route = route

    def now(self) -> int:
        return int(self.bot.clock.now().timestamp())

    async def post(self, body: str | bytes, headers: dict[str, str]) -> tuple[int, int]:
        """The status of the answer, and how many lines it left in the log."""
        with capture_logs() as lines:
            async with aiohttp.ClientSession() as person, person.post(self.url, data=body, headers=headers) as answer:
                return answer.status, len(lines)

    async def press(self) -> Delivery:
        """A press that took effect, as it went over the wire."""
        ada = self.bot.slack.add_user("Ada")
        await ada.slash("/walk", "list", self.bot.slack.general)
        await ada.click(None, "Going")
        await self.bot.settle()
        return self.bot.slack.courier.deliveries[-1]


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with connected(tmp_path, mode="http") as bot:
        page = web.Application()
        page.add_routes(bot.gateway.routes)
        runner = web.AppRunner(page, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield Served(bot, url, bot.slack.over_http(url, now=lambda: bot.clock.now().timestamp()))
        await runner.cleanup()


async def test_commands_presses_forms_and_events_are_heard(served: Served) -> None:
    slack = served.bot.slack
    ada = slack.add_user("Ada")
    await ada.slash("/walk", "new Hill walk", slack.general)
    await served.bot.settle()
    sent = await ada.fill_and_submit({"When?": "2020-11-26", "At what time?": "18:30"})
    assert list(sent.errors) == ["When?"]
    await ada.fill_and_submit({"When?": "2030-11-26"})
    await ada.reads("26 November, 18:30")
    await ada.click(None, "Publish")
    await ada.reads("It is out.")
    await slack.arrives("Grace")
    assert WalkCog.done == ["published Hill walk", "met Grace"]
    assert slack.sockets.accepted == 0


async def test_slack_can_check_the_address(served: Served) -> None:
    assert await served.route.verify_url() == "3eZbrw1aB10FEMAGAZd4FyFQ"


async def test_an_event_told_again_over_http_takes_effect_once(served: Served) -> None:
    await served.bot.slack.arrives("Grace")
    told = served.bot.slack.courier.deliveries[-1].payload
    await served.bot.slack.courier.event(told)
    assert WalkCog.done == ["met Grace"]


async def test_a_request_played_back_in_time_takes_no_second_effect(served: Served) -> None:
    press = await served.press()
    body, kind = encode(press)
    status, _ = await served.post(body, sign(served.bot.slack.signing_secret, body, served.now()) | {"Content-Type": kind})
    assert status == 200
    assert WalkCog.done == ["going 7"]


async def test_a_request_older_than_five_minutes_is_refused(served: Served) -> None:
    body, kind = encode(await served.press())
    for age, expected in ((299, 200), (301, 401), (-301, 401)):
        headers = sign(served.bot.slack.signing_secret, body, served.now() - age) | {"Content-Type": kind}
        assert (await served.post(body, headers))[0] == expected


async def test_forged_and_malformed_requests_get_401_one_line_and_no_effect(served: Served) -> None:
    press = await served.press()
    WalkCog.done.clear()
    press.payload["trigger_id"] = "fresh"
    body, kind = encode(press)
    now, secret = served.now(), served.bot.slack.signing_secret
    good = sign(secret, body, now)
    stamp, signature = "x-slack-request-timestamp", "x-slack-signature"
    bad: list[tuple[str | bytes, dict[str, str]]] = [
        (body, {}),
        (body, sign("another-secret", body, now)),
        (body + "&x=1", good),
        (body, good | {signature: good[signature][:-1]}),
        (body, good | {signature: "v0="}),
        (body, good | {signature: "v0=\u00e9\u00e9"}),
        (body, good | {stamp: "soon"}),
        (body, good | {stamp: ""}),
        (body, good | {stamp: "1e400"}),
        (body, good | {stamp: "9" * 5000}),
        (body, good | {stamp: "\u0661\u0662\u0663"}),
        (body, {stamp: good[stamp]}),
        (body, {signature: good[signature]}),
        (b"\xff\xfe" + body.encode(), good),
        ("", good),
    ]
    for words, headers in bad:
        assert await served.post(words, headers | {"Content-Type": kind}) == (401, 1), headers
    assert WalkCog.done == []
    assert (await served.post(body, good | {"Content-Type": kind}))[0] == 200
    await served.bot.settle()
    assert WalkCog.done == ["going 7"], "the same request, rightly signed, does take effect"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "payload=", "payload=nonsense", urlencode({"payload": "[]"}), json.dumps({"type": "x"}), "a=b"]
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
async def test_signed_nonsense_does_no_harm(served: Served, body: str, kind: str) -> None:
    headers = sign(served.bot.slack.signing_secret, body, served.now()) | {"Content-Type": kind}
    assert (await served.post(body, headers))[0] < 500
    await served.bot.slack.add_user("Ada").slash("/walk", "list", served.bot.slack.general)
