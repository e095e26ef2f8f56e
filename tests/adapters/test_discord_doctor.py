"""What `doctor` and `connect` say about Discord, and what to do next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from adapters.discord.client import Unwelcome
from adapters.discord.connect import connect
from adapters.discord.doctor import examine
from adapters.discord.permissions import NEEDS, invitation
from adapters.discord.smoke import smoke
from bot.clock import OffsetClock, SystemClock
from bot.config import DiscordSettings
from bot.finding import Finding
from tests.adapters.discord_bot import until
from tests.loopback.discord import Fault, LoopbackDiscord


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        yield server


async def looks(server: LoopbackDiscord, *, members_intent: bool = False, ahead: float = 0) -> list[Finding]:
    settings = DiscordSettings(api_url=server.api_url, members_intent=members_intent)
    return await examine(settings, server.token, OffsetClock(SystemClock(), timedelta(seconds=ahead)))


def wrong(found: list[Finding]) -> list[str]:
    return [f"{look.words} {look.next}" for look in found if not look.ok]


async def test_all_is_well_and_nothing_was_sent(server: LoopbackDiscord) -> None:
    found = await looks(server)
    assert wrong(found) == []
    assert any("#announcements" in look.words for look in found)
    assert {method for method, _ in server.requests} == {"GET"}
    assert server.gateway.identifies == []


async def test_which_connections_are_this_process_s_is_said(server: LoopbackDiscord) -> None:
    server.shards_advised = 4
    settings = DiscordSettings(api_url=server.api_url, shards=4, mine="0-1")
    found = await examine(settings, server.token, SystemClock())
    assert wrong(found) == []
    assert any("This process opens connections 0-1 of 4; Discord advises 4 in all." in look.words for look in found)
    server.shards_advised = 8
    found = await examine(settings, server.token, SystemClock())
    assert "set shards = 8 under [discord], in every process." in wrong(found)[0]


async def test_a_wrong_token_is_said(server: LoopbackDiscord) -> None:
    found = await examine(DiscordSettings(api_url=server.api_url), "wrong", SystemClock())
    assert "doesn't take that token" in wrong(found)[0]


async def test_a_bot_in_no_server_is_given_the_link(server: LoopbackDiscord) -> None:
    server.world.joined = False
    assert invitation(int(server.world.bot)) in wrong(await looks(server))[0]


async def test_a_channel_it_may_not_write_in_is_named_with_what_is_missing(server: LoopbackDiscord) -> None:
    closed = server.world.open_channel("committee")
    server.world.denied[closed.id] = discord.Permissions(send_messages=True, create_public_threads=True).value
    found = await looks(server)
    assert any("not in #committee, where it lacks Send Messages, Create Public Threads" in look.words for look in found)
    server.world.denied[server.world.announcements] = discord.Permissions(view_channel=True).value
    assert any("no channel" in words for words in wrong(await looks(server)))


async def test_an_intent_asked_for_and_not_switched_on_is_said(server: LoopbackDiscord) -> None:
    assert any("Server Members Intent" in words for words in wrong(await looks(server, members_intent=True)))
    server.world.flags = discord.ApplicationFlags(gateway_guild_members=True).value
    assert wrong(await looks(server, members_intent=True)) == []


async def test_a_clock_that_is_off_is_said(server: LoopbackDiscord) -> None:
    assert any("clock" in words for words in wrong(await looks(server, ahead=120)))


async def test_sessions_nearly_spent_are_said(server: LoopbackDiscord) -> None:
    server.sessions_left = 10
    assert any("10 of 1,000" in words for words in wrong(await looks(server)))


async def test_discord_going_away_half_way_is_said(server: LoopbackDiscord) -> None:
    server.faults.append(Fault("GET", "/guilds/[0-9]+", 500))
    assert "half-way" in wrong(await looks(server))[0]


async def test_connecting_says_whose_token_it_is(server: LoopbackDiscord) -> None:
    found = await connect(DiscordSettings(api_url=server.api_url), server.token)
    assert found.name == "wallflower"
    assert f"client_id={server.world.bot}" in found.invitation


@pytest.mark.parametrize("token", ["wrong", "", "with\nline", "Bot doubled"])
async def test_connecting_with_a_token_that_is_none_is_refused_in_words(server: LoopbackDiscord, token: str) -> None:
    with pytest.raises(Unwelcome):
        await connect(DiscordSettings(api_url=server.api_url), token)


async def test_connecting_out_of_reach_is_refused_in_words() -> None:
    with pytest.raises(Unwelcome, match="online"):
        await connect(DiscordSettings(api_url="http://127.0.0.1:9/api/v10"), "any")


def test_the_link_asks_for_no_more_than_is_needed() -> None:
    asked = discord.Permissions(int(invitation(1).partition("permissions=")[2].partition("&")[0]))
    assert sorted(name for name, given in asked if given) == sorted(need.flag.replace("view_channel", "read_messages") for need in NEEDS)


async def test_the_smoke_test_says_what_works_and_cleans_up(server: LoopbackDiscord) -> None:
    async def press() -> None:
        await until(server.gateway.ready.is_set)
        await server.person("Ada").press(server.world.posts()[0], "Press me")

    pressing = asyncio.create_task(press())
    settings = DiscordSettings(api_url=server.api_url)
    found = [finding async for finding in smoke(settings, server.token, server.world.announcements, patience=5)]
    await pressing
    assert wrong(found) == []
    assert "Heard the button and answered." in [finding.words for finding in found]
    assert server.world.posts() == []
    assert server.breaches == []
