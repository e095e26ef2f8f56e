"""People in Slack, talking to the bot: the real Bolt and SDK, the real core, a Slack of our own."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.adapters.slack_bot import Bot, WalkCog, connected


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with connected(tmp_path) as bot:
        yield bot


async def test_a_command_is_answered_in_its_acknowledgement_and_to_one_person_alone(bot: Bot) -> None:
    ada, tom = bot.slack.add_user("Ada"), bot.slack.add_user("Tom")
    await ada.slash("/walk", "list", bot.slack.general)
    assert "Two walks" in ada.sees()[-1]
    assert not any("Two walks" in seen for seen in tom.sees())
    assert bot.slack.called("chat.postMessage") == []


async def test_a_press_is_answered_privately(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "list", bot.slack.general)
    await ada.click(None, "Going")
    await ada.reads("Ada has a place on walk 7.")


async def test_an_update_takes_the_place_of_the_message_that_was_pressed(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "list", bot.slack.general)
    await ada.click(None, "Who leads?")
    await ada.reads("Led by Ada")
    assert len(ada.sees()) == 1


async def test_what_is_missing_is_asked_in_a_form_that_holds_the_words_typed(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", 'new "Hill walk" when:"26 November 2030 6.30pm"', bot.slack.general)
    await bot.settle()
    assert ada.view is not None
    assert "Plan a walk" in ada.sees()[-1]
    assert ada.view.values[("title", "title")]["value"] == "Hill walk"
    assert ada.view.values[("when.date", "when")]["selected_date"] == "2030-11-26"
    assert ada.view.values[("when.time", "when")]["selected_time"] == "18:30"


async def test_a_form_is_sent_previewed_changed_and_published_once(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "new Hill walk", bot.slack.general)
    await bot.settle()
    await ada.fill_and_submit({"When?": "2030-11-26", "At what time?": "18:30"})
    await ada.reads("26 November, 18:30")
    assert ada.view is None
    await ada.click(None, "Change it")
    await bot.settle()
    await ada.fill_and_submit({"What is it called?": "River walk"})
    await ada.reads("River walk")
    assert not any("Hill walk" in seen for seen in ada.sees()), "the preview was changed in place"
    await ada.click(None, "Publish")
    await ada.reads("It is out.")
    assert WalkCog.done == ["published River walk"]


async def test_what_is_wrong_is_said_inside_the_form_and_nothing_typed_is_lost(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "new", bot.slack.general)
    await bot.settle()
    sent = await ada.fill_and_submit({"What is it called?": "Swim", "When?": "2030-11-26", "At what time?": "18:30"})
    assert sent.errors == {"What is it called?": "That is no walk. For example: Hill walk."}
    assert ada.view is not None
    sent = await ada.fill_and_submit({"What is it called?": "Hill walk"})
    assert sent.errors == {}
    await ada.reads("26 November, 18:30")


async def test_a_moment_long_past_is_told_beside_its_date(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "new Hill walk", bot.slack.general)
    await bot.settle()
    sent = await ada.fill_and_submit({"When?": "2020-11-26", "At what time?": "18:30"})
    assert list(sent.errors) == ["When?"]


async def test_every_kind_of_field_comes_back_as_it_was_answered(bot: Bot) -> None:
    ada, tom = bot.slack.add_user("Ada"), bot.slack.add_user("Tom")
    await ada.slash("/walk", "words", bot.slack.general)
    await bot.settle()
    answers = {"Name?": "Ada <b>", "About?": "Two\nlines", "Colour?": "Green", "Fruits?": ["Apple", "Plum"], "Dogs?": "Yes"}
    assert (await ada.fill_and_submit(answers)).errors == {}
    await ada.reads("Thank you.")
    for words in ("name='Ada <b>'", "'Two\\nlines'", "colour='g'", "('Apple', 'Plum')", "dogs=True"):
        assert words in WalkCog.done[0]
    await ada.slash("/walk", "things", bot.slack.general)
    await bot.settle()
    await ada.fill_and_submit({"Guide?": tom, "Where?": bot.slack.general, "When?": "2030-11-26", "At what time?": "18:30"})
    await bot.settle()
    for words in (tom.id, bot.slack.general.id, "18, 30"):
        assert words in WalkCog.done[1]


async def test_a_field_that_suggests_offers_what_is_known_and_takes_any_words(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "climb", bot.slack.general)
    await bot.settle()
    assert await ada.suggest("Which hill?", "ben") == ["Ben Nevis", "Ben Lomond", "ben"]
    await ada.fill_and_submit({"Which hill?": "Ben Nevis"})
    await ada.reads("Ben Nevis: because it is there")


async def test_a_slip_of_the_finger_is_met_with_the_nearest_command(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "lits", bot.slack.general)
    assert "Did you mean /walk list?" in ada.sees()[-1]
    await ada.click(None, "/walk list")
    await ada.reads("Two walks")


async def test_a_group_of_commands_alone_offers_them_all(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "", bot.slack.general)
    assert "[/walk new]" in ada.sees()[-1]


async def test_one_command_reaches_all_the_others(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/wallflower", "walk list", bot.slack.general)
    assert "Two walks" in ada.sees()[-1]
    await ada.slash("/wallflower", "", bot.slack.general)
    assert "I can take you for walks." in ada.sees()[-1]


async def test_a_public_answer_is_everybodys_and_pings_nobody(bot: Bot) -> None:
    ada, tom = bot.slack.add_user("Ada"), bot.slack.add_user("Tom")
    await ada.slash("/walk", "shout", bot.slack.general)
    assert "We walk at dawn <!channel> & @everyone" in tom.sees()[-1]
    assert bot.slack.workspace.pings == []
    await tom.click(None, "Map")


async def test_a_refusal_is_private_and_a_fault_of_ours_says_so(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "trespass", bot.slack.general)
    assert "Try the one by the river." in ada.sees()[-1]
    await ada.slash("/walk", "stumble", bot.slack.general)
    assert "Sorry, that broke on our side" in ada.sees()[-1]


async def test_whoever_runs_the_workspace_is_known_to(bot: Bot) -> None:
    ada, eve = bot.slack.add_user("Ada", admin=True), bot.slack.add_user("Eve")
    await ada.slash("/walk", "whoami", bot.slack.general)
    assert "Ada runs this workspace" in ada.sees()[-1]
    await eve.slash("/walk", "whoami", bot.slack.general)
    assert "Eve walks here" in eve.sees()[-1]


async def test_everything_a_card_can_hold_is_shown_and_its_menu_answered(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "card", bot.slack.general)
    seen = ada.sees()[-1]
    for words in ("A full card", "The stile", "3 seats left", "■■□□□", "[A hill]", "Small print", "18:30"):
        assert words in seen
    await ada.choose(None, "Bring", "Tea")
    await ada.reads("Bring tea to 3.")


async def test_buttons_and_forms_outlive_a_restart(bot: Bot) -> None:
    ada = bot.slack.add_user("Ada")
    await ada.slash("/walk", "list", bot.slack.general)
    await ada.slash("/walk", "new Hill walk", bot.slack.general)
    await bot.settle()
    await bot.stop()
    await bot.start()
    await ada.fill_and_submit({"When?": "2030-11-26", "At what time?": "18:30"})
    await ada.reads("26 November, 18:30")
    await ada.click(None, "Going")
    await ada.reads("Ada has a place on walk 7.")


async def test_no_log_at_any_level_holds_what_people_write_or_a_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("slack_sdk", "slack_bolt", "aiohttp", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    with capture_logs() as lines:
        async with connected(tmp_path) as bot:
            ada = bot.slack.add_user("Ada")
            await ada.slash("/walk", "new canary-title", bot.slack.general)
            await bot.settle()
            await ada.fill_and_submit({"When?": "2030-11-26", "At what time?": "18:30", "What should people know?": "canary-details"})
            await ada.reads("canary-title")
            await ada.writes("canary-message")
            await ada.slash("/walk", "stumble canary-words", bot.slack.general)
            bot.slack.faults.fail_next("views.open", "expired_trigger_id")
            await ada.slash("/walk", "new canary-again", bot.slack.general)
            bot.slack.workspace.subscriptions = None
            await bot.slack.emit({"type": "channel_rename", "channel": {"name": "canary-channel"}})
            bot.slack.sockets.cut()
            await bot.settle()
    said = f"{caplog.text}{lines}{capsys.readouterr()}"
    assert "canary" not in said
    assert bot.slack.bot_token not in said
    assert "ticket=" not in said
