"""The socket to Slack dies in every way a socket can; what people do is done once, or visibly refused."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.link import Timing, Unwelcome
from tests.adapters.slack_bot import Bot, WalkCog, connected
from tests.adapters.slack_storms import flapping, repeated
from tests.loopback.slack import LoopbackSlack, NoAnswer

QUICK = Timing(ping=0.1, parting=0.3, longest_pause=0.1, steady=5.0, token_wait=0.1)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with connected(tmp_path, timing=QUICK) as bot:
        yield bot


async def back(bot: Bot, accepted: int = 1) -> None:
    """Wait until a connection later than the first `accepted` is open."""
    async with asyncio.timeout(5):
        while bot.slack.sockets.accepted <= accepted or not bot.slack.sockets.links:  # noqa: ASYNC110  nothing tells of that moment
            await asyncio.sleep(0.01)


async def test_a_connection_that_is_cut_is_replaced(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    bot.slack.sockets.cut()
    await back(bot)
    await ada.slash("/walk", "list", bot.slack.general)
    assert "Two walks" in ada.sees()[-1]


async def test_a_connection_that_falls_silent_is_replaced_though_it_still_looks_open(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    bot.slack.sockets.go_silent()
    await back(bot)
    await ada.slash("/walk", "list", bot.slack.general)
    assert "Two walks" in ada.sees()[-1]


async def test_when_every_new_connection_is_deaf_too_it_goes_on_trying(bot: Bot) -> None:
    bot.slack.sockets.half_open = True
    bot.slack.sockets.go_silent()
    await back(bot, accepted=3)
    bot.slack.sockets.half_open = False
    await back(bot, accepted=bot.slack.sockets.accepted)
    await bot.slack.add_user("Ada").slash("/walk", "list", bot.slack.general)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_when_slack_asks_for_another_connection_nothing_under_way_is_lost(bot: Bot, reason: str) -> None:
    ada = bot.slack.add_user("Ada")
    WalkCog.pause = 0.1
    asked = asyncio.create_task(ada.slash("/walk", "slowly", bot.slack.general))
    await asyncio.sleep(0.02)
    await bot.slack.sockets.ask_to_reconnect(reason)
    await asked
    assert "There at last." in ada.sees()[-1]
    await back(bot)


async def test_an_answer_whose_connection_died_finds_another_way(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    WalkCog.pause = 0.1
    asked = asyncio.create_task(ada.slash("/walk", "slowly", bot.slack.general))
    await asyncio.sleep(0.02)
    bot.slack.faults.fail_next("apps.connections.open", "internal_error", times=20)
    bot.slack.sockets.cut()
    with pytest.raises(NoAnswer):
        await asked
    await ada.reads("There at last.")
    assert WalkCog.done == ["slowly"]


@pytest.mark.parametrize("fault", ["internal_error", "503", "lost"])
async def test_trouble_while_connecting_is_outlasted(bot: Bot, fault: str) -> None:
    if fault == "lost":
        bot.slack.faults.lose_reply_next("apps.connections.open", times=3)
    else:
        status = int(fault) if fault.isdigit() else 200
        bot.slack.faults.fail_next("apps.connections.open", fault, status=status, times=3)
    bot.slack.sockets.cut()
    await back(bot)


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_slack_does_not_take_is_said_in_words(tmp_path: Path, code: str) -> None:
    async with LoopbackSlack() as slack:
        slack.spoil_tokens(code)
        bot = Bot(slack, f"sqlite:///{tmp_path}/walks.db")
        with pytest.raises(Unwelcome, match=code):
            await bot.start()
        await bot.stop()


async def test_a_token_taken_back_while_running_is_tried_again_and_works_when_it_is_given_back(bot: Bot) -> None:
    bot.slack.spoil_tokens("token_revoked")
    bot.slack.sockets.cut()
    async with asyncio.timeout(5):
        while not [call for call in bot.slack.called("apps.connections.open") if not call.reply["ok"]]:  # noqa: ASYNC110  as above
            await asyncio.sleep(0.01)
    bot.slack.tokens.spoiled.clear()
    await back(bot)
    await bot.slack.add_user("Ada").slash("/walk", "list", bot.slack.general)


async def test_stopping_is_prompt_even_when_the_other_side_is_silent(bot: Bot) -> None:
    bot.slack.sockets.half_open = True
    bot.slack.sockets.go_silent()
    async with asyncio.timeout(2):
        await bot.gateway.stop()


async def test_an_event_told_again_takes_effect_once_even_after_a_restart(bot: Bot) -> None:
    grace = bot.slack.add_user("Grace")
    await grace.joins(bot.slack.add_channel("walks", grace))
    told = bot.slack.courier.deliveries[-1].payload
    await bot.slack.courier.event(told)
    await bot.stop()
    await bot.start()
    await bot.slack.courier.event(told)
    assert WalkCog.done == ["met Grace"]


async def test_an_event_whose_first_telling_was_lost_is_heard_when_told_again(bot: Bot) -> None:
    bot.slack.sockets.go_silent()
    bot.slack.courier.patience = 0.4
    grace = bot.slack.add_user("Grace")
    await grace.joins(bot.slack.add_channel("walks", grace))
    assert [each.attempt for each in bot.slack.courier.deliveries][-1] > 0
    assert WalkCog.done == ["met Grace"]


async def test_a_flapping_connection_doubles_nothing_and_does_all_it_acknowledged(bot: Bot) -> None:
    came = await flapping(bot, 40, 0.01, 0.15, random.Random(4))
    assert came.acknowledged > 40
    assert came.acknowledged <= came.effects.total() <= came.tried
    assert set(came.effects.values()) == {1}


async def test_things_told_up_to_five_times_shuffled_and_across_restarts_are_done_once(tmp_path: Path) -> None:
    async with connected(tmp_path) as bot:
        storm = await repeated(bot, 150, random.Random(5), restarts=2)
    assert storm.told > 300
    assert len(storm.effects) == 150
    assert set(storm.effects.values()) == {1}
