"""What somebody typed comes back, whatever the answer is; and what has had its effect has it once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import Button, Nothing, Open, Say
from bot.chat.inbound import Submitted, Typed
from bot.community import groups
from tests.app.world import ADA, NORTH, TOM, World, controls, pressed, said

FILLED: dict[str, Any] = {"title": "Pub meet-up", "when": "Thursday 26 November, 6.30pm", "where": "The Laurieston"}


async def test_a_refusal_after_a_form_keeps_the_words_and_leads_back_to_them(world: World) -> None:
    preview = await world.types(ADA, "meetup.new", **FILLED)
    await world.store.write(lambda conn: groups.add_place(conn, world.north, NORTH, "none"))
    refused = await world.presses(ADA, "Publish", preview)
    assert "no channel for announcements" in said(refused)
    again = await world.presses(ADA, "Change what, when, where", refused)
    assert isinstance(again, Open)
    assert {field.ask.name: field.words for field in again.sheet.fields}["where"] == "The Laurieston"


async def test_a_refused_line_of_words_comes_back_too(world: World) -> None:
    refused = await world.types(TOM, "my.accounts", code="ABCD-2345")
    assert "doesn't open anything" in said(refused)
    again = await world.presses(TOM, "Change", refused)
    assert "ABCD-2345" in said(again)


async def test_publish_pressed_after_the_moment_has_passed_asks_for_another_and_keeps_the_rest(world: World) -> None:
    preview = await world.types(ADA, "meetup.new", title="Pub meet-up", when="in 3 hours", where="The Laurieston")
    world.clock.advance(timedelta(hours=4))
    again = await world.presses(ADA, "Publish", preview)
    assert isinstance(again, Open)
    fields = {field.ask.name: field for field in again.sheet.fields}
    assert fields["when"].error
    assert fields["when"].words == "Sunday 22 November 2026, 13:00"
    assert fields["where"].words == "The Laurieston"
    later = await world.sends(ADA, again, when="tomorrow at 6pm")
    assert "Published" in said(await world.presses(ADA, "Publish", later))


async def test_a_form_more_than_a_day_old_gives_everything_back(world: World) -> None:
    opened = await world.types(ADA, "meetup.new")
    world.clock.advance(timedelta(hours=25))
    answer = said(await world.sends(ADA, opened, **FILLED))
    assert "more than a day old" in answer
    assert "The Laurieston" in answer


async def test_publish_pressed_twice_publishes_once_and_says_the_same(world: World) -> None:
    preview = await world.types(ADA, "meetup.new", **FILLED)
    first, second = await world.presses(ADA, "Publish", preview), await world.presses(ADA, "Publish", preview)
    assert said(first) == said(second)
    assert await world.titles() == ["Pub meet-up"]


async def test_changing_what_is_published_already_begins_another(world: World) -> None:
    preview = await world.types(ADA, "meetup.new", **FILLED)
    await world.presses(ADA, "Publish", preview)
    opened = await world.presses(ADA, "Change what, when, where", preview)
    second = await world.sends(ADA, opened, title="Copyright clinic")
    assert "Copyright clinic" in said(await world.presses(ADA, "Publish", second))
    assert await world.titles() == ["Pub meet-up", "Copyright clinic"]


async def test_a_form_sent_twice_counts_once(world: World) -> None:
    opened = await world.types(ADA, "meetup.new")
    assert isinstance(opened, Open)
    preview = await world.sends(ADA, opened, **FILLED)
    await world.presses(ADA, "Publish", preview)
    assert "done already" in said(await world.sends(ADA, opened, **FILLED))


async def test_an_event_delivered_twice_has_one_effect_and_a_harmless_answer(world: World) -> None:
    published = await world.announced(seats="1")
    before = await world.effects()
    event = pressed("the same", TOM, Button("I'll be there", "meetup.going", 1), NORTH)
    assert "You have a seat" in said(await world.handle(event))
    after = await world.effects()
    assert isinstance(await world.handle(event), Nothing)
    assert await world.effects() == after != before
    undo = next(one for one in controls(published) if isinstance(one, Button))
    twice = pressed("undone", ADA, undo, NORTH)
    await world.handle(twice)
    assert isinstance(await world.handle(twice), Nothing)


async def test_only_fields_of_the_form_are_kept(world: World) -> None:
    opened = await world.types(ADA, "meetup.new", nonsense="x" * 10_000, title="Pub")
    assert isinstance(opened, Open)
    preview = await world.handle(
        Submitted(id=world.fresh(), person=ADA, place=NORTH, draft=opened.sheet.draft, values={**FILLED, "group": "2", "": "odd"})
    )
    assert "everyone in North" in said(preview)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("yesterday at 6pm", "don't understand"),
        ("1 January 2020, 6pm", "has already gone"),
        ("31 February 2027, 6pm", ""),
        ("Thursday 27 November, 6pm", ""),
        ("6", ""),
        ("the other day", ""),
        ("😀", ""),
    ],
)
async def test_a_moment_that_is_past_impossible_or_unclear_is_asked_for_again_with_the_rest_kept(
    world: World, when: str, says: str
) -> None:
    asked = await world.types(ADA, "meetup.new", title="Pub", when=when, where="The Laurieston")
    assert isinstance(asked, Open), said(asked)
    fields = {field.ask.name: field for field in asked.sheet.fields}
    assert says in fields["when"].error
    assert fields["when"].error
    assert fields["when"].value == when
    assert fields["where"].value == "The Laurieston"


async def test_ten_thousand_characters_are_told_so_and_kept(world: World) -> None:
    asked = await world.types(ADA, "meetup.new", title="x" * 10_000, when="tomorrow 6pm", where="Here")
    assert isinstance(asked, Open)
    assert "That is 10,000 characters; 100 is the most that fits." in said(asked)
    assert asked.sheet.fields[0].value == "x" * 10_000


@pytest.mark.parametrize("title", ["\x00\x00", "   ", "\u200b\u200d", "\u202e", "\ud800"])
async def test_a_title_nobody_can_see_is_asked_for_again(world: World, title: str) -> None:
    asked = await world.types(ADA, "meetup.new", title=title, when="tomorrow 6pm", where="Here")
    assert isinstance(asked, Open)


@pytest.mark.parametrize("title", ["Tea\x00 & cake\u202e", "Tea\ud800 & cake"])
async def test_what_no_database_keeps_is_left_out_of_words(world: World, title: str) -> None:
    preview = await world.types(ADA, "meetup.new", title=title, when="tomorrow 6pm", where="Here")
    assert isinstance(preview, Say)
    assert preview.card.title == "Tea & cake"


async def test_a_name_of_any_length_is_somebody(world: World) -> None:
    long = replace(TOM, user="long", name="Maximilian \ud800" * 200)
    assert isinstance(await world.handle(Typed(id="x", person=long, place=NORTH, route="meetup.list")), Say)
