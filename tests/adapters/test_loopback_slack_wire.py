"""Sockets, retries, signatures, rate limits and faults of the loopback Slack, with the real SDK at the other end."""
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnusedFunction=false
# slack-bolt and slack-sdk leave much untyped

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from tests.loopback.slack import LoopbackSlack, NoAnswer, Person, sign
from tests.loopback.slack.shapes import Json
from tests.loopback.slack.signed_http import SignedHttp
from tests.loopback.slack_app import bolt_app, client_of, running


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as slack:
        yield slack


@pytest.fixture
def ada(slack: LoopbackSlack) -> Person:
    return slack.add_user("Ada")


async def ticket_url(slack: LoopbackSlack) -> str:
    reply = await client_of(slack).apps_connections_open(app_token=slack.app_token)
    return str(reply["url"])


async def test_a_ticket_opens_one_socket_and_the_socket_says_hello(slack: LoopbackSlack) -> None:
    url = await ticket_url(slack)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"], hello["connection_info"]) == ("hello", 1, {"app_id": slack.workspace.app_id})
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_event_not_acknowledged_comes_again_in_a_new_envelope(slack: LoopbackSlack, ada: Person) -> None:
    slack.courier.patience, slack.courier.retry_after = 0.05, (0.0,)
    async with aiohttp.ClientSession() as session, session.ws_connect(await ticket_url(slack)) as socket:
        await socket.receive_json()
        telling = asyncio.create_task(ada.mention("hello", slack.general))
        first, second = await socket.receive_json(), await socket.receive_json()
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await telling
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert [delivery.attempt for delivery in slack.courier.late] == [0]


async def test_envelopes_go_to_the_sockets_in_turn(slack: LoopbackSlack, ada: Person) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await ticket_url(slack)) for _ in range(2)]
        assert [(await socket.receive_json())["num_connections"] for socket in sockets] == [1, 2]
        typing = [asyncio.create_task(ada.slash("/meetup", str(n))) for n in range(2)]
        for socket in sockets:
            frame = await socket.receive_json()
            await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": frame["payload"]["text"]}})
        await asyncio.gather(*typing)
        for socket in sockets:
            await socket.close()
    assert sorted(ada.sees()) == ["0", "1"]


async def test_a_cut_socket_is_opened_anew_and_the_event_still_arrives(slack: LoopbackSlack, ada: Person) -> None:
    slack.sockets.grace = 5
    app, heard = bolt_app(slack), list[str]()

    @app.event("app_mention")
    async def _(body: Json) -> None:
        heard.append(body["event_id"])

    async with running(app, slack, ping_interval=0.05):
        slack.sockets.cut()
        await ada.mention("are you there?", slack.general)
        assert slack.sockets.accepted == 2
    assert len(heard) == 1


async def test_a_half_open_socket_hears_nothing_until_the_app_notices(slack: LoopbackSlack, ada: Person) -> None:
    slack.courier.patience = 0.05
    app = bolt_app(slack)

    @app.command("/meetup")
    async def _(ack: AsyncAck) -> None:
        await ack("here")

    async with running(app, slack, ping_interval=0.2):
        slack.sockets.go_silent()
        with pytest.raises(NoAnswer, match="operation_timeout"):
            await ada.slash("/meetup")
        await slack.workspace.until(lambda: slack.sockets.accepted >= 2)
        slack.courier.patience = slack.sockets.grace = 2
        await ada.slash("/meetup")
    assert ada.sees() == ["here"]


async def test_a_disconnect_frame_moves_the_app_to_a_new_socket(slack: LoopbackSlack, ada: Person) -> None:
    app = bolt_app(slack)

    @app.command("/meetup")
    async def _(ack: AsyncAck) -> None:
        await ack("here")

    async with running(app, slack):
        await slack.sockets.ask_to_reconnect("warning")
        await slack.sockets.connected(1, accepted=2)
        await ada.slash("/meetup")
    assert ada.sees() == ["here"]


