"""Staying connected: what the gateway may do to us, and what we do about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from adapters.discord.budget import RESERVE, IdentifyBudget, OutOfIdentifies, Pace
from adapters.discord.gateway import DiscordGateway, Unwelcome
from adapters.discord.pulse import BEAT
from bot.chat import Card
from bot.clock import FixedClock, SystemClock
from bot.config import DiscordSettings
from tests.adapters.discord_bot import Bot, connected, until
from tests.hurry import LoopClock, hurried
from tests.loopback.discord import Fault, payloads
from tests.loopback.discord.world import text_of
from tests.stage import SUNDAY


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with connected(tmp_path) as bot:
        yield bot


async def another(bot: Bot, *, shards: int = 0, members_intent: bool = False) -> DiscordGateway:
    """A second gateway for the same app."""
    settings = DiscordSettings(api_url=bot.discord.api_url, shards=shards, members_intent=members_intent)
    return DiscordGateway(bot.house.app, settings, bot.discord.token, bot.clock)


async def back(bot: Bot) -> None:
    """Wait until the bot is there again, and see that it answers."""
    async with asyncio.timeout(10):
        await bot.discord.gateway.ready.wait()
    assert (await bot.discord.person("Ada").command("walk list")).response


async def test_only_what_is_needed_is_listened_to(bot: Bot) -> None:
    intents = discord.Intents(guilds=True, guild_scheduled_events=True)
    assert [identify["intents"] for identify in bot.discord.gateway.identifies] == [intents.value]


async def test_arrivals_are_listened_to_when_asked_for(bot: Bot) -> None:
    gateway = await another(bot, members_intent=True)
    await gateway.start()
    await gateway.stop()
    assert bot.discord.gateway.identifies[-1]["intents"] & discord.Intents(members=True).value


async def test_a_closed_socket_is_taken_up_again_where_it_was(bot: Bot) -> None:
    await bot.discord.gateway.cut()
    await back(bot)
    bot.discord.gateway.drop()
    await back(bot)
    await bot.discord.gateway.ask_to_reconnect()
    await back(bot)
    await bot.discord.gateway.invalidate(resumable=True)
    await back(bot)
    assert bot.discord.gateway.resumes == 4
    assert len(bot.discord.gateway.identifies) == 1


async def test_what_was_done_while_the_socket_was_away_is_answered(bot: Bot) -> None:
    ada = bot.discord.person("Ada")
    await bot.discord.gateway.cut()
    assert (await ada.command("walk list")).response


@hurried(10)
async def test_an_ended_session_is_begun_anew_after_a_pause(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        await bot.discord.gateway.invalidate(resumable=False)
        await back(bot)
        assert len(bot.discord.gateway.identifies) == 2
        assert bot.discord.count("PUT", "/applications/[0-9]+/commands") == 1


@hurried(10)
async def test_a_socket_gone_silent_is_replaced_within_half_a_minute(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        bot.discord.gateway.fall_silent()
        await until(lambda: bot.discord.gateway.resumes == 1, 30)


@hurried(10)
async def test_a_quiet_socket_that_answers_is_kept(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        await asyncio.sleep(4 * BEAT)
        assert bot.discord.gateway.resumes == 0


async def test_a_session_nobody_takes_up_is_tried_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.gateway.AWAY", 0.3)
    gateway = await another(bot)
    await gateway.start()
    bot.discord.gateway.deaf = True
    await bot.discord.gateway.cut()
    await asyncio.sleep(0.2)
    bot.discord.gateway.deaf = False
    await until(lambda: bot.discord.gateway.resumes > 0)
    await gateway.stop()


async def test_a_wrong_token_is_said_at_once_and_not_tried_again(bot: Bot) -> None:
    gateway = DiscordGateway(bot.house.app, DiscordSettings(api_url=bot.discord.api_url), "wrong", SystemClock())
    before = bot.discord.count("GET", "/users/@me")
    with pytest.raises(Unwelcome, match="connect discord"):
        await gateway.start()
    await gateway.stop()
    assert bot.discord.count("GET", "/users/@me") == before + 1


@pytest.mark.parametrize(("code", "words"), [(4014, "members_intent"), (4011, "shards"), (4004, "token"), (4013, "update")])
async def test_what_trying_again_cannot_mend_is_said(bot: Bot, code: int, words: str) -> None:
    bot.discord.gateway.close_with = code
    gateway = await another(bot)
    with pytest.raises(Unwelcome, match=words):
        await gateway.start()
    await gateway.stop()


@hurried(10)
async def test_discord_out_of_reach_is_tried_again(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        bot.discord.faults += [Fault("GET", "/users/@me", 500), Fault("GET", "/gateway/bot", cut=True, times=2)]
        gateway = await another(bot)
        await gateway.start()
        assert bot.discord.count("GET", "/gateway/bot") >= 3
        await gateway.stop()


@hurried(10)
async def test_a_gateway_that_turns_the_first_socket_away_is_tried_again(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        bot.discord.gateway.shut = 2
        gateway = await another(bot)
        await gateway.start()
        assert len(bot.discord.gateway.identifies) == 2
        await gateway.stop()


async def test_starting_waits_no_longer_than_told_and_goes_on_trying(bot: Bot) -> None:
    bot.discord.faults.append(Fault("GET", "/users/@me", 503, times=100))
    gateway = await another(bot)
    await gateway.start(within=0.2)
    await gateway.stop()


@hurried(10)
async def test_the_last_sessions_of_a_day_are_left_for_people(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        bot.discord.sessions_left = RESERVE
        begun = len(bot.discord.gateway.identifies)
        gateway = await another(bot)
        await gateway.start(within=0.5)
        await gateway.stop()
        assert len(bot.discord.gateway.identifies) == begun


@hurried(10)
async def test_several_connections_share_the_work(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        gateway = await another(bot, shards=2)
        await gateway.start()
        await until(lambda: len(bot.discord.gateway.identifies) == 3)
        assert [identify.get("shard") for identify in bot.discord.gateway.identifies[1:]] == [[0, 2], [1, 2]]
        await gateway.port.send(bot.place, Card("Quiz"), "d1")
        await gateway.stop()


@hurried(10)
async def test_unless_told_it_opens_as_many_connections_as_discord_advises(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        bot.discord.shards_advised = 3
        gateway = await another(bot)
        await gateway.start(within=30)
        await until(lambda: len(bot.discord.gateway.identifies) == 4, 30)
        assert [identify.get("shard") for identify in bot.discord.gateway.identifies[1:]] == [[0, 3], [1, 3], [2, 3]]
        await gateway.stop()


@hurried(10)
async def test_a_silent_connection_among_several_is_replaced(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        gateway = await another(bot, shards=2)
        await gateway.start()
        await until(lambda: len(bot.discord.gateway.identifies) == 3, 30)
        bot.discord.gateway.fall_silent()
        await until(lambda: bot.discord.gateway.resumes == 3, 30)
        await gateway.stop()


@hurried(10)
async def test_added_to_a_server_it_says_how_to_set_up_once(tmp_path: Path) -> None:
    async with connected(tmp_path, LoopClock()) as bot:
        world = bot.discord.world
        await asyncio.sleep(0.6)  # the library first waits for the servers it knew
        for _ in range(2):
            new = payloads.guild(world)
            new["id"] = new["roles"][0]["id"] = world.snowflake()
            del new["unavailable"]  # it is said only of servers that were known before
            await bot.discord.gateway.tell("GUILD_CREATE", new)
            await until(lambda: len(world.posts()) > 0)
            world.nonces.clear()  # Discord tells us again much later
            await bot.discord.gateway.tell("GUILD_CREATE", new)
            await asyncio.sleep(0.05)
            assert len(world.posts()) == 1
            assert "/setup" in text_of(world.posts()[0].body)
            world.messages[bot.place.channel].clear()


# --- the pace of it -------------------------------------------------------------------------------------------------------------


def test_turns_come_ever_more_slowly_and_are_forgotten() -> None:
    clock = FixedClock(SUNDAY)
    pace = Pace(clock, window=60, free=2, first=1, longest=15)
    assert [pace.turn() for _ in range(8)] == [0, 0, 1, 2, 4, 8, 15, 15]
    clock.advance(clock.now() - clock.now().replace(second=0) + (SUNDAY.replace(minute=2) - SUNDAY))
    assert pace.turn() == 0


async def test_sessions_are_not_begun_once_they_run_out() -> None:
    budget = IdentifyBudget(FixedClock(SUNDAY))
    budget.learn(RESERVE + 1, 3600)
    await budget.spend(first=True)
    with pytest.raises(OutOfIdentifies) as wait:
        await budget.spend(first=True)
    assert wait.value.seconds == 3600
