"""Meetups on the server's list of events, over a real wire: one each, kept in step, and never two whatever gets lost on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from adapters.discord.listing import EventList
from bot.chat import Occasion
from bot.chat import Person as Account
from bot.chat.errors import Gone, NotNow, Unsure
from bot.clock import OffsetClock
from bot.community import groups, guests, meetups, members
from bot.community.act import Act
from bot.community.groups import Habits
from bot.community.setting_up import Setup, set_up
from bot.outbox import outbox, touch
from bot.schema import Connection
from cogs import COGS
from tests.adapters.discord_bot import Bot, connected
from tests.loopback.discord import Fault, Person
from tests.loopback.discord.world import Json, text_of
from tests.stage import GROUP, StillClock

EVENTS = "/guilds/[0-9]+/scheduled-events"
ONE = EVENTS + "/[0-9]+"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A group that wants its meetups listed, run by Priya."""
    async with connected(tmp_path, StillClock(datetime.now(UTC)), cogs=COGS) as bot:
        await wants(bot, listed=True)
        yield bot


async def wants(bot: Bot, *, listed: bool) -> None:
    """Priya says so."""
    priya = Account("discord", "", bot.discord.person("Priya").id, "Priya")

    def work(conn: Connection) -> None:
        member, group = members.meet(conn, bot.clock.now(), priya), groups.find(conn, GROUP)
        assert group is not None
        set_up(Act(conn, bot.clock.now(), member, group.id), Setup(GROUP, "Europe/London", bot.place, Habits(listed=listed)))

    await bot.house.store.write(work)
    await bot.house.settle()


async def announced(bot: Bot, title: str = "Quiz") -> Json | None:
    """Priya announces a meetup for tomorrow. Its entry, if there is one."""
    priya = bot.discord.person("Priya")
    asked = await priya.command("meetup new", title=title, when="tomorrow at 6.30pm", where="The Laurieston")
    await priya.press(bot.discord.shown(asked), "Publish")
    await bot.house.settle()
    return next((event for event in bot.discord.world.events.values() if event["name"] == title), None)


async def later(bot: Bot, **by: float) -> None:
    """Time goes by, and what is due is done."""
    assert isinstance(bot.clock, OffsetClock)
    bot.clock.advance(timedelta(**by))
    await bot.house.settle()


async def desk(bot: Bot) -> str:
    """What Priya's desk says."""
    return text_of(bot.discord.shown(await bot.discord.person("Priya").command("organise")).body)


async def touched(bot: Bot, title: str) -> None:
    """The meetup is called something else from now on."""

    def work(conn: Connection) -> None:
        conn.execute(update(meetups.meetups).values(title=title))
        touch(conn, bot.clock.now(), "meetup:1")

    await bot.house.store.write(work)
    await later(bot, seconds=5)


async def heard(bot: Bot) -> None:
    """Whatever the gateway told has been taken in: a command answered after it says so."""
    await bot.discord.person("Priya").command("meetup list")
    await bot.gateway.drain()
    await later(bot, seconds=5)


async def maybes(bot: Bot) -> int:
    """How many said maybe."""
    return (await bot.house.store.read(lambda conn: guests.tally(conn, meetups.get(conn, 1)))).maybe


# --- there -----------------------------------------------------------------------------------------------------------------------


