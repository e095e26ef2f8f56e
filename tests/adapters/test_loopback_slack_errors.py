"""The loopback Slack says no in the documented words: a fake is only worth what its errors are."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.loopback.slack import LoopbackSlack, Person
from tests.loopback.slack.shapes import Json
from tests.loopback.slack_app import call, client_of, refusal


class Hands:
    """A clock moved by hand; seconds since 1970."""

    def __init__(self) -> None:
        self.at = 1_790_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def now() -> Hands:
    return Hands()


@pytest.fixture
async def slack(now: Hands) -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack(now) as slack:
        yield slack


@pytest.fixture
def client(slack: LoopbackSlack) -> AsyncWebClient:
    return client_of(slack)


@pytest.fixture
def ada(slack: LoopbackSlack) -> Person:
    return slack.add_user("Ada")


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def section(words: str = "hello", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [section()], **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(words: str = "Press", **more: Any) -> Json:
    return {"type": "button", "text": plain(words), "action_id": "press", **more}


def select(count: int = 2, words: str = "one", value: str = "1") -> Json:
    return {"type": "static_select", "action_id": "pick", "options": [{"text": plain(words), "value": value}] * count}


async def error(client: AsyncWebClient, method: str, **args: Any) -> str:
    return str((await refusal(client, method, **args))["error"])


async def test_a_token_is_missing_unknown_revoked_or_of_the_wrong_kind(slack: LoopbackSlack, client: AsyncWebClient) -> None:
    assert await error(client_of(slack, ""), "auth.test") == "not_authed"
    assert await error(client_of(slack, "xoxb-else"), "auth.test") == "invalid_auth"
    assert await error(client, "apps.connections.open") == "not_allowed_token_type"
    assert await error(client_of(slack, slack.app_token), "auth.test") == "not_allowed_token_type"
    assert await error(client, "chat.shout") == "unknown_method"
    for spoilt in ("token_revoked", "account_inactive"):
        slack.spoil_tokens(spoilt)
        assert await error(client, "auth.test") == spoilt


async def test_where_a_message_may_not_go(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    secret = slack.add_channel("secret", ada, kind="private", with_app=False)
    outside = slack.add_channel("outside", ada, with_app=False)
    shut, guarded = slack.add_channel("shut"), slack.add_channel("guarded")
    shut.archived = guarded.restricted = True
    expected = {
        "C0": "channel_not_found",
        secret.id: "channel_not_found",
        outside.id: "not_in_channel",
        shut.id: "is_archived",
        guarded.id: "restricted_action",
    }
    assert {channel: await error(client, "chat.postMessage", channel=channel, text="hi") for channel in expected} == expected
    assert await error(client, "chat.postMessage", text="hi") == "invalid_arguments"
    assert await error(client, "conversations.history", channel=outside.id) == "not_in_channel"


async def test_what_a_message_may_not_be(slack: LoopbackSlack, client: AsyncWebClient) -> None:
    general = slack.general.id
    assert await error(client, "chat.postMessage", channel=general) == "no_text"
    assert await error(client, "chat.postMessage", channel=general, blocks="[oh") == "invalid_blocks_format"
    big = [section("x" * 3000) for _ in range(5)]
    assert await error(client, "chat.postMessage", channel=general, text="hi", blocks=big) == "msg_blocks_too_long"
    loud = {"event_type": "told", "event_payload": {"words": "x" * 16_384}}
    assert await error(client, "chat.postMessage", channel=general, text="hi", metadata=loud) == "metadata_too_large"
    assert await error(client, "chat.postMessage", channel=general, text="hi", metadata={"x": 1}) == "invalid_metadata_format"
    assert await error(client, "chat.postMessage", channel=general, text="hi", thread_ts="1.000001") == "thread_not_found"
    assert slack.general.messages == []
    await call(client, "chat.postMessage", channel=general, text="x" * 40_001)
    assert len(slack.general.messages[0].text) == 40_000


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
        ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
        ([actions(button("x" * 76))], "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"),
        ([actions(button(value="x" * 2001))], "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"),
        ([actions(button(), button())], '`action_id` "press" already exists [json-pointer:/blocks/0]'),
        ([actions(*[button(action_id=str(n)) for n in range(26)])], "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
        ([actions(select(101))], "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"),
        ([actions(select(0))], "must have at least 1 items [json-pointer:/blocks/0/elements/0/options]"),
        ([actions(select(words="x" * 76))], "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]"),
        ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists [json-pointer:/blocks]'),
        ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
        ([{"type": "bogus"}], "unsupported type: bogus [json-pointer:/blocks/0]"),
    ],
)
async def test_blocks_past_a_limit_are_refused_with_a_pointer(slack: LoopbackSlack, blocks: list[Any], words: str) -> None:
    body = await refusal(client_of(slack), "chat.postMessage", channel=slack.general.id, text="hi", blocks=blocks)
    assert body["error"] == "invalid_blocks"
    assert f"[ERROR] {words}" in body["response_metadata"]["messages"]
    assert slack.workspace.breaches
    assert slack.general.messages == []


async def test_edits_and_deletions_are_of_ones_own_messages(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    general = slack.general.id
    slack.workspace.subscriptions = set()
    theirs = await ada.says("mine", slack.general)
    assert await error(client, "chat.update", channel=general, ts=theirs.ts, text="no") == "cant_update_message"
    assert await error(client, "chat.delete", channel=general, ts=theirs.ts) == "cant_delete_message"
    whisper = await call(client, "chat.postEphemeral", channel=general, user=ada.id, text="psst")
    assert await error(client, "chat.update", channel=general, ts=whisper["message_ts"], text="no") == "message_not_found"
    own = await call(client, "chat.postMessage", channel=general, text="hello")
    assert await error(client, "chat.update", channel=general, ts=own["ts"], text="x" * 4001) == "msg_too_long"
    await call(client, "chat.update", channel=general, ts=own["ts"], text="bye")
    assert slack.general.messages[-1].edited
    await call(client, "chat.delete", channel=general, ts=own["ts"])
    assert await error(client, "chat.delete", channel=general, ts=own["ts"]) == "message_not_found"
    assert ada.sees() == ["mine", "psst"]


async def test_an_ephemeral_needs_its_reader_in_the_channel(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    grace = slack.add_user("Grace")
    books = slack.add_channel("books", ada)
    assert await error(client, "chat.postEphemeral", channel=books.id, user=grace.id, text="psst") == "user_not_in_channel"
    await call(client, "chat.postEphemeral", channel=books.id, user=ada.id, text="psst")
    assert (await call(client, "conversations.history", channel=books.id))["messages"] == []


async def test_metadata_is_shown_only_when_asked_for(slack: LoopbackSlack, client: AsyncWebClient) -> None:
    told = {"event_type": "told", "event_payload": {"delivery": "42"}}
    posted = await call(client, "chat.postMessage", channel=slack.general.id, text="hi", metadata=told)
    await call(client, "chat.postMessage", channel=slack.general.id, text="reply", metadata=told, thread_ts=posted["ts"])
    for method in ("conversations.history", "conversations.replies"):
        asked = {"channel": slack.general.id, "ts": posted["ts"]}
        bare, full = await call(client, method, **asked), await call(client, method, **asked, include_all_metadata=True)
        assert not any("metadata" in message for message in bare["messages"])
        assert [message["metadata"] for message in full["messages"]] == [told] * len(full["messages"])
    assert len((await call(client, "conversations.history", channel=slack.general.id))["messages"]) == 1, "replies are not in the channel"


async def test_history_is_paged_newest_first_and_bounded(slack: LoopbackSlack, client: AsyncWebClient) -> None:
    ts = [(await call(client, "chat.postMessage", channel=slack.general.id, text=str(n)))["ts"] for n in range(5)]
    first = await call(client, "conversations.history", channel=slack.general.id, limit=2)
    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    assert first["has_more"]
    second = await call(
        client, "conversations.history", channel=slack.general.id, limit=9, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [message["text"] for message in second["messages"]] == ["2", "1", "0"]
    after = await call(client, "conversations.history", channel=slack.general.id, oldest=ts[2])
    assert [message["text"] for message in after["messages"]] == ["4", "3"]
    one = await call(client, "conversations.history", channel=slack.general.id, latest=ts[2], inclusive=True, limit=1)
    assert [message["text"] for message in one["messages"]] == ["2"]
    assert await error(client, "conversations.history", channel=slack.general.id, cursor="soon") == "invalid_cursor"


async def test_private_conversations_open_once_and_only_with_people(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    grace, bot = slack.add_user("Grace"), slack.workspace.bot.id
    one = await call(client, "conversations.open", users=[ada.id])
    assert (await call(client, "conversations.open", users=[ada.id]))["channel"]["id"] == one["channel"]["id"] == ada.dm.id
    group = await call(client, "conversations.open", users=[ada.id, grace.id])
    await call(client, "chat.postMessage", channel=group["channel"]["id"], text="Meet each other")
    assert ada.sees() == grace.sees() == ["Meet each other"]
    assert await error(client, "conversations.open", users=bot) == "cannot_dm_bot"
    assert await error(client, "conversations.open", users="U0") == "user_not_found"
    assert await error(client, "conversations.open") == "not_enough_users"
    assert await error(client, "conversations.open", users=",".join([ada.id] * 9)) == "too_many_users"
    grace.user.gone = True
    assert await error(client, "conversations.open", users=grace.id) == "user_disabled"
    assert await error(client, "users.info", user="U0") == "user_not_found"
    assert (await call(client, "users.info", user=ada.id))["user"]["tz"] == "Europe/London"


async def test_a_trigger_opens_one_view_within_three_seconds(slack: LoopbackSlack, client: AsyncWebClient, ada: Person, now: Hands) -> None:
    good, old, inside = (slack.workspace.issue_trigger(ada.id) for _ in range(3))
    await call(client, "views.open", trigger_id=good, view=modal())
    assert await error(client, "views.open", trigger_id=good, view=modal()) == "exchanged_trigger_id"
    assert await error(client, "views.open", trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"
    assert await error(client, "views.push", trigger_id=inside, view=modal()) == "invalid_trigger_id", "not earned in a modal"
    now.at += 3.1
    assert await error(client, "views.open", trigger_id=old, view=modal()) == "expired_trigger_id"


async def test_a_view_is_checked_and_its_external_id_is_its_own(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    asked = {"type": "input", "label": plain("?"), "element": {"type": "plain_text_input", "action_id": "a"}}
    wrong = {
        "must be less than 25 characters [json-pointer:/view/title/text]": modal(title=plain("x" * 25)),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]": modal(private_metadata="x" * 3001),
        "no more than 100 items allowed [json-pointer:/view/blocks]": modal(blocks=[section()] * 101),
        "missing required field: submit [json-pointer:/view]": modal(blocks=[asked]),
    }
    for words, view in wrong.items():
        body = await refusal(client, "views.open", trigger_id=slack.workspace.issue_trigger(ada.id), view=view)
        assert body == {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [f"[ERROR] {words}"]}}
    grace = slack.add_user("Grace")
    await call(client, "views.open", trigger_id=slack.workspace.issue_trigger(ada.id), view=modal(external_id="x"))
    trigger = slack.workspace.issue_trigger(grace.id)
    assert await error(client, "views.open", trigger_id=trigger, view=modal(external_id="x")) == "duplicate_external_id"


async def test_a_stale_hash_does_not_overwrite_a_newer_view(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    opened = (await call(client, "views.open", trigger_id=slack.workspace.issue_trigger(ada.id), view=modal(external_id="x")))["view"]
    await call(client, "views.update", external_id="x", hash=opened["hash"], view=modal(title=plain("Newer"), external_id="x"))
    assert await error(client, "views.update", view_id=opened["id"], hash=opened["hash"], view=modal()) == "hash_conflict"
    assert ada.view
    assert ada.view.title == "Newer"
    home = {"type": "home", "blocks": [section()]}
    first = (await call(client, "views.publish", user_id=ada.id, view=home))["view"]
    await call(client, "views.publish", user_id=ada.id, view=home)
    assert await error(client, "views.publish", user_id=ada.id, view=home, hash=first["hash"]) == "hash_conflict"
    await ada.dismiss()
    assert await error(client, "views.update", view_id=opened["id"], view=modal()) == "not_found"


async def test_a_response_url_ends_after_half_an_hour(slack: LoopbackSlack, ada: Person, now: Hands) -> None:
    url = slack.workspace.issue_response_url(ada.id, slack.general)
    hook = AsyncWebhookClient(url, retry_handlers=[])
    assert (await hook.send(text="hello")).status_code == 200
    assert (await hook.send(blocks=[{"type": "bogus"}])).status_code == 400
    now.at += 1801
    late = await hook.send(text="late")
    assert (late.status_code, late.body) == (404, "expired_url")
    assert ada.sees() == ["hello"]


async def test_everybody_a_message_pings_is_counted(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    blocks = [section(f"<@{ada.id}> and @here"), {**section("@channel"), "text": {"type": "mrkdwn", "text": "@channel", "verbatim": True}}]
    await call(
        client, "chat.postMessage", channel=slack.general.id, text="x", blocks=[*blocks, {"type": "header", "text": plain("<!channel>")}]
    )
    assert [(ping.target, ping.guessed) for ping in slack.workspace.pings] == [(ada.id, False), ("here", True)]
    slack.workspace.pings.clear()
    await call(client, "chat.postMessage", channel=slack.general.id, text="&lt;!channel&gt; <!everyone> <!subteam^S1> @here")
    assert [ping.target for ping in slack.workspace.pings] == ["everyone", "S1"]
    assert ada.sees()[-1] == "<!channel> @everyone @subteam^S1 @here"


async def test_times_are_shown_in_each_readers_zone(slack: LoopbackSlack, client: AsyncWebClient, ada: Person) -> None:
    sam = slack.add_user("Sam", tz="America/New_York")
    await call(client, "chat.postMessage", channel=slack.general.id, text="*Lunch* <!date^1795717800^{date_long} at {time}|a Thursday>")
    assert ada.sees() == ["Lunch Thursday, November 26th, 2026 at 18:30"]
    assert sam.sees() == ["Lunch Thursday, November 26th, 2026 at 13:30"]


async def test_a_published_schema_is_a_second_judge_where_there_is_one(
    slack: LoopbackSlack, client: AsyncWebClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = {"definitions": {"Message": {"properties": {"blocks": {"items": {"required": ["block_id"]}}}}}}
    (tmp_path / "slack-blockkit.schema.json").write_text(json.dumps(strict))
    monkeypatch.setenv("WALLFLOWER_SPECS", str(tmp_path))
    await call(client, "chat.postMessage", channel=slack.general.id, text="x", blocks=[section(block_id="b")])
    assert slack.workspace.breaches == []
    await call(client, "chat.postMessage", channel=slack.general.id, text="x", blocks=[section()])
    assert slack.workspace.breaches == ['message: "block_id" is a required property at /blocks/0']
    slack.workspace.breaches.clear()
    (tmp_path / "slack-manifest-v2.schema.json").write_text(json.dumps({"required": ["display_information"]}))
    slack.install({})
    assert slack.workspace.breaches == ['manifest: "display_information" is a required property at /']
