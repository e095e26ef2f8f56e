"""What the page asks for and what people do on it, as JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from aiohttp import web

from adapters.web import parse
from adapters.web.answers import Answers
from adapters.web.live import Live
from adapters.web.parse import Bad
from adapters.web.people import Citizen, Json, direct_with
from adapters.web.render import card_json
from adapters.web.story import Story
from adapters.web.town import Town
from adapters.web.travel import Travel
from bot.app import App
from bot.chat import Card, Declared, Person
from bot.chat.inbound import AtHome

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Api:
    """One method for each thing asked or done. Everything that changes something is a POST with `as` and `id`."""

    def __init__(self, app: App, town: Town, live: Live, answers: Answers, travel: Travel, story: Story) -> None:
        self._app, self._town, self._live = app, town, live
        self._answers, self._travel, self._story = answers, travel, story

    def routes(self) -> list[web.RouteDef]:
        """Where each lives."""
        asked = {"town": self._town_now, "place": self._place, "home": self._home}
        done = {"type": self._type, "press": self._press, "submit": self._submit, "suggest": self._suggest, "dismiss": self._dismiss}
        done |= {"read": self._read, "travel": self._go}
        return [
            web.get("/api/live", _kindly(self._listen)),
            *(web.get(f"/api/{name}", _kindly(_answering(ask))) for name, ask in asked.items()),
            *(web.post(f"/api/{name}", _kindly(_doing(do))) for name, do in done.items()),
        ]

    # --- asked ----------------------------------------------------------------------------------------------------------------

    async def _town_now(self, request: web.Request) -> Json:
        after = self._live.latest
        user = request.query.get("as", "")
        me = self._town.people.get(user) or self._story.star("organiser")
        if me is None:
            raise Bad("Nobody lives here yet.", 404)
        return {
            "me": me.user,
            "title": self._town.title,
            "people": [_person(citizen) for citizen in self._town.people.values()],
            "places": await self._places(me),
            "commands": [_command(declared) for cog in self._app.cogs.values() for declared in cog.commands()],
            "clock": self._travel.as_json(),
            "story": await self._story.as_json(),
            "after": after,
        }

    async def _places(self, me: Citizen) -> list[Json]:
        unread = await self._town.unread(me.user)
        return [
            {"id": place.id, "name": place.name, "direct": place.direct, "members": list(place.members)}
            | dict(zip(("new", "pinged"), unread.get(place.id, (0, 0)), strict=True))
            for place in sorted(self._town.places_of(me.user), key=lambda place: place.direct)
        ]

    async def _place(self, request: web.Request) -> Json:
        by = await parse.act(self._town, {**request.query, "id": "-"})
        return {"messages": [message.as_json() for message in await self._town.messages(by.place.channel, by.citizen.user)]}

    async def _home(self, request: web.Request) -> Json:
        who = parse.citizen(self._town, request.query.get("as", ""))
        by = await parse.act(self._town, {"as": who.user, "id": uuid4().hex, "place": direct_with(who.user)})
        cards = await self._app.home(AtHome(id=by.id, person=by.person, place=by.place))
        return {"cards": [card_json(card) for card in cards]}

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        who = parse.citizen(self._town, request.query.get("as", ""))
        line = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await line.prepare(request)
        async for happening in self._live.listen(who.user, request.headers.get("Last-Event-ID", "")):
            await line.write(happening.wire() if happening else b": still here\n\n")
        return line

    # --- done -----------------------------------------------------------------------------------------------------------------

    async def _type(self, body: Json) -> Json:
        by, words = await parse.act(self._town, body), parse.text(body, "words")
        if not words.strip():
            return {"answer": "shown"}
        if words.startswith("/"):
            return await self._answers.take(by, parse.typed(by, words, self._app.cogs))
        await self._town.post(by.place.channel, {"words": words[:4000]}, thread=by.place.thread, author=by.citizen.user)
        if by.place.direct:
            await self._answers.privately(by, Card(body="I read commands only. Type / to see what I can do."))
        return {"answer": "shown"}

    async def _press(self, body: Json) -> Json:
        by = await parse.act(self._town, body)
        event = parse.pressed(by, body)
        answer = await self._answers.take(by, event)
        if by.on:
            await self._town.pressed(by.citizen.user, by.on.id, parse.text(body, "do", 200))
            self._story.stir()
        return answer

    async def _submit(self, body: Json) -> Json:
        by = await parse.act(self._town, body)
        return await self._answers.take(by, parse.submitted(by, body))

    async def _suggest(self, body: Json) -> Json:
        by = await parse.act(self._town, body)
        options = await self._app.suggest(parse.suggesting(by, body))
        return {"options": [{"value": o.value, "label": o.label, "about": o.about} for o in options]}

    async def _dismiss(self, body: Json) -> Json:
        by = await parse.act(self._town, body)
        if by.on is None or not by.on.to:
            raise Bad("Only your private answers can be put away.")
        await self._town.take_away(by.on)
        return {}

    async def _read(self, body: Json) -> Json:
        by = await parse.act(self._town, body)
        if by.on:
            await self._town.saw(by.citizen.user, by.place.channel, by.on.id)
        return {}

    async def _go(self, body: Json) -> Json:
        parse.citizen(self._town, parse.text(body, "as", 40))
        try:
            hours = body.get("hours")
            moment = (
                self._town.now() + timedelta(hours=hours) if isinstance(hours, int) else datetime.fromisoformat(parse.text(body, "to", 40))
            )
            await self._travel.to(moment)
        except (ValueError, OverflowError, TypeError) as unwilling:
            raise Bad(str(unwilling), 409) from None
        self._story.stir()
        return self._travel.as_json()


def _person(citizen: Citizen) -> Json:
    known = Person("web", "town", citizen.user)
    return {
        "user": citizen.user,
        "name": citizen.name,
        "zone": citizen.zone,
        "about": citizen.about,
        "organiser": citizen.organiser,
        "id": str(known),
    }


def _command(declared: Declared) -> Json:
    asks = [ask for form in declared.forms for ask in form.asks]
    return {
        "words": declared.words,
        "route": declared.route,
        "about": declared.about,
        "only": declared.only or "",
        "asks": [
            {"name": ask.name, "kind": ask.kind, "label": ask.label, "hint": ask.hint, "suggests": ask.suggest is not None}
            | {"options": [{"value": o.value, "label": o.label, "about": o.about} for o in ask.options]}
            for ask in asks
            if ask.short
        ],
    }


def _kindly(handler: Handler) -> Handler:
    async def kindly(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Bad as bad:
            return web.json_response({"sorry": str(bad)}, status=bad.status)
        except ConnectionError:  # the page went away while we were talking to it
            return web.Response()

    return kindly


def _answering(ask: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    async def answering(request: web.Request) -> web.StreamResponse:
        return web.json_response(await ask(request))

    return answering


def _doing(do: Callable[[Json], Awaitable[Json]]) -> Handler:
    async def doing(request: web.Request) -> web.StreamResponse:
        try:
            body: Any = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            raise Bad("That isn't JSON.") from None
        if not isinstance(body, dict):
            raise Bad("That isn't an object.")
        return web.json_response(await do(body))  # pyright: ignore[reportUnknownArgumentType]  parse looks at each part

    return doing
