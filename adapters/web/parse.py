"""What the page sends, checked and turned into events. Nothing of it is trusted: a button is words like any other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from adapters.web.people import PLATFORM, WORKSPACE, Citizen, Message, place_of
from adapters.web.town import Town
from bot.chat import Cog, MessageRef, Person, Place
from bot.chat.inbound import Pressed, Submitted, Suggesting, Typed
from bot.chat.typed import prefill, split_command

LONGEST = 20_000
"""Characters of any one thing typed that are looked at; the core says kindly what is too long, this only guards the door."""

LONGEST_ROUTE = 65

_ROUTE = re.compile(r"[a-z_]{1,32}\.[a-z_]{1,32}")


class Bad(ValueError):
    """A request nobody pressing buttons on our page could make, or about something gone. `status` is HTTP's."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, where, on which message."""

    id: str
    citizen: Citizen
    place: Place
    on: Message | None

    @property
    def person(self) -> Person:
        """Them, as the core knows them."""
        return Person(PLATFORM, WORKSPACE, self.citizen.user, self.citizen.name)

    @property
    def message(self) -> MessageRef | None:
        """The message, as the core knows it."""
        return MessageRef(self.place, str(self.on.id)) if self.on else None


def text(body: object, name: str, most: int = LONGEST) -> str:
    """A string of the request, empty if it isn't there. Raises Bad."""
    value = cast("dict[str, Any]", body).get(name, "") if isinstance(body, dict) else None
    if not isinstance(value, str) or len(value) > most:
        raise Bad(f"{name} isn't right")
    return value


def citizen(town: Town, user: str) -> Citizen:
    """Somebody who lives here. Raises Bad."""
    if user not in town.people:
        raise Bad("Nobody of that name lives here.", 404)
    return town.people[user]


async def act(town: Town, body: object) -> Act:
    """The part every request shares: `as`, `id`, and a `place` with its `thread`, or a `message`. Raises Bad."""
    who = citizen(town, text(body, "as", 40))
    on = await _visible(town, who, text(body, "message", 20))
    channel, thread = (on.channel, on.thread) if on else (text(body, "place", 200), text(body, "thread", 20))
    if channel not in town.channels or not town.channels[channel].admits(who.user):
        raise Bad("There is no such place here.", 404)
    if thread:
        await _visible(town, who, thread)
    event = text(body, "id", 64)
    if not event:
        raise Bad("id is missing")
    return Act(f"{who.user}:{event}", who, place_of(channel, thread), on)


async def _visible(town: Town, who: Citizen, message_id: str) -> Message | None:
    if not message_id:
        return None
    message = await town.message(int(message_id)) if message_id.isdecimal() and len(message_id) < 18 else None
    if message is None or message.to not in {"", who.user} or not town.channels[message.channel].admits(who.user):
        raise Bad("That message is gone.", 404)
    return message


def pressed(by: Act, body: object) -> Pressed:
    """A button or a menu. Raises Bad when its words have not even the right shape."""
    route, _, payload = text(body, "do", 200).partition(":")
    if not _ROUTE.fullmatch(route):
        raise Bad("do isn't right")
    return Pressed(
        id=by.id, person=by.person, place=by.place, message=by.message, route=route, payload=payload, chosen=text(body, "chosen", 200)
    )


def submitted(by: Act, body: object) -> Submitted:
    """A form. Raises Bad."""
    values = cast("dict[str, Any]", body).get("values")
    if not isinstance(values, dict) or len(cast("dict[str, Any]", values)) > 25:
        raise Bad("values aren't right")
    named = {str(name): text(cast("dict[str, Any]", values), str(name)) for name in cast("dict[str, Any]", values)}
    return Submitted(id=by.id, person=by.person, place=by.place, message=by.message, draft=text(body, "draft", 64), values=named)


def suggesting(by: Act, body: object) -> Suggesting:
    """Somebody typing into a field that suggests. Raises Bad."""
    return Suggesting(
        id=by.id,
        person=by.person,
        place=by.place,
        message=by.message,
        route=text(body, "route", LONGEST_ROUTE),
        field=text(body, "field", 64),
        typed=text(body, "typed", 300),
    )


def typed(by: Act, words: str, cogs: Mapping[str, Cog]) -> Typed:
    """A command as one line. One of no name we know goes to the core as it stands, which says so kindly."""
    name, _, rest = words.removeprefix("/").strip().partition(" ")
    cog = cogs.get(name.casefold())
    declared, left = split_command(rest, cog.commands()) if cog else (None, "")
    route = declared.route if declared else f"{name}.{rest.partition(' ')[0]}".casefold()[:LONGEST_ROUTE]
    asks = [ask for form in declared.forms for ask in form.asks] if declared else []
    values = prefill(asks, left) if asks else {}
    return Typed(id=by.id, person=by.person, place=by.place, message=by.message, route=route, values=values)
