"""A real Bolt app meets people in the loopback Slack: the same conversations over Socket Mode and over signed HTTP."""
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnusedFunction=false
# slack-bolt and slack-sdk leave much untyped

from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import CannotDo, LoopbackSlack, NoAnswer, Person
from tests.loopback.slack.shapes import Json
from tests.loopback.slack_app import How, bolt_app, running

TOPIC = {
    "type": "input",
    "block_id": "topic",
    "label": {"type": "plain_text", "text": "What about?"},
    "element": {"type": "plain_text_input", "action_id": "words", "max_length": 20},
}
KIND = {
    "type": "input",
    "block_id": "kind",
    "optional": True,
    "label": {"type": "plain_text", "text": "Where?"},
    "element": {
        "type": "static_select",
        "action_id": "pick",
        "options": [{"text": {"type": "plain_text", "text": words}, "value": words[0]} for words in ("Online", "In person")],
    },
}


def modal(title: str, *blocks: Json, **more: object) -> Json:
    plain = {key: {"type": "plain_text", "text": words} for key, words in (("title", title), ("submit", "Send"))}
    return {"type": "modal", "callback_id": "ask", "blocks": list(blocks) or [TOPIC], **plain, **more}


def button(words: str, action_id: str, value: str = "1") -> Json:
    return {"type": "button", "text": {"type": "plain_text", "text": words}, "action_id": action_id, "value": value}


def section(mrkdwn: str, **more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn, "verbatim": True}, **more}


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as slack:
        yield slack


@pytest.fixture
def ada(slack: LoopbackSlack) -> Person:
    return slack.add_user("Ada", tz="Europe/London")


@pytest.fixture(params=["socket", "http"])
async def app(slack: LoopbackSlack, request: pytest.FixtureRequest) -> AsyncIterator[AsyncApp]:
    app, how = bolt_app(slack), request.param
    assert how in How.__args__
    async with running(app, slack, how):
        yield app


