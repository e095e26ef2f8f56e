"""What the core says on Slack, and what each of Slack's answers means for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.pace import Pace
from adapters.slack.port import SlackPort
from adapters.slack.web import session, web_client, write
from bot.chat import Button, Card, Fact, Link, Mention, Person, Place, Strong, Text, When
from bot.chat.errors import Never, NotNow, PortError, Unreachable, Unreadable, Unsure
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack import Person as Account

CARD = Card("Pub meet-up", "Come along", controls=(Button("Going", "meetup.going", 1),))


@dataclass
class Wire:
    """A port, and the Slack at its other end."""

    slack: LoopbackSlack
    port: SlackPort

    @property
    def general(self) -> Place:
        return Place("slack", self.slack.workspace.team_id, self.slack.general.id)

    def person(self, account: Account) -> Person:
        return Person("slack", self.slack.workspace.team_id, account.id, account.name)

    def posts(self) -> int:
        return sum(message.user == self.slack.workspace.bot.id for message in self.slack.general.messages)


@pytest.fixture
async def wire() -> AsyncGenerator[Wire]:
    async with LoopbackSlack() as slack:
        web = web_client(slack.base_url, slack.bot_token)
        web.session = session()
        slack.general.members.append(slack.workspace.bot.id)
        port = SlackPort(web)
        me = await write(web, "auth.test")
        port.introduce(me["team_id"], me["user_id"])
        yield Wire(slack, port)
        await web.session.close()
        assert slack.workspace.breaches == []


# --- saying ---------------------------------------------------------------------------------------------------------------------


async def test_a_card_is_posted_with_its_delivery_in_metadata_and_nothing_unfurled(wire: Wire) -> None:
    ref = await wire.port.send(wire.general, CARD, "d1")
    message = wire.slack.general.find(ref.id)
    assert message is not None
    assert message.metadata == {"event_type": "wallflower_delivery", "event_payload": {"id": "d1"}}
    assert (message.unfurl_links, message.unfurl_media) == (False, False)
    assert message.text == "Pub meet-up\nCome along"


async def test_a_card_is_edited_in_place_and_can_still_be_found(wire: Wire) -> None:
    ref = await wire.port.send(wire.general, CARD, "d1")
    await wire.port.edit(ref, Card("Pub meet-up", "Full"))
    assert wire.posts() == 1
    assert "Full" in wire.slack.general.messages[-1].text
    assert await wire.port.find(wire.general, "d1") == ref


async def test_a_delivery_is_found_in_a_channel_in_a_thread_and_in_a_direct_message(wire: Wire) -> None:
    ada = wire.slack.add_user("Ada")
    under = await wire.port.send(wire.general, CARD, "d1")
    reply = await wire.port.send(wire.general.under(under.id), CARD, "d2")
    direct = await wire.port.send(wire.person(ada), CARD, "d3")
    assert await wire.port.find(wire.general.under(under.id), "d2") == reply
    assert await wire.port.find(wire.general, "d2") is None
    assert await wire.port.find(wire.person(ada), "d3") == direct
    assert await wire.port.find(wire.general, "never sent") is None
    assert direct.place.direct


async def test_the_same_id_in_somebody_elses_message_means_nothing(wire: Wire) -> None:
    eve = wire.slack.add_user("Eve")
    said = await eve.says("hello", wire.slack.general)
    said.metadata = {"event_type": "wallflower_delivery", "event_payload": {"id": "d1"}}
    assert await wire.port.find(wire.general, "d1") is None


async def test_what_lies_too_far_back_to_look_for_is_not_taken_for_unsent(wire: Wire) -> None:
    eve = wire.slack.add_user("Eve")
    await wire.port.send(wire.general, CARD, "d1")
    for _ in range(1001):
        await eve.says("chatter", wire.slack.general)
    with pytest.raises(Unreadable):
        await wire.port.find(wire.general, "d1")


async def test_people_are_brought_together_in_a_conversation_of_their_own(wire: Wire) -> None:
    people = [wire.person(wire.slack.add_user(name)) for name in ("Ada", "Grace", "Jo")]
    place = await wire.port.gather(people, "Coffee")
    assert await wire.port.gather(people, "Coffee") == place
    await wire.port.send(place, Card(body="Meet each other"), "d1")
    assert len(wire.slack.workspace.channels[place.channel].members) == 4


async def test_a_public_channel_we_are_not_in_is_joined(wire: Wire) -> None:
    elsewhere = wire.slack.add_channel("elsewhere", with_app=False)
    await wire.port.send(Place("slack", wire.general.workspace, elsewhere.id), CARD, "d1")
    assert elsewhere.messages[-1].text.startswith("Pub meet-up")


# --- words and pings ------------------------------------------------------------------------------------------------------------


async def test_exactly_those_addressed_are_notified(wire: Wire) -> None:
    ada, tom = wire.slack.add_user("Ada"), wire.slack.add_user("Tom")
    to = Mention("Ada", 1, wire.person(ada))
    named = Mention("Tom", 2, wire.person(tom))
    ref = await wire.port.send(wire.general, Card("Soon", Text(to, " and ", named, " are going"), to=(to,)), "d1")
    message = wire.slack.general.find(ref.id)
    assert message is not None
    assert [ping.target for ping in message.pings] == [ada.id]
    assert "Tom" in ada.reading(message)


EVIL = (
    *("<!channel>", "<!here>", "<!everyone>", "@channel", "@here", "@everyone", "<@U00000002>", "<@U00000002|Ada>", "<!subteam^S1>"),
    *("<#C1>", "&lt;!channel&gt;", "<<!channel>>", "<https://example.org|<!channel>>", "<!channel|x>", "*<!channel>*", "`<!channel>`"),
    *("\u202e<!channel>", "<\u200b!channel>", "\uff1c!channel\uff1e", "<!date^0^<!channel>|x>"),
)
AROUND = (("", ""), ("x", "x"), ("<", ">"), ("&", ";"), ("|", "|"), ("*", "*"), ("\n> ", "\n"), ("<!", ">"), ("^", "^"), ("> ", " <"))
HOSTILE = [f"{before}{evil}{after}" for evil in EVIL for before, after in AROUND]


async def test_two_hundred_hostile_texts_notify_nobody_wherever_they_stand(wire: Wire) -> None:
    wire.slack.add_user("Ada")
    when = When(datetime(2026, 11, 26, 18, 30, tzinfo=UTC), "Europe/London")
    assert len(HOSTILE) == 200
    for words in HOSTILE:
        body = Text(words, Strong(words), Link(words, f"https://example.org/{words}"), Mention(words, 3), when)
        wire.port._pace = Pace()  # or Slack's second between messages would make this a long test
        await wire.port.send(wire.general, Card(words, body, facts=(Fact(words, words),), note=words), "d1")
    assert wire.slack.workspace.pings == []


async def test_words_arrive_as_they_were_written(wire: Wire) -> None:
    ada = wire.slack.add_user("Ada")
    words = "<b>Cake</b> & tea, 3 < 4 > 2 &amp; עוגה 🎂"
    ref = await wire.port.send(wire.general, Card(words, words, facts=(Fact("Cake", words),), note=words), "d1")
    message = wire.slack.general.find(ref.id)
    assert message is not None
    assert ada.reading(message).count(words) == 4


async def test_words_far_too_long_are_shortened_never_refused(wire: Wire) -> None:
    long = "&<>" * 4000
    facts = tuple(Fact(long, long) for _ in range(30))
    card = Card(
        long, Text(long, Strong(long)), facts=facts, note=long, image=("https://example.org/x.png", long), controls=CARD.controls * 15
    )
    ref = await wire.port.send(wire.general, card, "d1")
    await wire.port.edit(ref, card)
    assert "…" in wire.slack.general.messages[-1].text


# --- when it goes wrong ---------------------------------------------------------------------------------------------------------

REFUSED: list[tuple[str, type[PortError]]] = [
    ("channel_not_found", Never),
    ("is_archived", Never),
    ("restricted_action", Never),
    ("restricted_action_read_only_channel", Never),
    ("msg_too_long", Never),
    ("invalid_blocks", Never),
    ("missing_scope", Never),
    ("some_error_of_tomorrow", Never),
    ("account_inactive", NotNow),
    ("token_revoked", NotNow),
    ("invalid_auth", NotNow),
    ("ratelimited", NotNow),
    ("request_timeout", NotNow),
    ("internal_error", Unsure),
    ("fatal_error", Unsure),
    ("user_disabled", Unreachable),
    ("messages_tab_disabled", Unreachable),
]


@pytest.mark.parametrize(("code", "means"), REFUSED)
async def test_what_a_refusal_means(wire: Wire, code: str, means: type[PortError]) -> None:
    wire.slack.faults.fail_next("chat.postMessage", code)
    with pytest.raises(means) as caught:
        await wire.port.send(wire.general, CARD, "d1")
    assert type(caught.value) is means
    assert wire.posts() == 0


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_at_slacks_end_leaves_us_unsure(wire: Wire, status: int) -> None:
    wire.slack.faults.fail_next("chat.postMessage", status=status)
    with pytest.raises(Unsure):
        await wire.port.send(wire.general, CARD, "d1")


@pytest.mark.parametrize("posted", [True, False])
async def test_a_lost_reply_is_neither_sent_again_nor_taken_for_a_failure(wire: Wire, posted: bool) -> None:  # noqa: FBT001
    (wire.slack.faults.lose_reply_next if posted else wire.slack.faults.lose_request_next)("chat.postMessage")
    with pytest.raises(Unsure):
        await wire.port.send(wire.general, CARD, "d1")
    assert wire.posts() == int(posted)
    assert (await wire.port.find(wire.general, "d1") is not None) is posted


async def test_a_slack_that_cannot_be_reached_was_told_nothing() -> None:
    web = web_client("http://127.0.0.1:9/api/", "xoxb-x")
    web.session = session()
    port = SlackPort(web)
    port.introduce("T1", "U1")
    with pytest.raises(NotNow):
        await port.send(Place("slack", "T1", "C1"), CARD, "d1")
    await web.session.close()


async def test_nothing_is_sent_or_looked_for_before_we_know_who_we_are() -> None:
    port = SlackPort(web_client("http://127.0.0.1:9/api/", "xoxb-x"))
    with pytest.raises(NotNow):
        await port.find(Place("slack", "T1", "C1"), "d1")


async def test_a_private_channel_we_are_not_in_takes_nothing(wire: Wire) -> None:
    ada = wire.slack.add_user("Ada")
    secret = wire.slack.add_channel("secret", ada, kind="private", with_app=False)
    with pytest.raises(Never, match="/invite"):
        await wire.port.send(Place("slack", wire.general.workspace, secret.id), CARD, "d1")


async def test_not_being_let_in_is_permanent(wire: Wire) -> None:
    wire.slack.faults.fail_next("chat.postMessage", "not_in_channel")
    wire.slack.faults.fail_next("conversations.join", "method_not_supported_for_channel_type")
    with pytest.raises(Never, match="/invite"):
        await wire.port.send(wire.general, CARD, "d1")


async def test_an_archived_channel_and_one_that_is_gone_say_so(wire: Wire) -> None:
    old = wire.slack.add_channel("old")
    old.archived = True
    with pytest.raises(Never, match="archived"):
        await wire.port.send(Place("slack", wire.general.workspace, old.id), CARD, "d1")
    with pytest.raises(Never, match="gone"):
        await wire.port.send(Place("slack", wire.general.workspace, "C0NOWHERE"), CARD, "d1")


async def test_an_edit_of_a_message_that_is_gone_or_not_ours_is_permanent(wire: Wire) -> None:
    ref = await wire.port.send(wire.general, CARD, "d1")
    for code in ("message_not_found", "cant_update_message", "edit_window_closed"):
        wire.slack.faults.fail_next("chat.update", code)
        with pytest.raises(Never):
            await wire.port.edit(ref, CARD)


async def test_a_reply_under_a_message_that_is_gone_is_permanent_and_was_never_sent(wire: Wire) -> None:
    gone = wire.general.under("1.000001")
    with pytest.raises(Never):
        await wire.port.send(gone, CARD, "d1")
    assert await wire.port.find(gone, "d1") is None


async def test_somebody_who_is_gone_or_a_bot_cannot_be_written_to(wire: Wire) -> None:
    left = wire.slack.add_user("Left")
    left.user.gone = True
    with pytest.raises(Unreachable):
        await wire.port.send(wire.person(left), CARD, "d1")
    with pytest.raises(Unreachable):
        await wire.port.send(Person("slack", wire.general.workspace, "U0NOBODY"), CARD, "d2")


async def test_looking_where_we_cannot_read_gives_no_answer(wire: Wire) -> None:
    for code in ("not_in_channel", "channel_not_found", "missing_scope"):
        wire.slack.faults.fail_next("conversations.history", code)
        with pytest.raises(Unreadable):
            await wire.port.find(wire.general, "d1")
    wire.slack.faults.fail_next("conversations.history", status=503)
    with pytest.raises(NotNow):
        await wire.port.find(wire.general, "d1")


# --- manners --------------------------------------------------------------------------------------------------------------------


async def test_when_slack_says_slow_down_nothing_more_is_tried_until_then(wire: Wire) -> None:
    wire.slack.faults.fail_next("chat.postMessage", "ratelimited", retry_after=30)
    with pytest.raises(NotNow) as first:
        await wire.port.send(wire.general, CARD, "d1")
    assert first.value.after == timedelta(seconds=30)
    tried = len(wire.slack.called("chat.postMessage"))
    with pytest.raises(NotNow) as second:
        await wire.port.send(wire.general, CARD, "d2")
    assert second.value.after > timedelta(seconds=28)
    assert len(wire.slack.called("chat.postMessage")) == tried
    elsewhere = wire.slack.add_channel("elsewhere")
    await wire.port.send(Place("slack", wire.general.workspace, elsewhere.id), CARD, "d3")


async def test_a_burst_in_one_channel_is_spread_out(wire: Wire) -> None:
    tries = [wire.port.send(wire.general, CARD, f"d{number}") for number in range(9)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert [isinstance(result, NotNow) for result in results] == [False] * 6 + [True] * 3
    assert wire.posts() == 6
