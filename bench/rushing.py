"""A thousand people press one card within ten seconds: the loopback Discord and Slack they do it on, and what those saw."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final, Generic, TypeVar

from bench.discord import TOKEN
from bench.discord import Door as DiscordDoor
from bench.slack import Door as SlackDoor
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.world import walk
from tests.loopback.slack import LoopbackSlack, payloads
from tests.loopback.slack.errors import NoAnswer

PRESSES: Final = 1000
SECONDS: Final = 10
QUIET: Final = 7
"""Seconds without an edit after which the card is taken to have settled: more than twice what there is between two edits."""
AT_LAST: Final = 60
"""Seconds in which whoever was not answered in time is waited for."""

T = TypeVar("T")


class Stamped(list[T], Generic[T]):
    """What came in, and when, in seconds of a clock that only goes forwards."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[float] = []

    def append(self, item: T, /) -> None:
        """As a list does it."""
        super().append(item)
        self.at.append(perf_counter())

    def when(self, wanted: Callable[[T], bool]) -> list[float]:
        """When those came that are wanted."""
        return [at for item, at in zip(self, self.at, strict=True) if wanted(item)]


@dataclass(frozen=True, slots=True)
class Rush:
    """What the platform saw of it: seconds to each answer; private answers shown; edits of the card, and the most in so short a time.

    `rule`: what the platform allows; `busiest`: the most it saw in that time; `refused`: how often it said no.
    """

    waits: Sequence[float]
    answers: int
    edits: int
    rule: str
    busiest: int
    refused: int
    card: str


async def rush(press: Callable[[int], Awaitable[float]]) -> list[float]:
    """Everybody presses once, at a fixed rate whether or not the last is answered. Returns how long each waited for the first answer."""
    began, asked = perf_counter(), list[asyncio.Task[float]]()
    for number in range(PRESSES):
        await asyncio.sleep(max(0.0, began + number * SECONDS / PRESSES - perf_counter()))
        asked.append(asyncio.ensure_future(press(number)))
    waits = await asyncio.gather(*asked, return_exceptions=True)
    return [wait for wait in waits if isinstance(wait, float)]


async def settled(edits: Callable[[], int], answers: Callable[[], int]) -> None:
    """Wait until everybody has an answer, however late, and then until the card has not been edited for a while."""
    with suppress(TimeoutError):
        async with asyncio.timeout(AT_LAST):
            while answers() < PRESSES:  # noqa: ASYNC110 - what is counted is a list of the platform's, which rings no bell
                await asyncio.sleep(0.1)
    before = -1
    while True:
        now = edits()
        if now == before:
            return
        before = now
        await asyncio.sleep(QUIET)


def most_within(stamps: Sequence[float], seconds: float) -> int:
    """The most there were in any such time."""
    first, most = 0, 0
    for last, at in enumerate(stamps):
        while at - stamps[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


# --- Discord ----------------------------------------------------------------------------------------------------------------------


def be_discord(pipe: Any) -> None:
    """Be a server: say where it is, wait for the card, have it pressed, say what was seen."""
    asyncio.run(_be_discord(pipe))


async def _be_discord(pipe: Any) -> None:
    async with LoopbackDiscord(TOKEN, judging=False) as server:
        seen = server.requests = Stamped[tuple[str, str]]()
        people = [server.person(f"P{number}") for number in range(PRESSES)]
        world = server.world
        pipe.send(DiscordDoor(server.api_url, server.gateway.address, world.guild, world.announcements, tuple(each.id for each in people)))
        await asyncio.to_thread(pipe.recv)
        card = world.posts()[-1]

        async def press(number: int) -> float:
            return (await people[number].press(card, "I'll be there")).taken

        waits = await rush(press)

        def shown() -> int:
            return sum(bool(message.seen_by) for message in world.messages[card.channel].values())

        await settled(lambda: card.edits, shown)
        words = " | ".join(each["content"] for each in walk(card.body["components"]) if each["type"] == 10)
        edits = seen.when(lambda one: one[0] == "PATCH" and one[1] == f"/channels/{card.channel}/messages/{card.id}")
        pipe.send(Rush(waits, shown(), card.edits, "5 edits in 5 s", most_within(edits, 5), 0, words))
        await asyncio.to_thread(pipe.recv)


# --- Slack ------------------------------------------------------------------------------------------------------------------------


def be_slack(pipe: Any) -> None:
    """As `be_discord`; it refuses whatever is more than Slack documents as allowed."""
    asyncio.run(_be_slack(pipe))


async def _be_slack(pipe: Any) -> None:
    async with LoopbackSlack() as slack:
        slack.rates.enforced = True
        seen = slack.calls = Stamped[Any]()
        people = [slack.add_user(f"P{number}") for number in range(PRESSES)]
        slack.general.members.append(slack.workspace.bot.id)
        names = tuple(person.id for person in people)
        pipe.send(SlackDoor(slack.base_url, slack.bot_token, slack.app_token, slack.workspace.team_id, slack.general.id, names))
        await asyncio.to_thread(pipe.recv)
        await slack.sockets.connected()
        card = slack.general.messages[-1]
        button = next(each for block in card.blocks for each in block.get("elements", []) if each["type"] == "button")

        async def press(number: int) -> float:
            action = {"type": "button", "block_id": "b1", "action_id": button["action_id"], "value": button.get("value", "")}
            payload = payloads.block_actions(slack.workspace, people[number].user, card, action, {})
            since = perf_counter()
            try:
                await slack.courier.interact("interactive", payload, people[number].name, wants_answer=False)
            except NoAnswer as late:
                raise TimeoutError from late
            return perf_counter() - since

        waits = await rush(press)
        await settled(lambda: len(slack.called("chat.update")), lambda: len(slack.workspace.ephemerals))
        edits = seen.when(lambda call: call.method == "chat.update")
        answers = len(slack.workspace.ephemerals)
        pipe.send(Rush(waits, answers, len(edits), "50 edits a minute", most_within(edits, 60), slack.rates.refused, card.text))
        await asyncio.to_thread(pipe.recv)
