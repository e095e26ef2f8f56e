"""The pages in the same process as everything else, where the settings say."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp
import pytest

from bot.config import Config, ConfigError, load
from bot.run.main import CannotStart, running


def config(pages: str) -> Config:
    """Everything on free ports, and the pages as said."""
    Path("config.toml").write_text(f'[web]\nlisten = "127.0.0.1:0"\n[pages]\n{pages}\n', encoding="utf-8")
    return load(None, {})


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def test_they_are_served_beside_the_town_and_gone_with_it() -> None:
    said: list[str] = []
    async with running(config('listen = "127.0.0.1:0"'), said.append):
        (line,) = [line for line in said if line.startswith("Groups' public pages are at")]
        address = line.rpartition(" ")[2].rstrip(".")
        async with aiohttp.ClientSession() as session, session.get(f"{address}/g/nobody") as response:
            assert response.status == 404
            assert "There is no page at this address" in await response.text()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(address)


async def test_people_are_given_the_address_of_the_web_server_in_front() -> None:
    said: list[str] = []
    async with running(config('listen = "127.0.0.1:0"\naddress = "https://meet.example.org/"'), said.append):
        assert "Groups' public pages are at https://meet.example.org." in said


async def test_an_address_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.listen()
        taken = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(CannotStart, match=r"can't be used: .*Set another listen under \[pages\]"):
            async with running(config(f'listen = "{taken}"'), lambda _: None):
                pass


@pytest.mark.parametrize(
    ("wrong", "words"),
    [('listen = "8081"', '[pages] listen should be "HOST:PORT"'), ('address = "meet"', "[pages] address should be a whole")],
)
def test_a_setting_that_means_nothing_is_said_in_a_sentence(wrong: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config(wrong)
    assert words in str(caught.value)