async def test_without_a_socket_a_command_fails_at_once(slack: LoopbackSlack, ada: Person) -> None:
    slack.sockets.grace = 0
    with pytest.raises(NoAnswer, match="dispatch_failed"):
        await ada.slash("/meetup")


async def test_a_signed_request_is_taken_and_a_forged_one_is_not(slack: LoopbackSlack, ada: Person) -> None:
    app = bolt_app(slack)

    @app.command("/meetup")
    async def _(ack: AsyncAck) -> None:
        await ack()

    async with running(app, slack, "http"):
        await ada.slash("/meetup")
        assert isinstance(slack.courier.route, SignedHttp)
        slack.courier.route.secret = "somebody else's"
        with pytest.raises(NoAnswer, match="http_error"):
            await ada.slash("/meetup")


async def test_the_address_is_verified_and_a_retried_event_says_so(slack: LoopbackSlack, ada: Person) -> None:
    app, retries = bolt_app(slack), list[tuple[str, str]]()

    @app.event("app_mention")
    async def _(request: AsyncBoltRequest) -> None:
        headers = request.headers
        retries.append((headers.get("x-slack-retry-num", ["0"])[0], headers.get("x-slack-retry-reason", [""])[0]))
        if len(retries) == 1:
            raise ValueError("stumbled")

    async with running(app, slack, "http"):
        assert isinstance(slack.courier.route, SignedHttp)
        assert await slack.courier.route.verify_url("spoken") == "spoken"
        await ada.mention("hello", slack.general)
    assert retries == [("0", ""), ("1", "http_error")]


def test_a_signature_is_the_documented_one() -> None:
    """The worked example of docs.slack.dev, "Verifying requests from Slack"."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signed = sign("8f742231b10e8888abcd99yyyzzz85a5", body, 1531420618)
    assert signed["x-slack-signature"] == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_a_lost_reply_leaves_the_message_and_a_lost_request_does_not(slack: LoopbackSlack) -> None:
    client = client_of(slack)
    slack.faults.lose_reply_next("chat.postMessage")
    slack.faults.lose_request_next("chat.postMessage")
    for expected in (1, 1):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=slack.general.id, text="once?")
        assert len(slack.general.messages) == expected
    await client.chat_postMessage(channel=slack.general.id, text="again")
    assert [message.text for message in slack.general.messages] == ["once?", "again"]


async def test_a_call_fails_as_told_once(slack: LoopbackSlack) -> None:
    client = client_of(slack)
    slack.faults.fail_next("chat.postMessage", "is_archived")
    slack.faults.fail_next("chat.postMessage", status=503)
    slack.faults.fail_next("chat.postMessage", "ratelimited", retry_after=7)
    seen: list[tuple[str, int, str | None]] = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=slack.general.id, text="hi")
        reply = caught.value.response
        seen.append((reply["error"], reply.status_code, reply.headers.get("Retry-After")))
    assert seen == [("is_archived", 200, None), ("internal_error", 503, None), ("ratelimited", 429, "7")]
    await client.chat_postMessage(channel=slack.general.id, text="hi")


async def test_posting_is_limited_to_about_one_a_second_a_channel(slack: LoopbackSlack, ada: Person) -> None:
    client, at = client_of(slack), [1000.0]
    slack.rates.now, slack.rates.enforced, slack.rates.post_burst = lambda: at[0], True, 2
    for _ in range(2):
        await client.chat_postMessage(channel=slack.general.id, text="hi")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=slack.general.id, text="hi")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "2"
    await client.chat_postMessage(channel=ada.id, text="elsewhere")
    at[0] += 2
    await client.chat_postMessage(channel=slack.general.id, text="hi")
    slack.rates.special["users.info"] = (1, 60)
    await client.users_info(user=ada.id)
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_info(user=ada.id)
