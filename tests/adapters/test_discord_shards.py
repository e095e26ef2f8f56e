"""Several processes on one PostgreSQL, each with some of the connections to Discord: what happens on a server is told to one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.chat import Card, Person
from bot.config import Config
from bot.config.secrets import Secrets
from bot.config.settings import DiscordSettings, StoreSettings, WebSettings
from bot.delivery import standing
from bot.run.house import House
from bot.run.main import CannotStart, running
from tests.adapters.discord_bot import Bot, until
from tests.adapters.slack_bot import WalkCog
from tests.loopback.discord import LoopbackDiscord
from tests.stage import StillClock


@asynccontextmanager
async def discord_on_the_second_of_two() -> AsyncGenerator[LoopbackDiscord]:
    """A Discord whose server's number belongs to shard 1 of 2."""
    while True:
        async with LoopbackDiscord() as there:
            if (int(there.world.guild) >> 22) % 2:
                yield there
                assert there.breaches == []
                return
        await asyncio.sleep(0.001)


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[LoopbackDiscord, Bot, Bot]]:
    """Two processes with a shard each, begun at the same moment where only one session may begin in five seconds."""
    WalkCog.done.clear()
    async with discord_on_the_second_of_two() as there:
        there.gateway.concurrency = 1
        first, second = (Bot(there, postgres_url, shards=2, mine=mine) for mine in ("0", "1"))
        await asyncio.gather(first.start(), second.start())
        try:
            yield there, first, second
        finally:
            await first.stop()
            await second.stop()


@pytest.mark.timeout(90)
async def test_each_hears_what_is_its_own_and_either_sends_anywhere(two: tuple[LoopbackDiscord, Bot, Bot]) -> None:
    there, first, second = two
    await until(lambda: first.gateway.up and second.gateway.up, 40)
    begun = {tuple(identify["shard"]) for identify in there.gateway.identifies}
    assert begun == {(0, 2), (1, 2)}
    ada = there.person("Ada")
    assert (await ada.command("walk list")).response
    assert (first.gateway.reached.total(), second.gateway.reached.total()) == (0, 1)
    assert (await ada.command_alone("walk list")).response
    assert (first.gateway.reached.total(), second.gateway.reached.total()) == (1, 1)
    for number, bot in enumerate((first, second)):
        await bot.gateway.port.send(bot.place, Card(f"Quiz {number}"), f"d{number}")
    assert len(there.world.posts()) == 2
    two_of_them = [Person("discord", "", there.person(name).id) for name in ("Ada", "Bea")]
    rooms = [await bot.gateway.port.gather(two_of_them, "A quiet word") for bot in (first, second)]
    assert rooms[0] == rooms[1]
    assert rooms[0].workspace == there.world.guild


async def test_what_is_another_living_process_s_is_not_claimed(postgres_url: str) -> None:
    one, other = [await House.open(postgres_url, StillClock()) for _ in range(2)]
    assert one.standing
    assert other.standing
    assert await one.standing.claim((0, 1), 4) == ""
    assert await other.standing.claim((1, 2), 4, patience=0) == "number 1 is another process's"
    assert await other.standing.claim((2, 3), 8, patience=0) == "another process counts 4 in all, this one 8"
    assert await other.standing.claim((), 0, patience=0) == "other processes have some of them"
    assert await other.standing.claim((2, 3), 4, patience=0) == ""
    await one.close()
    third = await House.open(postgres_url, StillClock())
    assert third.standing
    assert await third.standing.claim((0, 1), 4) == ""
    await third.close()
    await other.close()
    alone, late = [await House.open(postgres_url, StillClock()) for _ in range(2)]
    assert alone.standing
    assert late.standing
    assert await alone.standing.claim((), 0) == ""
    assert await late.standing.claim((0,), 2, patience=0) == "another process has all of them"
    await alone.close()
    await late.close()


async def test_an_overlap_is_said_in_a_sentence_and_nothing_is_connected(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "LETTING_GO", 0.0)
    async with LoopbackDiscord() as there:
        config = Config(
            store=StoreSettings(url=postgres_url),
            web=WebSettings(listen="127.0.0.1:0"),
            discord=DiscordSettings(api_url=there.api_url, shards=2, mine="0"),
            secrets=Secrets(discord_token=there.token),  # type: ignore[arg-type]
        )
        async with running(config, lambda _: None):
            begun = len(there.gateway.identifies)
            with pytest.raises(CannotStart, match=r"number 0 is another process's\. Give each process its own by `mine`"):
                async with running(config, lambda _: None):
                    pass
            assert len(there.gateway.identifies) == begun
