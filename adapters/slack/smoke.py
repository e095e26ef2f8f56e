"""A few true words with a real workspace: `python -m adapters.slack.smoke CHANNEL_ID`, with Slack's two tokens in the environment.

Says what worked, posts one message and one reply in that channel, and takes them away again.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from secrets import token_hex

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.doctor import examine
from adapters.slack.outcomes import code_of
from adapters.slack.port import SlackPort
from adapters.slack.render import blocks
from adapters.slack.voice import FAILURES
from adapters.slack.web import session, web_client, write
from bot.chat.card import Button, Card, Fact, LinkButton, Menu, Option, Seats
from bot.chat.errors import PortError
from bot.chat.people import MessageRef, Place
from bot.chat.text import Link, Strong, Text, When
from bot.config import SlackSettings
from bot.finding import Finding

FULL = Card(
    "Wallflower tries its voice",
    Text("This is a ", Strong("test"), " & goes away by itself. <!channel> is nobody. ", Link("A link", "https://example.org/?a=1&b=2")),
    facts=(Fact("When", Text(When(datetime(2030, 11, 26, 18, 30, tzinfo=UTC), "Europe/London"))), Fact("Where", "Here")),
    seats=Seats(3, 8, "5 seats left"),
    controls=(
        Button("Nothing happens", "smoke.nothing", 1, "go"),
        LinkButton("A link", "https://example.org"),
        Menu("Choose", "smoke.choose", (Option("a", "A", "the first"), Option("b", "B"))),
    ),
    note="No action is needed.",
)


async def smoke(settings: SlackSettings, bot_token: str, app_token: str, channel: str) -> AsyncGenerator[Finding]:
    """Every look and every word, one finding each."""
    found = await examine(settings, bot_token, app_token)
    for finding in found:
        yield finding
    web = web_client(settings.api_url, bot_token)
    async with session() as web.session:
        yield await _validated(web)
        if not found[0].ok:
            return
        me = await write(web, "auth.test")
        port = SlackPort(web)
        port.introduce(me["team_id"], me["user_id"])
        posted: list[MessageRef] = []
        async with aclosing(_spoken(port, Place("slack", me["team_id"], channel), posted)) as words:
            async for finding in words:
                yield finding
        yield await _cleared(web, posted)


async def _validated(web: AsyncWebClient) -> Finding:
    """What Slack's own checker says of a full card. It needs no token, only the internet."""
    try:
        await write(web, "blocks.validate", blocks=blocks(FULL, frozenset()))
    except SlackApiError as error:
        return Finding(code_of(error) == "unknown_method", f"Slack's checker of blocks says: {code_of(error) or 'nothing'}.")
    except FAILURES as error:
        return Finding(True, f"Slack's checker of blocks can't be reached ({type(error).__name__}); not asked.")
    return Finding(True, "Slack's checker of blocks has nothing to say against ours.")


async def _spoken(port: SlackPort, place: Place, posted: list[MessageRef]) -> AsyncGenerator[Finding]:
    """Post, look, edit, look again, reply, look."""
    try:
        mark = token_hex(6)
        ref = await port.send(place, FULL, mark)
        posted.append(ref)
        yield Finding(True, f"Posted {ref.id}.")
        yield Finding(await port.find(place, mark) == ref, "The message is found by its mark.")
        await port.edit(ref, Card("Wallflower tries its voice", "Edited."))
        yield Finding(await port.find(place, mark) == ref, "It is still found after an edit.")
        under, reply_mark = place.under(ref.id), token_hex(6)
        reply = await port.send(under, Card(body="A reply."), reply_mark)
        posted.append(reply)
        yield Finding(await port.find(under, reply_mark) == reply, "A reply is found in its thread.")
    except PortError as error:
        yield Finding(False, f"It stopped there: {error}")


async def _cleared(web: AsyncWebClient, posted: list[MessageRef]) -> Finding:
    """Take away what was posted, replies first."""
    try:
        for ref in reversed(posted):
            await write(web, "chat.delete", channel=ref.place.channel, ts=ref.id)
    except FAILURES as error:
        return Finding(False, f"Something of mine may be left in the channel ({error}).", "delete it by hand.")
    return Finding(True, "Everything posted was taken away again.")


async def told(findings: AsyncIterator[Finding]) -> bool:
    """Print them as they come; whether all is well."""
    well = True
    async for finding in findings:
        well &= finding.ok
        line = f"{'ok  ' if finding.ok else 'LOOK'}  {finding.words}{f'  Next: {finding.next}' if finding.next else ''}"
        print(line, flush=True)  # noqa: T201  what this is for
    return well


def main() -> int:
    """0 when all is well."""
    tokens = [os.environ.get(f"WALLFLOWER_SLACK_{name}", "") for name in ("BOT_TOKEN", "APP_TOKEN")]
    if len(sys.argv) != 2 or not all(tokens):
        print(__doc__)  # noqa: T201
        return 2
    api_url = os.environ.get("WALLFLOWER_SLACK_API_URL", SlackSettings().api_url)
    return 0 if asyncio.run(told(smoke(SlackSettings(api_url=api_url), tokens[0], tokens[1], sys.argv[1]))) else 1


if __name__ == "__main__":
    sys.exit(main())