async def test_each_announcement_has_one_entry_that_leads_to_it(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    card = bot.discord.world.posts()[0]
    assert f"https://discord.com/channels/{bot.place.workspace}/{card.channel}/{card.id}" in event["description"]
    assert event["entity_metadata"] == {"location": "The Laurieston"}
    begins, ends = (datetime.fromisoformat(event[f"scheduled_{which}_time"]) for which in ("start", "end"))
    assert ends - begins == timedelta(hours=2)
    assert len(bot.discord.world.events) == 1


async def test_answers_change_the_card_and_not_the_entry(bot: Bot) -> None:
    await announced(bot)
    await bot.discord.person("Tom").press(bot.discord.world.posts()[0], "I'll be there")
    await later(bot, seconds=5)
    assert "Going" in text_of(bot.discord.world.posts()[0].body)
    assert bot.discord.count("PATCH", ONE) == 0


async def test_what_changes_is_changed_there_too_and_is_not_taken_for_somebody_elses_doing(bot: Bot) -> None:
    await announced(bot)
    await touched(bot, "Pub quiz")
    await heard(bot)
    assert [event["name"] for event in bot.discord.world.events.values()] == ["Pub quiz"]
    assert "list of events" not in await desk(bot)


async def test_taken_back_it_is_taken_off(bot: Bot) -> None:
    priya = bot.discord.person("Priya")
    asked = await priya.command("meetup new", title="Quiz", when="tomorrow at 6.30pm", where="The Laurieston")
    published = await priya.press(bot.discord.shown(asked), "Publish")
    await bot.house.settle()
    assert len(bot.discord.world.events) == 1
    await priya.press(bot.discord.shown(published), "Undo")
    await later(bot, seconds=5)
    assert bot.discord.world.events == {}
    await heard(bot)
    assert "list of events" not in await desk(bot)


async def test_a_group_that_no_longer_wants_them_has_none_and_one_that_does_again_has_one_each(bot: Bot) -> None:
    await announced(bot)
    await wants(bot, listed=False)
    await later(bot, seconds=5)
    assert bot.discord.world.events == {}
    await wants(bot, listed=True)
    await later(bot, seconds=5)
    assert len(bot.discord.world.events) == 1


async def test_what_was_announced_before_is_listed_once_the_group_wants_it(bot: Bot) -> None:
    await wants(bot, listed=False)
    assert await announced(bot) is None
    await wants(bot, listed=True)
    await later(bot, seconds=5)
    assert len(bot.discord.world.events) == 1


# --- what gets lost --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Fault("POST", EVENTS, 503, when="after"), Fault("POST", EVENTS, cut=True, when="after")])
async def test_a_lost_reply_is_looked_for_and_never_makes_two(bot: Bot, fault: Fault) -> None:
    bot.discord.faults.append(fault)
    await announced(bot)
    assert len(bot.discord.world.events) == 1
    await later(bot, minutes=10)
    assert len(bot.discord.world.events) == 1
    assert bot.discord.count("POST", EVENTS) == 1
    await touched(bot, "Pub quiz")
    assert [event["name"] for event in bot.discord.world.events.values()] == ["Pub quiz"]


@pytest.mark.parametrize("fault", [Fault("POST", EVENTS, 503), Fault("POST", EVENTS, cut=True), Fault("GET", EVENTS, 500)])
async def test_what_was_lost_on_the_way_there_is_put_there_later(bot: Bot, fault: Fault) -> None:
    bot.discord.faults.append(fault)
    assert await announced(bot) is None
    await later(bot, minutes=10)
    assert len(bot.discord.world.events) == 1


async def test_dying_before_it_is_written_down_makes_no_second_one(bot: Bot) -> None:
    await announced(bot)
    dying = {"state": "sending", "lease": "of the dead", "lease_until": bot.clock.now(), "message": None}
    await bot.house.store.write(lambda conn: conn.execute(update(outbox).where(outbox.c.mode == "show").values(dying)).rowcount)
    await bot.stop()
    await bot.start()
    await bot.house.delivery.recover(sole=True)
    await later(bot, minutes=1)
    assert len(bot.discord.world.events) == 1
    assert bot.discord.count("POST", EVENTS) == 1


async def test_an_edit_or_removal_whose_reply_is_lost_is_made_again(bot: Bot) -> None:
    await announced(bot)
    bot.discord.faults += [Fault("PATCH", ONE, 503, when="after"), Fault("DELETE", ONE, cut=True, when="after")]
    await touched(bot, "Pub quiz")
    await later(bot, minutes=1)
    assert [event["name"] for event in bot.discord.world.events.values()] == ["Pub quiz"]
    await wants(bot, listed=False)
    await later(bot, minutes=1)
    await heard(bot)
    assert bot.discord.world.events == {}
    assert "list of events" not in await desk(bot)


# --- what Discord won't have -----------------------------------------------------------------------------------------------------


async def test_without_the_permission_all_else_works_and_the_desk_says_so_until_it_is_given(bot: Bot) -> None:
    bot.discord.world.may_list = False
    assert await announced(bot) is None
    assert "Quiz" in text_of(bot.discord.world.posts()[0].body)
    await later(bot, minutes=20)
    assert "Not there yet: Quiz. I may not create events on the server: give my role Create Events." in await desk(bot)
    assert len(bot.discord.world.posts()) == 1  # nobody was written to
    assert bot.discord.count("POST", EVENTS) == 1
    bot.discord.world.may_list = True
    await later(bot, hours=6)
    assert len(bot.discord.world.events) == 1
    assert "Not there yet" not in await desk(bot)


async def test_a_full_list_is_waited_for(bot: Bot) -> None:
    world = bot.discord.world
    world.events = {str(n): {"id": str(n), "name": "Theirs", "status": 1, "creator_id": "5"} for n in range(100)}
    assert await announced(bot) is None
    await later(bot, minutes=20)
    assert "100 events already" in await desk(bot)
    world.events.popitem()
    await later(bot, hours=6)
    assert sum(event["name"] == "Quiz" for event in world.events.values()) == 1


async def test_what_has_begun_is_no_longer_put_there(bot: Bot) -> None:
    bot.discord.world.may_list = False
    await announced(bot)
    bot.discord.world.may_list = True
    await later(bot, days=2)
    assert bot.discord.world.events == {}
    assert bot.discord.count("POST", EVENTS) == 1


async def test_the_port_says_what_became_of_it(bot: Bot) -> None:
    port, now = bot.gateway.port, bot.clock.now()
    quiz = Occasion("Quiz " * 40, "@everyone " * 300, now + timedelta(days=1), now + timedelta(days=2), "The Laurieston " * 20)
    under = bot.place.under("5")
    there = await port.stage(under, quiz, None)
    assert there is not None
    assert await port.stage(under, quiz, None) == there  # found by its link
    assert "@everyone" not in bot.discord.world.events[there.id]["description"]
    bot.discord.faults += [Fault("PATCH", ONE, 403, 50013), Fault("PATCH", ONE, 502), Fault("PATCH", ONE, 400, 180000)]
    other = Occasion("Pub quiz", "", quiz.starts, quiz.ends, "Online")
    with pytest.raises(NotNow) as wait:
        await port.stage(under, other, there)
    assert wait.value.after == timedelta(hours=6)
    with pytest.raises(Unsure):
        await port.stage(under, other, there)
    assert await port.stage(under, other, there) == there  # over there it has begun: nothing is left to say
    bot.discord.world.events.clear()
    with pytest.raises(Gone):
        await port.stage(under, quiz, there)
    assert await port.stage(under, Occasion("", "", quiz.starts, quiz.ends, "", off=True), there) is None


# --- by hand ---------------------------------------------------------------------------------------------------------------------


async def test_taken_off_by_hand_it_stays_off_until_an_organiser_says_otherwise(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    await bot.discord.gateway.tell("GUILD_SCHEDULED_EVENT_DELETE", bot.discord.world.events.pop(event["id"]))
    await heard(bot)
    await touched(bot, "Pub quiz")
    assert bot.discord.world.events == {}
    priya = bot.discord.person("Priya")
    asked = await priya.command("organise")
    assert "Somebody took it off the list by hand" in text_of(bot.discord.shown(asked).body)
    assert len(bot.discord.world.posts()) == 1  # nobody was written to
    await priya.press(bot.discord.shown(asked), "Try again: a meetup on the server's list of events")
    await later(bot, seconds=5)
    assert [each["name"] for each in bot.discord.world.events.values()] == ["Pub quiz"]


async def test_taken_off_while_nobody_listened_it_is_noticed_at_the_next_change(bot: Bot) -> None:
    await announced(bot)
    bot.discord.world.events.clear()
    await touched(bot, "Pub quiz")
    assert bot.discord.world.events == {}
    assert "Somebody took it off the list by hand" in await desk(bot)


async def test_changed_by_hand_it_is_put_right_when_an_organiser_says_so(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    event["name"] = "Karaoke"
    await bot.discord.gateway.tell("GUILD_SCHEDULED_EVENT_UPDATE", dict(event))
    await heard(bot)
    assert bot.discord.world.events[event["id"]]["name"] == "Karaoke"
    priya = bot.discord.person("Priya")
    asked = await priya.command("organise")
    assert "Somebody changed it there by hand" in text_of(bot.discord.shown(asked).body)
    await priya.press(bot.discord.shown(asked), "Try again: a meetup on the server's list of events")
    await later(bot, seconds=5)
    assert bot.discord.world.events[event["id"]]["name"] == "Quiz"


def forgotten(_: EventList, __: int, ___: object) -> None:
    """Who asked for a change was another process: here nobody remembers."""


async def test_what_another_process_of_ours_changed_is_nobodys_doing(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await announced(bot)
    tell, told = bot.discord.gateway.tell, list[tuple[str, Json]]()

    async def hold(event: str, data: Json) -> None:
        if event == "GUILD_SCHEDULED_EVENT_UPDATE":
            told.append((event, dict(data)))
        else:
            await tell(event, data)

    monkeypatch.setattr(bot.discord.gateway, "tell", hold)
    monkeypatch.setattr(EventList, "_ask", forgotten)
    await touched(bot, "Pub quiz")
    assert len(told) == 1
    await tell(*told[0])
    await heard(bot)
    assert "by hand" not in await desk(bot)


async def test_that_it_begins_and_ends_there_is_nobodys_doing(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    for status in (2, 3):
        event["status"] = status
        await bot.discord.gateway.tell("GUILD_SCHEDULED_EVENT_UPDATE", dict(event))
    await heard(bot)
    assert "by hand" not in await desk(bot)


# --- interested ------------------------------------------------------------------------------------------------------------------


async def test_interested_there_is_maybe_here_and_no_longer_is_no_longer(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    tom = bot.discord.person("Tom")
    await tom.marks(event["id"])
    await tom.marks(event["id"])
    await heard(bot)
    assert await maybes(bot) == 1
    assert "**Maybe** 1" in text_of(bot.discord.world.posts()[0].body).replace("\n", " ").replace(":", "")
    await tom.marks(event["id"], yes=False)
    await tom.marks(event["id"], yes=False)
    await heard(bot)
    assert await maybes(bot) == 0


async def test_told_on_and_off_at_once_the_last_word_counts(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    for n in range(9):
        await bot.discord.person("Tom").marks(event["id"], yes=n % 2 == 0)
    await heard(bot)
    assert await maybes(bot) == 1


@pytest.mark.parametrize(("said", "left"), [("Maybe", "maybe"), ("I'll be there", "going"), ("Can't make it", "no")])
async def test_what_somebody_said_themselves_is_not_taken_back_there(bot: Bot, said: str, left: str) -> None:
    event = await announced(bot)
    assert event is not None
    tom: Person = bot.discord.person("Tom")
    await tom.marks(event["id"])
    await heard(bot)
    await tom.press(bot.discord.world.posts()[0], said)
    await tom.marks(event["id"], yes=False)
    await heard(bot)
    tally = await bot.house.store.read(lambda conn: guests.tally(conn, meetups.get(conn, 1)))
    assert (tally.maybe, tally.going) == (int(left == "maybe"), int(left == "going"))


async def test_a_seat_is_not_given_up_by_being_interested(bot: Bot) -> None:
    event = await announced(bot)
    assert event is not None
    tom = bot.discord.person("Tom")
    await tom.press(bot.discord.world.posts()[0], "I'll be there")
    await tom.marks(event["id"])
    await heard(bot)
    assert (await bot.house.store.read(lambda conn: guests.tally(conn, meetups.get(conn, 1)))).going == 1


async def test_somebody_elses_event_is_none_of_ours(bot: Bot) -> None:
    await announced(bot)
    await bot.discord.person("Tom").marks("12345")
    await heard(bot)
    assert await maybes(bot) == 0
