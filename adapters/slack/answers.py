"""The answer to what somebody did, shown where they did it.

One class for each kind of place an answer can appear. `at_once` is what goes into the acknowledgement; what does not fit there is shown
by `show`, at once afterwards or, when the answer took long, later. Where one way is closed (a response_url is used up, three seconds are
over) the next is tried, and what could not be shown at all is in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from adapters.slack import views
from adapters.slack.parse import Origin
from adapters.slack.render import message
from adapters.slack.shapes import Json
from adapters.slack.voice import Voice
from bot.chat.answer import Answer, Change, Nothing, Open, Say, Sheet
from bot.chat.card import Attachment, Button, Card

log = structlog.get_logger(__name__)
WORKING = Card(body="Working on it…")


class Surface(Protocol):
    """Where an answer appears, and whose it is."""

    voice: Voice
    origin: Origin

    def at_once(self, answer: Answer) -> Json | None:
        """The acknowledgement that is the whole answer; None when there is more to show."""
        ...

    def meanwhile(self) -> Json:
        """The acknowledgement while the answer is still being worked out."""
        ...

    async def wait(self) -> None:
        """Say that it takes longer, where the acknowledgement could not."""
        ...

    async def show(self, answer: Answer) -> None:
        """Show the answer. Never raises but CancelledError."""
        ...


def fix_card(sheet: Sheet) -> Card:
    """What stands where a form cannot be opened now: what is wrong with it, and a button that opens it."""
    wrong = "\n".join(f"{field.ask.label} {field.error}" for field in sheet.errors)
    return Card(sheet.title, wrong or sheet.note, controls=(Button("Fix it" if wrong else "Fill it in", "draft.fix", sheet.draft),))


def files_in(answer: Answer) -> Sequence[Attachment]:
    """The files that go with an answer."""
    return answer.card.files if isinstance(answer, Say | Change) else ()


def private(card: Card) -> Json:
    """A message for one person."""
    return {"response_type": "ephemeral", "replace_original": False, **message(card, private=True)}


def public(card: Card) -> Json:
    """A message for everybody there."""
    return {"response_type": "in_channel", "replace_original": False, **message(card)}


def in_place(card: Card) -> Json:
    """Instead of the message that was pressed. Nobody is notified by a change."""
    return {"replace_original": True, **message(card, private=True)}


@dataclass
class InConversation:
    """A message in a channel, or for one person in it: after a command, a press on a message, a message shortcut."""

    voice: Voice
    origin: Origin
    trigger: str = ""
    command: bool = False

    def at_once(self, answer: Answer) -> Json | None:
        """As `Surface` says."""
        if isinstance(answer, Nothing):
            return {}
        if not self.command:
            return None
        match answer:
            case Say(card, is_private):
                return private(card) if is_private else public(card)
            case Change(card):
                return private(card)
            case _:
                return None

    def meanwhile(self) -> Json:
        """As `Surface` says."""
        return private(WORKING) if self.command else {}

    async def wait(self) -> None:
        """As `Surface` says."""
        if not self.command:
            await self.voice.respond(self.origin.response_url, private(WORKING))

    async def show(self, answer: Answer) -> None:
        """As `Surface` says."""
        match answer:
            case Open(sheet):
                if not await self.voice.open(self.trigger, views.form(sheet, remembered(self.origin, sheet))):
                    await self._say(private(fix_card(sheet)), fix_card(sheet))
            case Change(card):
                await self._say(private(card) if self.command else in_place(card), card)
            case Say(card, is_private, instead):
                replacing = instead and self.origin.ephemeral
                await self._say(in_place(card) if replacing else private(card) if is_private else public(card), card)
            case Nothing():
                pass

    async def _say(self, payload: Json, card: Card) -> None:
        if await self.voice.respond(self.origin.response_url, payload):
            return
        if self.trigger and await self.voice.open(self.trigger, views.shown(card, self.origin.remembered())):
            return
        if not await self.voice.whisper(self.origin, message(card, private=True)):
            log.warning("an answer was not shown", user=self.origin.user, channel=self.origin.channel)


@dataclass
class InReply:
    """Somebody wrote to the bot: a mention in a channel, a direct message. There is no form to open, only a button that opens one."""

    voice: Voice
    origin: Origin

    def at_once(self, answer: Answer) -> Json | None:
        """As `Surface` says."""
        return {} if isinstance(answer, Nothing) else None

    def meanwhile(self) -> Json:
        """As `Surface` says."""
        return {}

    async def wait(self) -> None:
        """As `Surface` says."""
        await self._say(WORKING)

    async def show(self, answer: Answer) -> None:
        """As `Surface` says."""
        match answer:
            case Open(sheet):
                await self._say(fix_card(sheet))
            case Say(card) | Change(card):
                await self._say(card)
            case Nothing():
                pass

    async def _say(self, card: Card) -> None:
        direct = self.origin.place.direct
        payload = message(card, private=True)
        if not await (self.voice.write(self.origin, payload) if direct else self.voice.whisper(self.origin, payload)):
            log.warning("an answer was not shown", user=self.origin.user, channel=self.origin.channel)


def remembered(origin: Origin, sheet: Sheet) -> str:
    """What a form's view remembers: where its answer belongs, and whose suggestions to ask for."""
    return replace(origin, route=sheet.route).remembered()
