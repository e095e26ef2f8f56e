"""Shows what the core answered to what somebody did."""

from __future__ import annotations

import asyncio
from typing import assert_never

from adapters.web.parse import Act
from adapters.web.people import Json, Message
from adapters.web.render import addressed, card_json, sheet_json
from adapters.web.town import Town
from bot.app import App, Late
from bot.chat import Answer, Button, Card, Change, Fact, Nothing, Open, Say, Sheet
from bot.chat.inbound import Event


class Answers:
    """Hands events to the core and puts its answers on the page, at once or when they come."""

    def __init__(self, app: App, town: Town) -> None:
        self._app = app
        self._town = town
        self._following: set[asyncio.Task[None]] = set()

    async def take(self, by: Act, event: Event) -> Json:
        """What the page should do next: `open` a form with this `sheet`, or nothing, the words having arrived as a message."""
        answer = await self._app.promptly(event)
        if isinstance(answer, Late):
            waiting = await self.privately(by, Card(body="Working on it…"))
            follow = asyncio.create_task(self._follow(by, waiting, answer.rest))
            self._following.add(follow)
            follow.add_done_callback(self._following.discard)
            return {"answer": "late"}
        if isinstance(answer, Open):
            return {"answer": "open", "sheet": sheet_json(answer.sheet)}
        await self._show(by, answer)
        return {"answer": "shown"}

    async def privately(self, by: Act, card: Card) -> Message:
        """A private answer: theirs alone until they dismiss it."""
        return await self._town.post(by.place.channel, {"card": card_json(card)}, thread=by.place.thread, to=by.citizen.user)

    async def _follow(self, by: Act, waiting: Message, rest: asyncio.Task[Answer]) -> None:
        answer = await asyncio.shield(rest)
        await self._town.take_away(waiting)
        await self._show(by, Say(_to_mend(answer.sheet)) if isinstance(answer, Open) else answer)

    async def _show(self, by: Act, answer: Say | Change | Nothing | Open) -> None:
        match answer:
            case Change(card):
                await self._instead(by, card)
            case Say(card, private=True, instead=True) if by.on and by.on.to:
                await self._instead(by, card)
            case Say(card, private=True):
                await self.privately(by, card)
            case Say(card):
                await self._town.post(by.place.channel, {"card": card_json(card)}, thread=by.place.thread, pings=addressed(card))
            case Nothing() | Open():
                pass
            case _:
                assert_never(answer)

    async def _instead(self, by: Act, card: Card) -> None:
        if by.on is None or await self._town.change(by.on.id, {"card": card_json(card)}) is None:
            await self.privately(by, card)

    async def stop(self) -> None:
        """Let go of answers still to come; the core owns the work itself."""
        for follow in list(self._following):
            follow.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)


def _to_mend(sheet: Sheet) -> Card:
    """A form that could not be opened in time: what is wrong, and a way back to it."""
    facts = tuple(Fact(field.ask.label, field.error) for field in sheet.errors)
    return Card(title=sheet.title, body=sheet.note, facts=facts, controls=(Button("Fix it", "draft.fix", sheet.draft, "go"),))
