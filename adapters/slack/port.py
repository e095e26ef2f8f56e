"""What the core says, said on Slack. Called by the delivery loop alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.outcomes import code_of, outcome
from adapters.slack.pace import Pace
from adapters.slack.render import message
from adapters.slack.shapes import Json, nodes, text
from adapters.slack.web import read, write
from bot.chat.card import Card
from bot.chat.errors import Never, NotNow, PortError, Unreadable
from bot.chat.occasion import Occasion
from bot.chat.people import MessageRef, Person, Place

EVENT: Final = "wallflower_delivery"
PAGE: Final = 200
PAGES: Final = 5
"""How far back to look: a thousand messages. Beyond that nobody can tell, and a person decides."""
SAYS_NOTHING: Final = frozenset({"thread_not_found", "message_not_found"})


class SlackPort:
    """One workspace."""

    platform = "slack"
    remembers = timedelta()
    direct_budget: Mapping[timedelta, int] = {}

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web
        self._team = ""
        self._bot = ""
        self._pace = Pace()
        self._direct: dict[str, str] = {}

    def introduce(self, team: str, bot: str) -> None:
        """Which workspace this is, and our own user id there: a delivery id in anybody else's message means nothing."""
        self._team, self._bot = team, bot

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """Post the card, with the delivery id in its metadata."""
        place = await self._place(to)
        said: Json = message(card, private=isinstance(to, Person)) | {
            "channel": place.channel,
            "thread_ts": place.thread or None,
            "metadata": {"event_type": EVENT, "event_payload": {"id": delivery}},
            "unfurl_links": False,
            "unfurl_media": False,
            "link_names": False,
        }
        try:
            answer = await self._call("chat.postMessage", said)
        except Never as never:
            if not _is(never, {"not_in_channel"}) or not await self._joined(place):
                raise
            answer = await self._call("chat.postMessage", said)
        return MessageRef(place, text(answer, "ts"))

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """Make the message read as this card. Its metadata stays: Slack keeps what an edit does not mention."""
        shown = message(card, private=ref.place.direct)
        await self._call("chat.update", {"channel": ref.place.channel, "ts": ref.id, "link_names": False, **shown})

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """Look for the delivery among our own recent messages there."""
        place = await self._place(to)
        try:
            async for each in self._recent(place):
                if each.get("user") == self._bot and text(each, "metadata", "event_payload", "id") == delivery:
                    return MessageRef(place, text(each, "ts"))
        except Never as gone:
            raise Unreadable(gone.words) from gone
        return None

    async def gather(self, people: Sequence[Person], topic: str) -> Place:
        """A group conversation of these people and the bot. The same people share it for ever, so its topic is not ours to set."""
        del topic
        return await self._open([person.user for person in people])

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> None:
        """Slack keeps no list of events."""

    async def _place(self, to: Place | Person) -> Place:
        if isinstance(to, Place):
            return to
        known = self._direct.get(to.user)
        if known is None:
            known = self._direct[to.user] = (await self._open([to.user])).channel
        return Place("slack", self._team, known, direct=True)

    async def _joined(self, place: Place) -> bool:
        """Whether we could join: an organiser chose the channel, and a public one takes us without being asked."""
        try:
            await self._call("conversations.join", {"channel": place.channel})
        except PortError:
            return False
        return True

    async def _open(self, users: list[str]) -> Place:
        try:
            answer = await self._call("conversations.open", {"users": ",".join(users)})
        except PortError as error:
            # Opening a conversation says nothing to anybody: when in doubt, it can be done again.
            raise error if isinstance(error, Never | NotNow) else NotNow(str(error)) from error
        return Place("slack", self._team, text(answer, "channel", "id"), direct=True)

    async def _recent(self, place: Place) -> AsyncIterator[Json]:
        method = "conversations.replies" if place.thread else "conversations.history"
        more: Json = {"channel": place.channel, "limit": PAGE, "include_all_metadata": True}
        if place.thread:
            more["ts"] = place.thread
        for _ in range(PAGES):
            page = await self._page(method, more)
            for each in nodes(page, "messages"):
                yield each
            cursor = text(page, "response_metadata", "next_cursor")
            if not cursor:
                return
            more["cursor"] = cursor
        raise Unreadable("There is too much since to look through.")

    async def _page(self, method: str, more: Json) -> Json:
        try:
            return await self._call(method, more, read)
        except PortError as error:
            if _is(error, SAYS_NOTHING):
                return {}
            raise error if isinstance(error, Never | NotNow) else NotNow(str(error)) from error

    async def _call(self, method: str, arguments: Json, call: Callable[..., Awaitable[Json]] = write) -> Json:
        if not self._bot:
            raise NotNow("Slack is not connected yet.", timedelta(seconds=1))
        channel = str(arguments.get("channel", ""))
        await self._pace.turn(method, channel)
        try:
            return await call(self._web, method, **arguments)
        except Exception as error:
            result = outcome(error)
            if isinstance(result, NotNow) and result.after:
                self._pace.slow(method, channel, result.after)
            raise result from error


def _is(error: PortError, codes: AbstractSet[str]) -> bool:
    """Whether it came of one of these answers of Slack's."""
    return isinstance(error.__cause__, SlackApiError) and code_of(error.__cause__) in codes