async def test_a_command_is_answered_privately_where_it_was_typed(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    grace = slack.add_user("Grace")

    @app.command("/meetup")
    async def _(ack: AsyncAck, command: Json) -> None:
        await ack(f"{command['user_name']} typed {command['text']} in {command['channel_name']}")

    await ada.slash("/meetup", "list", slack.general)
    assert ada.sees() == ["ada typed list in general"]
    assert grace.sees() == []
    assert slack.general.messages == []
    assert len(slack.courier.latencies) == 1


async def test_a_press_edits_the_card_for_everybody(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    @app.action("rsvp")
    async def _(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        blocks = [section(f"Going: <@{body['user']['id']}>"), {"type": "actions", "elements": [button("Not going", "leave")]}]
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Going", blocks=blocks)

    await app.client.chat_postMessage(
        channel=slack.general.id, text="Lunch", blocks=[section("Lunch"), {"type": "actions", "elements": [button("Going", "rsvp")]}]
    )
    (card,) = slack.general.messages
    await ada.click(card, "Going")
    assert ada.reading(card) == "Going: @Ada\n[Not going]"
    assert card.edited
    with pytest.raises(CannotDo, match="Not going"):
        await ada.click(card, "Going")
    assert [ping.target for ping in slack.workspace.pings] == [ada.id]


async def test_a_form_opens_refuses_and_is_sent(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    sent: list[Json] = []

    @app.command("/ask")
    async def _(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Ask away", TOPIC, KIND, private_metadata="kept"))
        await ack()

    @app.view("ask")
    async def _(ack: AsyncAck, view: Json) -> None:
        words = view["state"]["values"]["topic"]["words"]["value"]
        if words == "rude":
            await ack(response_action="errors", errors={"topic": "Kinder, please."})
        else:
            sent.append(view)
            await ack()

    await ada.slash("/ask")
    by_slack = await ada.fill_and_submit({"Where?": "In person"})
    assert by_slack.by_slack
    assert by_slack.errors == {"What about?": "Please complete this required field."}
    assert (await ada.fill_and_submit({"What about?": "x" * 21})).by_slack
    refused = await ada.fill_and_submit({"What about?": "rude"})
    assert refused.errors == {"What about?": "Kinder, please."}
    assert "! Kinder, please." in ada.sees()[-1]
    done = await ada.fill_and_submit({"topic": "copyright"})
    assert done.errors == {}
    assert done.view is None
    assert sent[0]["private_metadata"] == "kept"
    assert sent[0]["state"]["values"]["kind"]["pick"]["selected_option"]["value"] == "I"


async def test_views_stack_three_deep_update_and_clear(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    @app.shortcut("start")
    async def _(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal("1"))
        await ack()

    @app.view("ask")
    async def _(ack: AsyncAck, view: Json) -> None:
        depth = int(view["title"]["text"])
        if view["state"]["values"]["topic"]["words"]["value"] == "enough":
            await ack(response_action="clear")
        elif depth == 2 and view["state"]["values"]["topic"]["words"]["value"] == "again":
            await ack(response_action="update", view=modal("22"))
        else:
            await ack(response_action="push", view=modal(str(depth + 1)))

    await ada.shortcut("start")
    second = await ada.fill_and_submit({"topic": "more"})
    assert second.view
    assert second.view.title == "2"
    assert second.view.previous == second.view.root
    again = await ada.fill_and_submit({"topic": "again"})
    assert again.view is second.view
    assert again.view is not None
    assert again.view.title == "22"
    assert again.view.values["topic", "words"]["value"] == "again", "what was typed stays where the field stays"
    await ada.fill_and_submit({"topic": "more"})
    with pytest.raises(NoAnswer, match="push_limit_reached"):
        await ada.fill_and_submit({"topic": "more"})
    assert (await ada.fill_and_submit({"topic": "enough"})).view is None


async def test_a_closed_form_is_told_only_to_an_app_that_asked(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    closed: list[str] = []

    @app.shortcut("start")
    async def _(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Form", notify_on_close=not closed))
        await ack()

    @app.view_closed("ask")
    async def _(ack: AsyncAck, body: Json) -> None:
        closed.append(body["user"]["id"])
        await ack()

    for _time in range(2):
        await ada.shortcut("start")
        await ada.dismiss()
    assert closed == [ada.id]
    assert ada.view is None


async def test_suggestions_answer_what_is_typed_and_what_is_chosen_comes_back(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    chosen: list[str] = []
    who = {"type": "external_select", "action_id": "who", "placeholder": {"type": "plain_text", "text": "Who?"}, "min_query_length": 2}

    @app.options("who")
    async def _(ack: AsyncAck, payload: Json) -> None:
        names = [name for name in ("Grace", "Grant", "Ada") if name.lower().startswith(payload["value"].lower())]
        await ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name.upper()} for name in names])

    @app.action("who")
    async def _(ack: AsyncAck, action: Json) -> None:
        chosen.append(action["selected_option"]["value"])
        await ack()

    await app.client.chat_postMessage(channel=ada.id, text="Who?", blocks=[section("Pick", accessory=who)])
    assert await ada.suggest("Who?", "g") == []
    assert await ada.suggest("Who?", "gr") == ["Grace", "Grant"]
    await ada.choose(None, "Who?", "Grant")
    assert chosen == ["GRANT"]


async def test_a_mention_and_a_private_word_are_heard(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    @app.event("app_mention")
    async def _(event: Json, say: AsyncSay) -> None:
        await say(f"Hello <@{event['user']}>", thread_ts=event["ts"])

    @app.event("message")
    async def _(event: Json, client: AsyncWebClient) -> None:
        if event["channel_type"] == "im":
            await client.chat_postMessage(channel=event["channel"], text="In private too")

    said = await ada.mention("hello", slack.general)
    assert await ada.reads("Hello @Ada") == "Hello @Ada"
    assert slack.general.messages[-1].thread_ts == said.ts
    await ada.writes("psst")
    await ada.reads("In private too")
    assert slack.general.messages[-1].text.startswith("Hello")


async def test_the_home_tab_is_published_and_pressed(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    def home(words: str) -> Json:
        return {"type": "home", "blocks": [section(words), {"type": "actions", "elements": [button("Turn", "turn")]}]}

    @app.event("app_home_opened")
    async def _(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home("Welcome"))

    @app.action("turn")
    async def _(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=body["user"]["id"], view=home("Turned"), hash=body["view"]["hash"])
        await ack()

    await ada.open_home()
    await ada.reads("Welcome")
    first = ada.home
    await ada.click(ada.home, "Turn")
    assert ada.home is first, "a home tab is one view for ever"
    assert ada.sees() == ["Turned\n[Turn]"]


async def test_a_message_shortcut_carries_its_message_and_may_answer(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    @app.message_shortcut("keep")
    async def _(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await ack()
        await respond(f"Kept: {body['message']['text']}")

    message = await ada.says("Read this", slack.general)
    await ada.shortcut("keep", message)
    assert ada.sees() == ["Read this", "Kept: Read this"]


async def test_an_answer_by_url_may_speak_up_replace_and_delete(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    replies: list[tuple[int, str]] = []

    @app.command("/speak")
    async def _(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        answers: list[Json] = [
            {"text": "one moment"},
            {"text": "done", "replace_original": True},
            {"text": "everybody!", "response_type": "in_channel"},
            {"delete_original": True},
            {"text": "five"},
            {"text": "six"},
        ]
        for answer in answers:
            reply = await respond(**answer)
            replies.append((reply.status_code, reply.body))

    grace = slack.add_user("Grace")
    await ada.slash("/speak", "", slack.general)
    assert replies[:5] == [(200, "ok")] * 5
    assert replies[5] == (404, "used_url")
    assert grace.sees() == ["everybody!"]
    assert ada.sees() == ["everybody!", "five"]


async def test_an_ephemeral_press_carries_no_message_but_a_way_to_answer(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    seen: list[Json] = []

    @app.command("/quiet")
    async def _(ack: AsyncAck) -> None:
        await ack(text="Sure?", blocks=[{"type": "actions", "elements": [button("Yes", "yes")]}])

    @app.action("yes")
    async def _(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await ack()
        seen.append(body)
        await respond(text="Thanks", replace_original=True)

    await ada.slash("/quiet", "", slack.general)
    await ada.click(None, "Yes")
    assert "message" not in seen[0]
    assert seen[0]["container"]["is_ephemeral"] is True
    assert ada.sees() == ["Thanks"]


async def test_a_newcomer_and_a_joiner_are_announced(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    heard: list[str] = []

    @app.event("team_join")
    async def _(event: Json) -> None:
        heard.append(event["user"]["real_name"])

    @app.event("member_joined_channel")
    async def _(event: Json) -> None:
        heard.append(event["channel"])

    grace = await slack.arrives("Grace")
    books = slack.add_channel("books", ada)
    await grace.joins(books)
    assert heard == ["Grace", books.id]


async def test_only_what_the_manifest_declares_works(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    slack.install(
        {
            "features": {"slash_commands": [{"command": "/meetup"}], "shortcuts": [{"callback_id": "start"}]},
            "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
            "oauth_config": {"scopes": {"bot": ["commands"]}},
        }
    )
    with pytest.raises(CannotDo, match="not a valid command"):
        await ada.slash("/other")
    with pytest.raises(CannotDo, match="start"):
        await ada.shortcut("stop")
    await ada.writes("nobody hears this")
    assert slack.courier.deliveries == []
    with pytest.raises(SlackApiError) as refused:
        await app.client.chat_postMessage(channel=slack.general.id, text="hi")
    assert refused.value.response.data == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands"}


async def test_silence_is_what_the_person_is_told(slack: LoopbackSlack, app: AsyncApp, ada: Person) -> None:
    slack.courier.patience = 0.2

    @app.command("/meetup")
    async def _() -> None:
        """Never acknowledges."""

    with pytest.raises(NoAnswer, match="Ada sees"):
        await ada.slash("/meetup")
    assert slack.courier.latencies == []
