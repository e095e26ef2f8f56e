"""Setting Slack up: the manifest, and what the doctor finds."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from adapters.slack import outcomes
from adapters.slack.connect import steps, tried
from adapters.slack.doctor import examine
from adapters.slack.manifest import EVENTS, SCOPES, manifest
from adapters.slack.smoke import smoke
from bot.config import SlackSettings
from cogs import COGS
from tests.adapters.slack_bot import Bot, connected
from tests.loopback.slack import LoopbackSlack


async def no_read(query: object, *args: object) -> None:
    """The manifest reads nothing."""


ALL = {cog.name: cog(no_read) for cog in COGS}
COMMANDS = [f"/{cog.name}" for cog in COGS if cog.commands()]
"""A feature may be nothing but buttons on other features' cards."""


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as slack:
        yield slack


@pytest.mark.parametrize("address", ["", "https://wallflower.example.org/"])
def test_the_manifest_is_one_slack_takes(address: str) -> None:
    folder = os.environ.get("WALLFLOWER_SPECS")
    made = manifest(ALL, prefix="wf-", address=address)
    assert len(made["features"]["slash_commands"]) == len(COMMANDS)
    assert all(len(command["command"]) <= 32 for command in made["features"]["slash_commands"])
    if folder:
        schema = json.loads((Path(folder) / "slack-manifest-v2.schema.json").read_text())
        jsonschema_rs.validator_for(schema).validate(made)


def test_every_feature_has_its_command_and_only_http_has_addresses() -> None:
    socket, http = manifest(ALL), manifest(ALL, address="https://wallflower.example.org")
    assert [command["command"] for command in socket["features"]["slash_commands"]] == COMMANDS
    assert "https" not in json.dumps(socket)
    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["event_subscriptions"]["request_url"] == "https://wallflower.example.org/slack/events"
    assert all(command["url"].startswith("https://") for command in http["features"]["slash_commands"])


async def test_with_what_the_manifest_asks_for_and_no_more_everything_works(tmp_path: Path) -> None:
    async with connected(tmp_path, prefix="wf-") as bot:
        slack = bot.slack
        slack.install(manifest(bot.house.app.cogs, prefix="wf-"))
        ada, tom = slack.add_user("Ada"), slack.add_user("Tom")
        await ada.slash("/wf-walk", "new Hill walk", slack.general)
        await bot.settle()
        await ada.fill_and_submit({"When?": "2030-11-26", "At what time?": "18:30"})
        await ada.reads("26 November, 18:30")
        await ada.shortcut("wallflower")
        await bot.settle()
        await ada.dismiss()
        await ada.mention("walk list", slack.general)
        await ada.writes("walk list")
        await ada.open_home()
        await slack.arrives("Grace")
        await bot.settle()
        await everything_sent(bot, ada.id, tom.id)
        refused = [call.method for call in slack.calls if call.reply.get("error") == "missing_scope"]
        assert refused == []


async def everything_sent(bot: Bot, *people: str) -> None:
    """All a port does, once."""
    from bot.chat import Card, Person, Place

    port, team = bot.gateway.port, bot.slack.workspace.team_id
    card = Card(body="Hello")
    elsewhere = bot.slack.add_channel("elsewhere", with_app=False)
    for to in (
        Person("slack", team, people[0]),
        Place("slack", team, elsewhere.id),
        await port.gather([Person("slack", team, each) for each in people], "x"),
    ):
        ref = await port.send(to, card, "d1")
        await port.edit(ref, card)
        assert await port.find(to, "d1") == ref


def test_every_scope_says_why_and_no_event_is_unheard() -> None:
    assert all(reason for reason in SCOPES.values())
    assert list(EVENTS) == sorted(EVENTS)


def of(slack: LoopbackSlack, **more: Any) -> SlackSettings:
    return SlackSettings(api_url=slack.base_url, **more)


async def test_good_tokens_are_found_good(slack: LoopbackSlack) -> None:
    slack.install(manifest(ALL))
    found = await examine(of(slack), slack.bot_token, slack.app_token)
    assert [each.ok for each in found] == [True, True, True], found


async def test_a_missing_permission_is_named_with_what_it_is_for(slack: LoopbackSlack) -> None:
    made = manifest(ALL)
    made["oauth_config"]["scopes"]["bot"].remove("im:write")
    slack.install(made)
    found = await examine(of(slack), slack.bot_token, slack.app_token)
    assert [(each.ok, "im:write (to write to people who asked" in each.words) for each in found] == [
        (True, False),
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_tokens_slack_does_not_take_are_told_with_what_to_do(slack: LoopbackSlack, code: str) -> None:
    slack.spoil_tokens(code)
    found = await examine(of(slack), slack.bot_token, slack.app_token)
    assert not any(each.ok for each in found)
    assert all(code in each.words and "connect slack" in each.next for each in found)


async def test_http_needs_the_signing_secret_and_no_app_token(slack: LoopbackSlack) -> None:
    slack.install(manifest(ALL))
    assert [each.ok for each in await examine(of(slack, mode="http"), slack.bot_token)] == [True, True, False]
    assert [each.ok for each in await examine(of(slack, mode="http"), slack.bot_token, signing_secret="s")] == [True, True, True]


async def test_a_slack_out_of_reach_is_said_to_be() -> None:
    found = await examine(SlackSettings(api_url="http://127.0.0.1:9/api/"), "xoxb-1", "xapp-1")
    assert [each.ok for each in found] == [False, False]
    assert "can't be reached" in found[0].words


async def test_swapped_tokens_are_noticed_before_slack_is_asked(slack: LoopbackSlack) -> None:
    found = await tried(of(slack), slack.app_token, slack.bot_token)
    assert "swapped" in found[0].words
    assert slack.calls == []


def test_connecting_is_one_paste_and_two_tokens() -> None:
    words = steps(ALL, SlackSettings())
    assert '"/meetup"' in words
    assert words.index("xapp-") < words.index("xoxb-")


async def test_the_smoke_test_says_what_worked_and_leaves_nothing_behind(slack: LoopbackSlack) -> None:
    slack.install(manifest(ALL))
    slack.general.members.append(slack.workspace.bot.id)
    found = [finding async for finding in smoke(of(slack), slack.bot_token, slack.app_token, slack.general.id)]
    assert all(finding.ok for finding in found), found
    assert len(found) == 9
    assert slack.general.messages == []


async def test_the_smoke_test_says_where_it_stopped(slack: LoopbackSlack) -> None:
    slack.install(manifest(ALL))
    found = [finding async for finding in smoke(of(slack), slack.bot_token, slack.app_token, "C0NOWHERE")]
    assert "That Slack channel is gone" in next(finding.words for finding in found if not finding.ok)


def test_the_page_about_slack_names_every_permission_and_every_refusal() -> None:
    page = (Path(__file__).parents[2] / "docs" / "slack.md").read_text(encoding="utf-8")
    assert [scope for scope, reason in SCOPES.items() if f"| `{scope}` | {reason} |" not in page] == []
    codes = {code for code in (*outcomes._NEVER, *outcomes._CLOSED_TO_US, *outcomes._UNKNOWN) if f"`{code}`" not in page}
    assert codes <= {"cannot_reply_to_message", "no_permission", "not_allowed", "user_not_visible"}
