"""What each feature answers, read aloud: the sentences on the paths most people take."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.chat import Place
from bot.chat.inbound import AtHome
from bot.chat.plain import card_text
from bot.outbox import outbox
from bot.schema import Connection
from bot.store import open_store
from cogs import COGS
from tests.app.world import ADA, BEA, DIRECT, LOBBY, NORTH, OWNER, SAM, TOM, ZOE, World, build, said

FRESH = Place("slack", "T3", "general")


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """Two groups in one workspace, and every feature."""
    store = await open_store(sqlite_url)
    yield await build(store, COGS)
    await store.close()


async def test_help_says_where_one_is_and_what_one_may_do(world: World) -> None:
    members_help = said(await world.types(TOM, "wallflower.wallflower"))
    assert members_help.startswith("What I can do for you\nThis is North. Here is what you can ask me.")
    assert "/meetup list: See what is coming up and take a seat" in members_help
    assert "/organise" not in members_help
    assert "/organise: See what needs you this week (organisers)" in said(await world.types(ADA, "wallflower.wallflower"))
    assert "This place isn't set up for a group yet; whoever runs it can type /setup." in said(
        await world.types(ZOE, "wallflower.wallflower", FRESH)
    )
    assert "I'll ask which of your groups you mean." in said(await world.types(SAM, "wallflower.wallflower", DIRECT))


async def test_a_group_is_set_up_after_it_is_seen(world: World) -> None:
    olu = replace(OWNER, workspace="T3")
    assert "type /setup; it takes two minutes" in said(await world.types(ZOE, "meetup.list", FRESH))
    asked = await world.types(olu, "setup.setup", FRESH)
    seen = said(await world.sends(olu, asked, FRESH, name="Archivists, Leeds", zone="leeds"))
    assert "zone" in seen  # Leeds is in no list of zones: asked again
    preview = await world.sends(olu, asked, FRESH, name="Archivists, Leeds", zone="london")
    assert said(preview).startswith("Set up this group\nNothing is posted until somebody announces a meetup.")
    assert "Time zone: Europe/London" in said(preview)
    done = said(await world.presses(olu, "Set it up", preview, FRESH))
    assert done.startswith("Archivists, Leeds is set up, and you are its organiser. Next: /meetup new announces your first meetup;")
    assert "This is Archivists, Leeds." in said(await world.types(ZOE, "wallflower.wallflower", FRESH))


async def test_setting_up_is_not_for_everybody(world: World) -> None:
    assert said(await world.types(ZOE, "setup.setup", FRESH)) == (
        "Setting up is for whoever runs this server or workspace, or this group's organisers. Ask one of them."
    )


async def test_a_seat_is_taken_given_back_and_waited_for(world: World) -> None:
    published = said(await world.announced(seats="1"))
    assert published.startswith("Published: Pub meet-up, Thursday 26 November 2026, 18:30 (London time).")
    assert "You can take it back for two minutes." in published
    assert said(await world.forges(TOM, "meetup.going", "1")).startswith("You have a seat at Pub meet-up, Thursday 26 November")
    waiting = said(await world.forges(SAM, "meetup.going", "1", NORTH))
    assert waiting.startswith("You're on the waiting list, 1st in line for Pub meet-up. I'll tell you directly the moment a seat is yours")
    assert said(await world.forges(SAM, "meetup.tell_me_in_thread", "1")).startswith("I'll mention you in the meetup's thread")
    assert said(await world.forges(SAM, "meetup.tell_me_directly", "1")).startswith("I'll write to you directly when a seat is yours.")
    assert said(await world.forges(TOM, "meetup.maybe", "1")).startswith(
        "Noted as a maybe for Pub meet-up. Your seat goes to whoever is next."
    )
    assert said(await world.forges(TOM, "meetup.cannot", "1")).startswith("Noted: you can't make it to Pub meet-up.")
    assert said(await world.forges(SAM, "meetup.going", "1")).startswith("You have a seat at Pub meet-up")
    assert said(await world.forges(SAM, "meetup.going", "1")).startswith("You already have a seat at Pub meet-up")
    assert said(await world.forges(SAM, "meetup.cannot", "1")).startswith("Thank you for saying so. Your seat at Pub meet-up is free")
    assert said(await world.forges(SAM, "meetup.show_me", "1")).startswith("Done: your first name is on this group's cards")


async def test_an_announcement_is_taken_back_within_two_minutes_and_not_after(world: World) -> None:
    first = await world.announced()
    assert said(await world.presses(ADA, "Undo", first)).startswith("Taken back: Pub meet-up. Nobody will be reminded.")
    second = await world.announced(title="Clinic")
    world.clock.advance(timedelta(minutes=3))
    assert said(await world.presses(ADA, "Undo", second)).startswith("The two minutes to take it back are over, and people have seen it.")
    world.clock.advance(timedelta(days=30))
    assert said(await world.forges(TOM, "meetup.going", "2")) == "That meetup is over. /meetup list shows what is coming up."


async def test_nothing_planned_and_no_seats_are_said_with_the_next_thing_to_try(world: World) -> None:
    assert said(await world.types(TOM, "meetup.list")).startswith("Nothing is planned yet\nWhen an organiser announces a meetup")
    assert said(await world.types(TOM, "meetup.mine")) == "You have no seats just now\nSee what is coming up with /meetup list.\n[On paper]"


async def test_the_desk_shows_what_could_not_be_delivered_and_tries_again(world: World) -> None:
    assert said(await world.types(ADA, "organise.organise")).startswith("Your desk\nEverything I had to say has been said.")
    await world.announced()

    def park(conn: Connection) -> None:
        conn.execute(update(outbox).where(outbox.c.kind == "meetup.card").values(state="parked", why="The channel is gone."))

    await world.store.write(park)
    desk = await world.types(ADA, "organise.organise")
    assert "1 could not be delivered." in said(desk)
    assert "The channel is gone." in said(desk)
    assert said(await world.presses(ADA, "Try again: an announcement", desk)).startswith("I'm trying again now.")
    assert "settled already" in said(await world.presses(ADA, "Try again: an announcement", desk))
    assert "organisers" in said(await world.presses(BEA, "Try again: an announcement", desk, LOBBY))


async def test_home_has_ones_seats_and_what_is_open_and_the_desk_for_whoever_organises(world: World) -> None:
    await world.announced(seats="1")
    await world.forges(TOM, "meetup.going", "1")
    tom, ada = [await world.app.home(AtHome(id=world.fresh(), person=person, place=NORTH)) for person in (TOM, ADA)]
    assert [card.title for card in tom] == ["Your meetups", "Nothing is open"]
    assert "Pub meet-up" in card_text(tom[0])
    assert [card.title for card in ada] == ["You have no seats just now", "Your desk", "Nothing is open"]


async def test_the_desk_counts_the_reminders_that_are_planned(world: World) -> None:
    assert "Nothing more is planned." in said(await world.types(ADA, "organise.organise"))
    await world.announced()
    # The card of the day itself, and two reminders for Thursday.
    assert "3 more are planned." in said(await world.types(ADA, "organise.organise"))
