"""The answer to what somebody did, shown where they did it.

One class for each kind of place an answer can appear. `at_once` is what goes into the acknowledgement; what does not fit there is shown
by `show`, at once afterwards or, when the answer took long, later. Where one way is closed (a response_url is used up, three seconds are
over) the next is tried, and what could not be shown at all is in the log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from adapters.slack import views
from adapters.slack.parse import Origin
from adapters.slack.render import message
from adapters.slack.shapes import Json
from adapters.slack.voice import Voice
from bot.chat.answer import Answer, Change, Nothing, Open, Say, Sheet
from bot.chat.card import Button, Card

log = structlog.get_logger(__name__)
WORKING = Card(body="Working on it…")


class Surface(Protocol):
    """Where an answer appears."""

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
class AfterForm(InConversation):
    """A form was sent. Its errors belong into it; its answer where the form was asked for, or in its place when that is nowhere."""

    view_id: str = ""
    draft: str = ""
    blocks: frozenset[str] = frozenset()
    _waited: bool = False

    def at_once(self, answer: Answer) -> Json | None:
        """As `Surface` says."""
        match answer:
            case Open(sheet):
                return self._errors(sheet) or self._update(views.form(sheet, remembered(self.origin, sheet)))
            case Say(card) | Change(card) if not self.origin.response_url:
                return self._update(views.shown(card, self.origin.remembered()))
            case Nothing():
                return {"response_action": "clear"}
            case _:
                return None

    def _errors(self, sheet: Sheet) -> Json | None:
        """Errors inside the form itself, when it is the same form and holds every field at fault."""
        places = {field.ask.name: next(iter({field.ask.name, f"{field.ask.name}.date"} & self.blocks), "") for field in sheet.errors}
        if sheet.draft != self.draft or not places or not all(places.values()):
            return None
        return {"response_action": "errors", "errors": {places[field.ask.name]: field.error for field in sheet.errors}}

    @staticmethod
    def _update(view: Json) -> Json:
        return {"response_action": "update", "view": view}

    def meanwhile(self) -> Json:
        """As `Surface` says."""
        self._waited = True
        return self._update(views.waiting())

    async def wait(self) -> None:
        """The modal says so."""

    async def show(self, answer: Answer) -> None:
        """As `Surface` says."""
        if not self._waited:
            await super().show(answer)
        elif isinstance(answer, Open):
            await self.voice.update(self.view_id, views.form(answer.sheet, remembered(self.origin, answer.sheet)))
        else:
            card = Card(body="Done.") if isinstance(answer, Nothing) else answer.card
            if not await self.voice.update(self.view_id, views.shown(card, self.origin.remembered())):
                await super().show(answer)


@dataclass
class InModal:
    """A press in a modal: the answer takes its place, so that modals never pile up."""

    voice: Voice
    origin: Origin
    view_id: str
    hash: str

    def at_once(self, answer: Answer) -> Json | None:
        """As `Surface` says."""
        return {} if isinstance(answer, Nothing) else None

    def meanwhile(self) -> Json:
        """As `Surface` says."""
        return {}

    async def wait(self) -> None:
        """As `Surface` says."""
        await self.voice.update(self.view_id, views.waiting())
        self.hash = ""

    async def show(self, answer: Answer) -> None:
        """As `Surface` says."""
        match answer:
            case Open(sheet):
                view = views.form(sheet, remembered(self.origin, sheet))
            case Say(card) | Change(card):
                view = views.shown(card, self.origin.remembered())
            case Nothing():
                view = views.shown(Card(body="Done."))
        if not await self.voice.update(self.view_id, view, self.hash) and isinstance(answer, Say | Change):
            await self.voice.respond(self.origin.response_url, private(answer.card))


@dataclass
class OverPage:
    """A press on somebody's own page, or a shortcut from anywhere: the answer opens over it."""

    voice: Voice
    origin: Origin
    trigger: str
    _modal: str = ""

    def at_once(self, answer: Answer) -> Json | None:
        """As `Surface` says."""
        return {} if isinstance(answer, Nothing) else None

    def meanwhile(self) -> Json:
        """As `Surface` says."""
        return {}

    async def wait(self) -> None:
        """As `Surface` says."""
        self._modal = await self.voice.open(self.trigger, views.waiting())

    async def show(self, answer: Answer) -> None:
        """As `Surface` says."""
        match answer:
            case Open(sheet):
                view = views.form(sheet, remembered(self.origin, sheet))
            case Say(card) | Change(card):
                view = views.shown(card, self.origin.remembered())
            case Nothing():
                return
        shown = self.voice.update(self._modal, view) if self._modal else self.voice.open(self.trigger, view)
        if not await shown:
            log.warning("an answer was not shown", user=self.origin.user)


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
