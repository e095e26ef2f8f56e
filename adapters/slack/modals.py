"""Answers where there is a modal, or where only one can be opened."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from adapters.slack import views
from adapters.slack.answers import InConversation, private, remembered
from adapters.slack.parse import Origin
from adapters.slack.shapes import Json
from adapters.slack.voice import Voice
from bot.chat.answer import Answer, Change, Nothing, Open, Say, Sheet
from bot.chat.card import Card

log = structlog.get_logger(__name__)


@dataclass
class AfterForm(InConversation):
    """A form was sent. Its errors belong into it; its answer where the form was asked for, or in its place when that is nowhere."""

    view_id: str = ""
    draft: str = ""
    blocks: frozenset[str] = frozenset()
    _waited: bool = field(default=False, init=False)

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
    _modal: str = field(default="", init=False)

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
