"""The town as a platform: what it keeps, what it loses when told to, who sees what, and that time only goes forwards there."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.web import Citizen, Town
from adapters.web.chapters import next_thursday
from adapters.web.live import RING, Live
from adapters.web.people import place_of
from adapters.web.port import TownPort
from adapters.web.reading import card_from
from adapters.web.render import card_json
from adapters.web.travel import Travel
from bot.chat import Button, Card, Fact, Link, LinkButton, Mention, Menu, MessageRef, Option, Person, Seats, Strong, Text, Unreachable, When
from bot.chat.errors import Never, NotNow, Unreadable, Unsure
from bot.chat.plain import card_text
from bot.clock import FixedClock, OffsetClock

BOARD = place_of("announcements")
ADA, GRACE = Person("web", "town", "ada", "Ada"), Person("web", "town", "grace", "Grace")
PEOPLE = [Citizen("ada", "Ada Byron", organiser=True), Citizen("grace", "Grace Hopper", "America/New_York", "Compilers")]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Town]:
    town = await Town.open(folder)
    try:
        await town.settle(PEOPLE, ["announcements"], "Practice")
        yield town
    finally:
        await town.close()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(tmp_path) as town:
        yield town


async def test_people_channels_and_messages_are_there_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as town:
        ref = await TownPort(town).send(BOARD, Card("Pub quiz"), "d1")
    async with opened(tmp_path) as town:
        assert [citizen.name for citizen in town.people.values()] == ["Ada Byron", "Grace Hopper"]
        assert [message.body["card"]["title"] for message in await town.messages("announcements", "ada")] == ["Pub quiz"]
        assert await TownPort(town).find(BOARD, "d1") == ref


async def test_a_private_answer_is_seen_by_nobody_else_until_it_is_put_away(town: Town) -> None:
    message = await town.post("announcements", {"words": "psst"}, to="ada")
    assert [m.id for m in await town.messages("announcements", "ada")] == [message.id]
    assert await town.messages("announcements", "grace") == []
    await town.take_away(message)
    assert await town.messages("announcements", "ada") == []


async def test_the_same_delivery_sent_twice_stands_there_twice(town: Town) -> None:
    port = TownPort(town)
    first = await port.send(BOARD, Card("Pub quiz"), "d1")
    await port.send(BOARD, Card("Pub quiz"), "d1")
    assert len(await town.messages("announcements", "ada")) == 2
    assert await port.find(BOARD, "d1") == first


async def test_a_failed_send_leaves_nothing_and_a_lost_reply_leaves_the_message(town: Town) -> None:
    port = TownPort(town)
    town.faults.fail, town.faults.lose = 1, 1
    with pytest.raises(NotNow):
        await port.send(BOARD, Card("Pub quiz"), "d1")
    assert await port.find(BOARD, "d1") is None
    with pytest.raises(Unsure):
        await port.send(BOARD, Card("Pub quiz"), "d1")
    assert await port.find(BOARD, "d1") is not None


async def test_unreadable_history_says_so(town: Town) -> None:
    town.faults.unreadable = True
    with pytest.raises(Unreadable):
        await TownPort(town).find(BOARD, "d1")


async def test_closed_direct_messages_strangers_and_missing_places_are_permanent(town: Town) -> None:
    port = TownPort(town)
    town.faults.closed.add("grace")
    with pytest.raises(Unreachable):
        await port.send(GRACE, Card("Hello"), "d1")
    with pytest.raises(Unreachable):
        await port.send(Person("web", "town", "nobody"), Card("Hello"), "d2")
    with pytest.raises(Never):
        await port.send(place_of("elsewhere"), Card("Hello"), "d3")
    with pytest.raises(Never):
        await port.send(BOARD.under("999"), Card("Hello"), "d4")
    with pytest.raises(Never):
        await port.edit(MessageRef(BOARD, "999"), Card("Hello"))


async def test_only_those_addressed_are_notified_and_an_edit_notifies_nobody(town: Town) -> None:
    port = TownPort(town)
    grace = Mention("Grace", 2, GRACE)
    ref = await port.send(BOARD, Card(body=Text("Hello ", Mention("Ada", 1, ADA)), to=(grace,)), "d1")
    await port.edit(ref, Card(body="Hello again", to=(grace, Mention("Ada", 1, ADA))))
    assert (await town.pinged("grace"), await town.pinged("ada")) == (1, 0)
    assert await town.unread("grace") == {"announcements": (1, 1)}
    await town.saw("grace", "announcements", int(ref.id))
    assert await town.unread("grace") == {}


async def test_the_same_people_gather_in_the_same_place_and_others_cannot_see_it(town: Town) -> None:
    port = TownPort(town)
    await town.welcome(Citizen("tom", "Tom"))
    place = await port.gather([GRACE, ADA], "Copyright")
    assert place == await port.gather([ADA, GRACE], "Something else")
    assert place.channel not in [channel.id for channel in town.places_of("tom")]
    await port.send(place, Card("Hello both"), "d1")
    assert await town.unread("tom") == {}


async def test_a_handle_that_cannot_be_an_id_is_refused(town: Town) -> None:
    for bad in ("", "Ada", "a:b", "@ada", "a" * 41):
        with pytest.raises(ValueError, match="handle"):
            await town.welcome(Citizen(bad, "Somebody"))


# --- cards -----------------------------------------------------------------------------------------------------------------------


def test_a_card_reads_the_same_after_the_wire() -> None:
    card = Card(
        "Pub meet-up",
        Text("With ", Strong("biscuits"), ", see ", Link("the map", "https://example.org/map"), " and ", Mention("Ada", 1, ADA)),
        (Fact("When", Text(When(datetime(2026, 11, 26, 18, 30, tzinfo=UTC), "Europe/London"))),),
        Seats(3, 8, "5 seats left"),
        controls=(
            Button("Going", "meetup.going", 4, "go"),
            LinkButton("Map", "https://example.org"),
            Menu("More", "meetup.look", (Option("a", "A"),)),
        ),
        note="Small print",
        to=(Mention("Ada", 1, ADA),),
    )
    assert card_text(card_from(card_json(card))) == card_text(card)


def test_people_cannot_lead_anywhere_but_the_web_nor_break_a_limit() -> None:
    shown = card_json(
        Card("t" * 10_000, Text(Link("x", "javascript:alert(1)"), "b" * 10_000), controls=(LinkButton("y", "data:text/html,x"),))
    )
    assert len(shown["title"]) <= 150
    assert shown["body"][0] == "x"
    assert len(shown["body"][1]) <= 2500
    assert shown["controls"][0]["url"] == ""


# --- time ------------------------------------------------------------------------------------------------------------------------


def clock_at(hour: int = 10) -> OffsetClock:
    return OffsetClock(FixedClock(datetime(2026, 11, 22, hour, tzinfo=UTC)))


async def test_what_is_due_on_the_way_is_delivered_in_its_turn(town: Town) -> None:
    clock, seen = clock_at(), list[datetime]()
    town.keep_time(clock)
    start = clock.now()
    due = [start + timedelta(minutes=20), start + timedelta(minutes=21)]

    async def wake() -> datetime | None:
        seen.append(clock.now())
        return next((moment for moment in due if moment > clock.now()), None)

    await Travel(town, Live(), clock, wake).to(start + timedelta(hours=1, minutes=5))
    assert [moment - start for moment in seen] == [timedelta(minutes=m) for m in (0, 15, 20, 21, 36, 51, 65)]


async def test_time_never_goes_back_nor_unreasonably_far(town: Town) -> None:
    clock = clock_at()

    async def wake() -> datetime | None: ...

    travel = Travel(town, Live(), clock, wake)
    with pytest.raises(ValueError, match="forwards"):
        await travel.to(clock.now() - timedelta(minutes=1))
    with pytest.raises(ValueError, match="further"):
        await travel.to(clock.now() + timedelta(days=1000))
    assert not travel.busy


async def test_the_town_clock_is_still_ahead_after_a_restart(tmp_path: Path) -> None:
    async def wake() -> datetime | None: ...

    async with opened(tmp_path) as town:
        clock = clock_at()
        town.keep_time(clock)
        await Travel(town, Live(), clock, wake).to(clock.now() + timedelta(days=3))
    async with opened(tmp_path) as town:
        later = clock_at(11)
        town.keep_time(later)
        assert later.now() == town.now() == datetime(2026, 11, 25, 11, tzinfo=UTC)


def test_the_invitation_is_for_the_thursday_of_next_week_whatever_the_day() -> None:
    sunday = datetime(2026, 11, 22, tzinfo=UTC).date()
    for day in range(7):
        today = sunday + timedelta(days=day)
        ahead = (next_thursday(today) - today).days
        assert next_thursday(today).weekday() == 3
        assert 4 <= ahead <= 10


# --- live ------------------------------------------------------------------------------------------------------------------------


async def heard(live: Live, user: str, after: str) -> list[str]:
    live.close()
    return [f"{happening.kind} {happening.data}" async for happening in live.listen(user, after) if happening]


async def test_a_page_that_lost_the_line_hears_what_it_missed_and_only_its_own() -> None:
    live = Live()
    live.publish("message", {"n": 1})
    after = live.latest
    live.publish("message", {"n": 2}, to=["grace"])
    live.publish("message", {"n": 3})
    assert await heard(live, "ada", after) == ["message {'n': 3}"]


async def test_a_page_from_before_a_restart_or_too_far_behind_reads_everything_afresh() -> None:
    live = Live()
    old = live.latest
    for n in range(RING + 1):
        live.publish("message", {"n": n})
    assert await heard(live, "ada", old) == ["resync {}"]
    assert await heard(Live(), "ada", "another-3") == ["resync {}"]
