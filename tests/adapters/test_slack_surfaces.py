"""Where answers appear when there is no command to answer: shortcuts, mentions, direct messages, App Home; and when one way is closed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from adapters.slack import listen
from bot.app import Late
from bot.chat.inbound import Event
from tests.adapters.slack_bot import Bot, WalkCog, connected
from tests.loopback.slack import Person

WALK = {"When?": "2030-11-26", "At what time?": "18:30"}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with connected(tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(bot: Bot) -> Person:
    return bot.slack.add_user("Ada")


def modal(person: Person) -> str:
    return person.reading(person.view) if person.view else ""


# --- ways in --------------------------------------------------------------------------------------------------------------------


async def test_a_shortcut_offers_every_command_and_leads_to_its_form_without_piling_up(bot: Bot, ada: Person) -> None:
    await ada.shortcut("wallflower")
    await bot.settle()
    await ada.click(None, "/walk new")
    await bot.settle()
    sent = await ada.fill_and_submit({"What is it called?": "Hill walk", **WALK})
    assert sent.errors == {}
    assert "26 November, 18:30" in modal(ada)
    assert len(bot.slack.workspace.modals[ada.id]) == 1
    await ada.click(None, "Publish")
    await bot.settle()
    assert "It is out." in modal(ada)


async def test_a_shortcut_on_a_message_in_a_thread_answers_there(bot: Bot, ada: Person) -> None:
    first = await ada.says("Anyone for a walk?", bot.slack.general)
    reply = await ada.says("Yes", bot.slack.general, first)
    await ada.shortcut("wallflower", reply)
    await bot.settle()
    await ada.click(None, "/walk list")
    await bot.settle()
    assert "Two walks" in modal(ada)


async def test_a_mention_is_answered_privately_in_its_thread(bot: Bot, ada: Person) -> None:
    tom = bot.slack.add_user("Tom")
    first = await ada.says("Anyone for a walk?", bot.slack.general)
    await ada.mention("walk list", bot.slack.general, first)
    await ada.reads("Two walks")
    whispered = bot.slack.workspace.ephemerals[-1]
    assert (whispered.only_for, whispered.thread_ts) == (ada.id, first.ts)
    assert not any("Two walks" in seen for seen in tom.sees())


async def test_a_mention_that_needs_a_form_gets_a_button_that_opens_it(bot: Bot, ada: Person) -> None:
    await ada.mention('walk new "Hill walk"', bot.slack.general)
    await ada.reads("[Fill it in]")
    await ada.click(None, "Fill it in")
    await bot.settle()
    assert "Hill walk" in str(ada.view and ada.view.values)
    await ada.fill_and_submit(WALK)
    await ada.reads("26 November, 18:30")


async def test_a_direct_message_is_a_command_line(bot: Bot, ada: Person) -> None:
    await ada.writes("walk list")
    await ada.reads("Two walks")
    await ada.writes("good morning to you")
    await ada.reads("I don't know that one")


async def test_what_people_say_to_each_other_is_not_heard(bot: Bot, ada: Person) -> None:
    await ada.says("walk list", bot.slack.general)
    await bot.settle()
    assert bot.slack.called("chat.postEphemeral") == []
    assert bot.slack.called("chat.postMessage") == []


async def test_home_shows_what_is_theirs_and_every_command_one_click_away(bot: Bot, ada: Person) -> None:
    await ada.slash("/walk", "list", bot.slack.general)
    await ada.open_home()
    await bot.settle()
    assert ada.home is not None
    shown = ada.reading(ada.home)
    assert "Your walks" in shown
    await ada.click(ada.home, "/walk new")
    await bot.settle()
    assert "Plan a walk" in modal(ada)


async def test_a_press_on_home_answers_over_it_and_home_is_painted_again(bot: Bot, ada: Person) -> None:
    await ada.slash("/walk", "list", bot.slack.general)
    await ada.open_home()
    await bot.settle()
    await ada.click(ada.home, "Going")
    await bot.settle()
    assert "Ada has a place on walk 9." in modal(ada)
    assert len(bot.slack.called("views.publish")) == 2


async def test_whoever_arrives_is_met_once_and_bots_are_not(bot: Bot) -> None:
    await bot.slack.arrives("Grace")
    robot = bot.slack.add_user("Robot")
    robot.user.bot = True
    await bot.settle()
    assert WalkCog.done == ["met Grace"]
    jo = bot.slack.add_user("Jo")
    await jo.joins(bot.slack.add_channel("walks", jo))
    assert WalkCog.done == ["met Grace", "met Jo"]


# --- late answers ---------------------------------------------------------------------------------------------------------------


def always_late(bot: Bot) -> Callable[[Event], Awaitable[Late]]:
    """Everything takes longer than an acknowledgement may: the door says so at once, instead of the tests waiting for it."""

    async def promptly(event: Event) -> Late:
        return Late(asyncio.create_task(bot.house.app.handle(event)))

    return promptly


async def test_a_late_answer_to_a_command_follows_a_private_word(bot: Bot, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.house.app, "promptly", always_late(bot))
    await ada.slash("/walk", "slowly", bot.slack.general)
    assert "Working on it…" in ada.sees()[-1]
    await ada.reads("There at last.")


async def test_a_late_answer_to_a_form_takes_its_place(bot: Bot, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    await ada.slash("/walk", "new Swim", bot.slack.general)
    await bot.settle()
    monkeypatch.setattr(bot.house.app, "promptly", always_late(bot))
    await ada.fill_and_submit(WALK)
    assert "Working on it…" in modal(ada)
    await bot.settle()
    assert "That is no walk." in modal(ada), "errors are said in the form when it comes back"
    await ada.fill_and_submit({"What is it called?": "Hill walk"})
    await bot.settle()
    assert "26 November, 18:30" in modal(ada)


async def test_a_late_answer_to_a_press_follows_too(bot: Bot, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    await ada.slash("/walk", "list", bot.slack.general)
    await ada.open_home()
    await bot.settle()
    monkeypatch.setattr(bot.house.app, "promptly", always_late(bot))
    await ada.click(None, "Going")
    await bot.settle()
    assert any("Working on it…" in seen for seen in ada.sees())
    assert "Ada has a place on walk 7." in ada.sees()[-2]
    await ada.click(ada.home, "Going")
    await bot.settle()
    assert "Ada has a place on walk 9." in modal(ada)
    await ada.mention("walk list", bot.slack.general)
    await bot.settle()
    assert sum("Working on it…" in seen for seen in ada.sees()) == 2


# --- when one way is closed, another is open ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id", "internal_error"])
async def test_a_form_that_cannot_be_opened_leaves_a_button_that_opens_it(bot: Bot, ada: Person, code: str) -> None:
    bot.slack.faults.fail_next("views.open", code)
    await ada.slash("/walk", "new Hill walk", bot.slack.general)
    await ada.reads("[Fill it in]")
    await ada.click(None, "Fill it in")
    await bot.settle()
    assert "Plan a walk" in modal(ada)


async def test_errors_of_a_form_that_cannot_be_opened_are_said_on_the_card(bot: Bot, ada: Person) -> None:
    bot.slack.faults.fail_next("views.open", "expired_trigger_id")
    await ada.slash("/walk", 'new "Hill walk" when:"31 November 6pm"', bot.slack.general)
    await ada.reads("There is no 31 November")
    await ada.click(None, "Fix it")
    await bot.settle()
    assert "There is no 31 November" in modal(ada)


@pytest.fixture
def used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every response_url has had its five uses."""
    monkeypatch.setattr("tests.loopback.slack.answers.RESPONSE_USES", 0)


