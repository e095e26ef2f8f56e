"""The one error boundary: people get a reference, the log gets ids and places, nobody's words."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator

import pytest
import structlog

from bot.app import Late
from bot.chat import Card
from bot.chat.inbound import Arrived, Typed
from bot.chat.plain import card_text
from bot.config import LogSettings
from bot.run import logs
from bot.store import open_store
from cogs import COGS
from tests.app.odd import CANARY, OddCog
from tests.app.world import ADA, BEA, DIRECT, NORTH, SOUTH, TOM, ZOE, World, build, said


@pytest.fixture
async def odd(sqlite_url: str) -> AsyncIterator[World]:
    """The world, with a feature that breaks."""
    store = await open_store(sqlite_url)
    yield await build(store, [*COGS, OddCog])
    await store.close()


@pytest.fixture
def _quiet_after() -> object:
    yield
    structlog.reset_defaults()
    logging.basicConfig(force=True)


@pytest.mark.usefixtures("_quiet_after")
@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
@pytest.mark.parametrize("shape", ["plain", "json"])
async def test_what_breaks_is_told_by_a_reference_and_logged_without_a_word_of_anybodys(
    odd: World, capsys: pytest.CaptureFixture[str], level: str, shape: str
) -> None:
    logs.set_up(LogSettings.model_validate({"level": level, "format": shape}))
    answer = said(await odd.types(ADA, "odd.wish", what=f"{CANARY} from Ada"))
    ref = re.fullmatch(r"Sorry, that broke on our side \(ref ([0-9a-f]{4})\)\. Nothing was lost\.", answer)
    assert ref
    await odd.announced(title=CANARY, where=CANARY, details=CANARY)
    await odd.types(TOM, "my.accounts", code=CANARY)
    await odd.suggestions(ADA, "odd.wish", "what", "boom")
    await odd.home(ADA, NORTH)
    await odd.handle(Arrived(id="a", person=TOM, place=NORTH))
    written = capsys.readouterr().err
    assert ref[1] in written
    assert "odd.wish" in written
    assert "slack:T1:ada" in written
    assert re.search(r"ValueError at odd\.py:\d+ wish < turn\.py:\d+ run", written)
    assert "because of KeyError" in written
    assert CANARY not in written
    assert "Ada" not in written


@pytest.mark.usefixtures("_quiet_after")
@pytest.mark.parametrize("shape", ["plain", "json"])
async def test_libraries_and_forgotten_tasks_repeat_no_words_either(capsys: pytest.CaptureFixture[str], shape: str) -> None:
    logs.set_up(LogSettings.model_validate({"level": "debug", "format": shape}))
    asyncio.get_running_loop().set_exception_handler(logs.unheard)
    try:
        int(CANARY)
    except ValueError as broken:
        logging.getLogger("some.library").exception("It broke")
        asyncio.get_running_loop().call_exception_handler({"message": f"never retrieved {broken!r}", "exception": broken})
    written = capsys.readouterr().err
    assert written.count("ValueError at test_boundary.py") == 2
    assert CANARY not in written


async def test_suggestions_are_25_at_most_and_none_when_anything_is_amiss(odd: World) -> None:
    assert len(await odd.suggestions(ADA, "odd.wish", "what", "w")) == 25
    assert await odd.suggestions(ADA, "odd.wish", "what", "boom") == []
    for route, field in (("odd.wish", "nothing"), ("odd.nothing", "what"), ("", ""), ("meetup.new", "title"), ("draft.fix", "what")):
        assert await odd.suggestions(ADA, route, field, "w") == []


async def test_suggestions_are_for_those_who_may_use_the_command(odd: World) -> None:
    assert await odd.suggestions(TOM, "odd.wish", "what", "w") == []
    assert await odd.suggestions(BEA, "odd.wish", "what", "w", NORTH) == []
    assert len(await odd.suggestions(BEA, "odd.wish", "what", "w", SOUTH)) == 25


async def test_a_handler_that_writes_twice_has_no_effect_of_its_second_write_and_breaks(odd: World) -> None:
    assert "broke on our side" in said(await odd.forges(TOM, "odd.twice", ""))


async def test_a_reply_that_cannot_be_said_breaks_on_our_side(odd: World) -> None:
    assert "broke on our side" in said(await odd.types(TOM, "odd.nonsense"))


async def test_a_page_of_ones_own_that_breaks_says_so(odd: World) -> None:
    cards = await odd.home(ADA, NORTH)
    assert [isinstance(card, Card) for card in cards] == [True]
    assert "broke on our side" in card_text(cards[0])


async def test_a_page_of_ones_own_before_anybody_knows_them(world: World) -> None:
    assert await world.home(ZOE, DIRECT) == []
    assert [card.title for card in await world.home(TOM, DIRECT)] == ["You have no seats just now", "Nothing is open"]


async def test_an_answer_that_takes_long_is_awaited_apart_and_drained(world: World) -> None:
    event = Typed(id="slow", person=TOM, place=NORTH, route="meetup.list")
    late = await world.app.promptly(event, within=0)
    assert isinstance(late, Late)
    await world.app.drain()
    assert late.rest.done()
    assert "planned" in said(late.rest.result())
    prompt = await world.app.promptly(event, within=20)
    assert not isinstance(prompt, Late)


async def test_a_slip_of_the_finger_is_met_with_the_nearest_command(world: World) -> None:
    assert "Did you mean /meetup list?" in said(await world.types(TOM, "meetup.lst"))
    assert "/wallflower shows" in said(await world.types(TOM, "zzzzzz"))


async def test_a_button_of_another_age_is_refused_kindly(world: World) -> None:
    assert "older me" in said(await world.forges(TOM, "meetup.dance", "1"))
    assert "older me" in said(await world.forges(TOM, "meetup.new", "1"))


async def test_somebody_joining_where_two_groups_meet_is_greeted_by_no_question(world: World) -> None:
    assert said(await world.handle(Arrived(id="new", person=TOM, place=DIRECT))) == ""
