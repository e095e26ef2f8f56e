"""Everything Discord can say no with, and what the core is told: a documented outcome each (docs/discord.md), over a real wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import Card, Mention, Person, Place, Text, Unreachable
from bot.chat.errors import Never, NotNow, PortError, Unreadable, Unsure
from bot.pace import Lane, Lanes
from tests.adapters.discord_bot import Bot, connected
from tests.loopback.discord import Fault
from tests.loopback.discord.faults import too_many

POST = "/channels/[0-9]+/messages"
CARD = Card("Quiz", "Thursday")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with connected(tmp_path) as bot:
        yield bot


def someone(bot: Bot, name: str = "Ada") -> Person:
    return Person("discord", "", bot.discord.person(name).id, name)


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (404, 10003, Never),  # the channel is gone
        (404, 10004, Never),  # the server is gone
        (403, 50001, Never),  # the channel can't be seen
        (403, 50013, Never),  # a permission is missing
        (400, 50035, Never),  # the body is refused
        (403, 50007, Unreachable),  # direct messages closed
        (400, 50278, Unreachable),  # no server in common
        (400, 40003, NotNow),  # direct messages opened too fast
        (403, 20016, NotNow),  # slow mode
        (401, 0, NotNow),  # the token was changed
        (403, 160005, Never),  # a locked thread
        (403, 99999, Never),  # a code nobody has heard of yet
        (500, 0, Unsure),
        (502, 0, Unsure),
        (503, 0, Unsure),
    ],
)
async def test_a_refusal_has_its_outcome(bot: Bot, status: int, code: int, outcome: type[PortError]) -> None:
    bot.discord.faults.append(Fault("POST", POST, status, code))
    with pytest.raises(outcome) as refused:
        await bot.gateway.port.send(bot.place, CARD, "d1")
    assert type(refused.value) is outcome or outcome is Never
    assert bot.discord.count("POST", POST) == 1  # tried once, whatever the library would have liked
    assert bot.discord.world.posts() == []


async def test_a_message_that_is_gone_cannot_be_changed(bot: Bot) -> None:
    ref = await bot.gateway.port.send(bot.place, CARD, "d1")
    bot.discord.world.messages[ref.place.channel].clear()
    with pytest.raises(Never, match="deleted"):
        await bot.gateway.port.edit(ref, CARD)


@pytest.mark.parametrize("fault", [Fault("POST", POST, 503, when="after"), Fault("POST", POST, cut=True, when="after")])
async def test_a_lost_reply_is_unknown_and_found_again(bot: Bot, fault: Fault) -> None:
    port = bot.gateway.port
    bot.discord.faults.append(fault)
    with pytest.raises(Unsure):
        await port.send(bot.place, CARD, "d1")
    found = await port.find(bot.place, "d1")
    assert found is not None
    assert found.id == bot.discord.world.posts()[0].id


@pytest.mark.parametrize("fault", [Fault("POST", POST, 503), Fault("POST", POST, cut=True)])
async def test_what_was_lost_on_the_way_there_is_not_found(bot: Bot, fault: Fault) -> None:
    bot.discord.faults.append(fault)
    with pytest.raises(Unsure):
        await bot.gateway.port.send(bot.place, CARD, "d1")
    assert await bot.gateway.port.find(bot.place, "d1") is None


async def test_sent_again_too_soon_it_is_the_same_message(bot: Bot) -> None:
    first = await bot.gateway.port.send(bot.place, CARD, "d1")
    assert await bot.gateway.port.send(bot.place, CARD, "d1") == first
    assert len(bot.discord.world.posts()) == 1


async def test_a_delivery_is_found_among_many_and_after_others_changed(bot: Bot) -> None:
    port = bot.gateway.port
    refs = [await port.send(bot.place, Card(f"Quiz {n}"), f"d{n}") for n in range(5)]
    for n in range(130):
        bot.discord.world.post(bot.place.channel, {"components": [], "flags": 1 << 15, "nonce": n})
    assert await port.find(bot.place, "d3") == refs[3]
    assert await port.find(bot.place, "d9") is None


async def test_history_nobody_can_read_gives_no_answer(bot: Bot) -> None:
    bot.discord.faults += [Fault("GET", POST, 403, 50013)]
    with pytest.raises(Unreadable):
        await bot.gateway.port.find(bot.place, "d1")


async def test_history_that_cant_be_read_just_now_is_read_later(bot: Bot) -> None:
    bot.discord.faults += [Fault("GET", POST, 500), Fault("GET", POST, cut=True, times=2)]
    for _ in range(2):
        with pytest.raises(NotNow):
            await bot.gateway.port.find(bot.place, "d1")
    assert await bot.gateway.port.find(bot.place, "d1") is None


async def test_a_thread_is_opened_for_its_first_message_alone(bot: Bot) -> None:
    port = bot.gateway.port
    card = await port.send(bot.place, CARD, "d1")
    thread = bot.place.under(card.id)
    assert await port.find(thread, "d2") is None
    first = await port.send(thread, Card("Tomorrow"), "d2")
    await port.send(thread, Card("In two hours"), "d3")
    assert await port.find(thread, "d2") == first
    assert bot.discord.count("POST", "/channels/[0-9]+/messages/[0-9]+/threads") == 1


async def test_a_thread_somebody_else_opened_meanwhile_will_do(bot: Bot) -> None:
    card = await bot.gateway.port.send(bot.place, CARD, "d1")
    bot.discord.faults.append(Fault("POST", f"/channels/{card.id}/messages", 404, 10003))
    bot.discord.world.open_channel("Quiz", 11, bot.place.channel, card.id)
    assert await bot.gateway.port.send(bot.place.under(card.id), Card("Tomorrow"), "d2")


async def test_no_thread_hangs_under_a_message_that_was_deleted(bot: Bot) -> None:
    with pytest.raises(Never, match="deleted"):
        await bot.gateway.port.send(bot.place.under(bot.discord.world.snowflake()), CARD, "d1")


async def test_a_direct_message_arrives_and_is_found(bot: Bot) -> None:
    port = bot.gateway.port
    ref = await port.send(someone(bot), CARD, "d1")
    assert ref.place.direct
    assert await port.find(someone(bot), "d1") == ref


async def test_closed_direct_messages_are_said_to_be(bot: Bot) -> None:
    ada = someone(bot)
    bot.discord.world.closed_to_us.add(ada.user)
    with pytest.raises(Unreachable):
        await bot.gateway.port.send(ada, CARD, "d1")


async def test_an_account_that_is_gone_is_out_of_reach(bot: Bot) -> None:
    with pytest.raises(Unreachable):
        await bot.gateway.port.send(Person("discord", "", "5"), CARD, "d1")
    assert await bot.gateway.port.find(Person("discord", "", "5"), "d1") is None


async def test_a_room_for_two_is_private_and_the_same_the_second_time(bot: Bot) -> None:
    people = [someone(bot, "Ada"), someone(bot, "Bea")]
    room = await bot.gateway.port.gather(people, "Coffee")
    assert await bot.gateway.port.gather(people, "Coffee") == room
    assert bot.discord.world.channels[room.thread].kind == 12
    assert await bot.gateway.port.gather(people, "Tea") != room
    with pytest.raises(Never):
        await bot.gateway.port.gather([*people, Person("discord", "", "5")], "Coffee")


# --- limits ---------------------------------------------------------------------------------------------------------------------


async def test_asked_to_wait_it_waits_without_asking_again(bot: Bot) -> None:
    bot.discord.faults.append(too_many("POST", POST, 0.6))
    with pytest.raises(NotNow) as wait:
        await bot.gateway.port.send(bot.place, CARD, "d1")
    assert wait.value.after == timedelta(seconds=0.6)
    with pytest.raises(NotNow):
        await bot.gateway.port.send(bot.place, CARD, "d1")
    assert bot.discord.count("POST", POST) == 1
    await asyncio.sleep(0.6)
    await bot.gateway.port.send(bot.place, CARD, "d1")


async def test_one_channel_waits_and_another_does_not(bot: Bot) -> None:
    other = bot.discord.world.open_channel("elsewhere")
    bot.discord.faults.append(too_many("POST", f"/channels/{bot.place.channel}/messages", 5))
    with pytest.raises(NotNow):
        await bot.gateway.port.send(bot.place, CARD, "d1")
    await bot.gateway.port.send(Place("discord", bot.place.workspace, other.id), CARD, "d2")


@pytest.mark.parametrize("cause", [{"by_discord": False}, {"everything": True}])
async def test_shut_out_altogether_it_sends_nothing_anywhere(bot: Bot, cause: dict[str, bool]) -> None:
    other = bot.discord.world.open_channel("elsewhere")
    bot.discord.faults.append(too_many("POST", POST, 5, **cause))
    for place, delivery in ((bot.place, "d1"), (Place("discord", bot.place.workspace, other.id), "d2")):
        with pytest.raises(NotNow):
            await bot.gateway.port.send(place, CARD, delivery)
    assert bot.discord.count("POST", POST) == 1


async def test_refused_a_thousand_times_it_stops_before_discord_shuts_it_out(bot: Bot) -> None:
    wire = bot.gateway._wire
    wire.everything, wire.channels = Lane(0), Lanes(0)  # or a thousand messages in one channel would take as many seconds
    bot.discord.faults.append(Fault("POST", POST, 403, 50013, times=2000))
    outcomes: list[type[PortError]] = []
    for n in range(1010):
        with pytest.raises(PortError) as refused:
            await bot.gateway.port.send(bot.place, CARD, f"d{n}")
        outcomes.append(type(refused.value))
    assert outcomes.count(NotNow) == 10
    assert bot.discord.count("POST", POST) == 1000
    ada = bot.discord.person("Ada")
    assert (await ada.command("walk list")).response  # people are still answered


async def test_nothing_is_sent_before_there_is_a_connection(bot: Bot) -> None:
    await bot.gateway.stop()
    with pytest.raises(NotNow):
        await bot.gateway.port.send(bot.place, CARD, "d1")
    with pytest.raises(NotNow):
        await bot.gateway.port.find(bot.place, "d1")


async def test_every_send_and_edit_names_whom_it_may_ping(bot: Bot) -> None:
    ada = someone(bot)
    card = Card("@everyone", Text("Dear ", Mention("Ada", 1, ada)), to=(Mention("Ada", 1, ada),))
    ref = await bot.gateway.port.send(bot.place, card, "d1")
    assert bot.discord.world.posts()[0].pinged == {ada.user}
    await bot.gateway.port.edit(ref, Card("@here"))
    assert bot.discord.world.posts()[0].body["allowed_mentions"] == {"parse": [], "users": []}
