"""What people do on Discord and see back, over a real wire: commands, forms, buttons, menus, suggestions, and answers that come late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import commands
from tests.adapters.discord_bot import Bot, connected, until
from tests.adapters.slack_bot import WalkCog
from tests.loopback.discord import Asked, Fault, Message, Person
from tests.loopback.discord.world import text_of, walk

CALLBACK = "/interactions/[0-9]+/[^/]+/callback"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with connected(tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(bot: Bot) -> Person:
    return bot.discord.person("Ada")


def reads(bot: Bot, asked: Asked) -> str:
    return text_of(bot.discord.shown(asked).body)


def form(asked: Asked) -> dict[str, Any]:
    assert asked.response is not None
    assert asked.response["type"] == 9, asked.response
    return {label["component"]["custom_id"]: label["component"] for label in asked.response["data"]["components"] if label["type"] == 18}


# --- commands -------------------------------------------------------------------------------------------------------------------


async def test_a_command_is_answered_privately(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk list")
    assert bot.discord.shown(asked).ephemeral
    assert "Two walks" in reads(bot, asked)


async def test_a_public_answer_is_for_everybody_and_pings_nobody(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk shout")
    message = bot.discord.shown(asked)
    assert not message.ephemeral
    assert message.pinged == set()


async def test_what_was_typed_stands_in_the_form_that_asks_for_the_rest(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk new", title="Up the hill")
    assert form(asked)["title"]["value"] == "Up the hill"
    sent = await ada.submit(asked, {"when": "tomorrow at 6pm"})
    assert "Up the hill" in reads(bot, sent)


async def test_a_field_that_suggests_does(bot: Bot, ada: Person) -> None:
    assert [choice["name"] for choice in await ada.types_into("walk climb", "hill", "ben")] == ["Ben Nevis", "Ben Lomond"]


async def test_every_kind_of_field_comes_back(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk words", name="Ada", dogs=True)
    fields = form(asked)
    assert [field["type"] for field in fields.values()] == [4, 4, 21, 22, 23]
    assert fields["dogs"]["default"] is True
    await ada.submit(asked, {"about": "Two\nlines", "colour": "g", "fruits": "Apple\nPlum", "dogs": "yes"})
    assert WalkCog.done == ["Words(name='Ada', about='Two\\nlines', colour='g', fruits=('Apple', 'Plum'), dogs=True)"]


async def test_people_and_places_are_chosen_from_lists(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk things", when="tomorrow at 6pm")
    assert [field["type"] for field in form(asked).values()] == [5, 8, 4]
    await ada.submit(asked, {"guide": ada.id, "meet": bot.place.channel})
    assert f"user='{ada.id}'" in WalkCog.done[0]
    assert f"channel='{bot.place.channel}'" in WalkCog.done[0]


async def test_a_mistake_in_a_form_is_shown_with_the_way_back_to_it(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk new", title="Swim")
    wrong = await ada.submit(asked, {"when": "tomorrow at 6pm", "details": "Bring a towel"})
    assert "That is no walk" in reads(bot, wrong)
    assert bot.discord.shown(wrong).ephemeral
    again = await ada.press(bot.discord.shown(wrong), "Fix it")
    assert form(again)["details"]["value"] == "Bring a towel"
    sent = await ada.submit(again, {"title": "Paddle"})
    assert "Paddle" in reads(bot, sent)


async def test_a_mistake_on_the_command_line_opens_the_form_at_once(bot: Bot, ada: Person) -> None:
    asked = await ada.command("walk climb", hill="Ben Nevis")
    assert list(form(asked)) == ["hill", "why"]


# --- buttons --------------------------------------------------------------------------------------------------------------------


async def test_a_button_changes_the_message_it_stands_on(bot: Bot, ada: Person) -> None:
    walks = bot.discord.shown(await ada.command("walk list"))
    await ada.press(walks, "Who leads?")
    assert "Led by Ada" in text_of(walks.body)


async def test_a_message_that_was_changed_is_still_found(bot: Bot, ada: Person) -> None:
    from bot.chat import Button, Card

    await bot.gateway.port.send(bot.place, Card("Walks", controls=(Button("Who leads?", "walk.lead"),)), "d1")
    message = bot.discord.world.posts()[0]
    await ada.press(message, "Who leads?")
    assert "Led by Ada" in text_of(message.body)
    assert await bot.gateway.port.find(bot.place, "d1")


async def test_a_menu_says_what_was_chosen(bot: Bot, ada: Person) -> None:
    card = bot.discord.shown(await ada.command("walk card"))
    menu = next(each for each in walk(card.body["components"]) if each["type"] == 3)
    asked = await ada._ask(3, {"custom_id": menu["custom_id"], "component_type": 3, "values": ["cake"]}, card)
    assert reads(bot, asked) == "Bring cake to 3."


@pytest.mark.parametrize(
    "made_up", ["walk.going:;DROP TABLE", "walk.nowhere:1", "draft.fix:nobody", "nonsense", "walk.publish:x", ":", "form:x", "𝕏" * 90]
)
async def test_an_unknown_button_is_answered_kindly(bot: Bot, ada: Person, made_up: str) -> None:
    card = bot.discord.shown(await ada.command("walk list"))
    asked = await ada.send_id(card, made_up)
    assert bot.discord.shown(asked).ephemeral
    assert "Traceback" not in reads(bot, asked)
    assert WalkCog.done in ([], ["going ;DROP TABLE"])


# --- late and lost --------------------------------------------------------------------------------------------------------------


async def test_a_slow_answer_is_acknowledged_first_and_follows(bot: Bot, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WalkCog, "pause", 1.7)
    asked = await ada.command("walk slowly")
    message = bot.discord.shown(asked)
    assert "Working on it" in text_of(message.body)
    assert message.ephemeral
    await until(lambda: "There at last" in text_of(message.body))


async def test_an_answer_refused_by_a_hiccup_is_given_again(bot: Bot, ada: Person) -> None:
    for fault in (Fault("POST", CALLBACK, 500), Fault("POST", CALLBACK, 503, when="after"), Fault("POST", CALLBACK, cut=True)):
        bot.discord.faults.append(fault)
        assert "Two walks" in reads(bot, await ada.command("walk list"))


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_answer_too_late_is_let_go(bot: Bot, ada: Person, code: int) -> None:
    bot.discord.faults.append(Fault("POST", CALLBACK, 404 if code == 10062 else 400, code, when="after"))
    await ada.command("walk list")
    assert bot.discord.count("POST", CALLBACK) == 1
    assert "Two walks" in reads(bot, await ada.command("walk list"))


async def test_an_answer_discord_would_not_take_becomes_an_apology(bot: Bot, ada: Person) -> None:
    bot.discord.faults.append(Fault("POST", CALLBACK, 400, 50035))
    assert "Sorry" in reads(bot, await ada.command("walk list"))


async def test_the_same_press_delivered_twice_has_one_effect(bot: Bot, ada: Person) -> None:
    card = bot.discord.shown(await ada.command("walk list"))
    asked = await ada.press(card, "Going")
    button = next(each for each in walk(card.body["components"]) if each.get("label") == "Going")
    for _ in range(3):
        await ada.again(asked, {"custom_id": button["custom_id"], "component_type": 2})
    await asyncio.sleep(0.05)
    await ada.command("walk list")
    assert WalkCog.done == ["going 7"]


async def test_answers_under_way_are_shown_before_the_bot_stops(bot: Bot, ada: Person) -> None:
    asking = asyncio.create_task(ada.command("walk slowly"))
    await asyncio.sleep(0.05)
    await bot.gateway.stop()
    assert "There at last" in reads(bot, await asking)
    await bot.gateway.start()


# --- commands, as Discord keeps them --------------------------------------------------------------------------------------------


async def test_commands_are_told_once_and_again_only_when_they_change(bot: Bot) -> None:
    put = "/applications/[0-9]+/commands"
    assert bot.discord.count("PUT", put) == 1
    await bot.stop()
    await bot.start()
    assert bot.discord.count("PUT", put) == 1
    bot.discord.world.commands[0]["options"][0]["description"] = "Something older"
    assert await commands.sync(bot.gateway.client, bot.house.app.cogs.values())
    assert not await commands.sync(bot.gateway.client, bot.house.app.cogs.values())


async def test_a_button_made_before_a_restart_works_after_it(bot: Bot, ada: Person) -> None:
    card: Message = bot.discord.shown(await ada.command("walk list"))
    opened = await ada.command("walk new", title="Up the hill")
    await bot.stop()
    await bot.start()
    await ada.press(card, "Going")
    assert WalkCog.done == ["going 7"]
    assert "Up the hill" in reads(bot, await ada.submit(opened, {"when": "tomorrow at 6pm"}))