async def test_five_answers_in_one_place_and_the_sixth_finds_another(bot: Bot, ada: Person, used_up: None) -> None:
    await ada.slash("/walk", "new Hill walk", bot.slack.general)
    await bot.settle()
    await ada.fill_and_submit(WALK)
    await bot.settle()
    assert "26 November, 18:30" in modal(ada), "the modal shows what the channel no longer takes"


async def test_an_answer_half_an_hour_late_and_with_no_modal_is_whispered(bot: Bot, ada: Person, used_up: None) -> None:
    await ada.slash("/walk", "list", bot.slack.general)
    bot.slack.faults.fail_next("views.open", "expired_trigger_id")
    await ada.click(None, "Going")
    await ada.reads("Ada has a place on walk 7.")
    assert len(bot.slack.called("chat.postEphemeral")) == 1


async def test_a_modal_changed_meanwhile_shows_the_later_answer(bot: Bot, ada: Person) -> None:
    await ada.shortcut("wallflower")
    await bot.settle()
    bot.slack.faults.fail_next("views.update", "hash_conflict")
    await ada.click(None, "/walk list")
    await bot.settle()
    assert "Two walks" in modal(ada)


async def test_without_a_name_from_slack_people_are_still_answered(bot: Bot, ada: Person) -> None:
    bot.slack.faults.fail_next("users.info", "ratelimited", retry_after=30)
    await ada.slash("/walk", "whoami", bot.slack.general)
    assert "ada walks here" in ada.sees()[-1]
    await ada.slash("/walk", "whoami", bot.slack.general)
    assert "Ada walks here" in ada.sees()[-1]
    await ada.slash("/walk", "whoami", bot.slack.general)
    assert len(bot.slack.called("users.info")) == 2, "asked once, remembered"


async def test_a_crowd_of_people_new_to_us_is_answered_within_what_slack_allows(bot: Bot) -> None:
    bot.slack.rates.special["users.info"] = (100, 60)
    crowd = [bot.slack.add_user(f"P{number}") for number in range(120)]
    for person in crowd:
        await person.slash("/walk", "whoami", bot.slack.general)
    assert all(f"{person.name} walks here" in person.sees()[-1] for person in crowd[:90])
    assert all(f"{person.name.lower()} walks here" in person.sees()[-1] for person in crowd[90:])
    assert bot.slack.rates.refused == 0


async def test_a_press_from_another_age_or_made_up_is_answered_kindly(bot: Bot, ada: Person) -> None:
    await ada.slash("/walk", "list", bot.slack.general)
    message = ada.messages[-1]
    button = message.blocks[-1]["elements"][0]
    for forged in ("gone.long", "walk.list:1", "", ":", "walk.going", "draft.fix:nonsense", "draft.edit:..", "command:no.such", "x" * 255):
        button["action_id"] = forged
        await ada.click(message, forged)
        await bot.settle()
    assert all("Traceback" not in seen and "broke on our side" not in seen for seen in ada.sees())


async def test_every_line_of_a_burst_is_answered(bot: Bot) -> None:
    people = [bot.slack.add_user(f"P{number}") for number in range(40)]
    await asyncio.gather(*(person.slash("/walk", "list", bot.slack.general) for person in people))
    assert all("Two walks" in person.sees()[-1] for person in people)


def test_the_shortcuts_and_the_commands_share_a_name() -> None:
    assert listen.SHORTCUT == "wallflower"
