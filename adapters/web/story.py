"""The first five minutes: what to try next, ticked off by what has truly happened in the town, whoever did it and however."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from adapters.web.live import Live
from adapters.web.people import Citizen, Json, Message, direct_with
from adapters.web.town import Town
from bot.clock import DAY, Wall, say_date

STEPS = (
    "Announce a meetup",
    "Become {newcomer}, who is new",
    "Free a seat",
    "Jump to the day before",
    "Stop it and start it again",
)
CAST = {"organiser": "Priya", "newcomer": "Tom", "second": "Ailsa", "third": "Jo"}
"""Who plays whom, if they live here; else somebody else of that kind."""

ANNOUNCE = "/meetup new"
SEATS = "2"
LEAVING = "can't make it"
"""The label of the button that frees a seat; the one that takes a seat is the card's own `go`."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far the story is: `done` steps; the message announced; the press that took each seat; the opening step 5 waits to pass."""

    done: int = 0
    card: int = 0
    opening: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing to try: who does it, in words, and how the page does it for you."""

    who: Citizen | None
    label: str
    hint: str
    do: Json

    def as_json(self) -> Json:
        """As the page reads it."""
        return {
            "as": self.who.user if self.who else "",
            "name": self.who.name if self.who else "",
            "label": self.label,
            "hint": self.hint,
            "do": self.do,
        }


class Story:
    """Looks at the town whenever something happened there, and tells the pages when the story has moved on."""

    def __init__(self, town: Town, live: Live) -> None:
        self._town, self._live = town, live
        self._told = Told()
        self._now: Json = {}
        self._stirred = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Take up where it was left."""
        kept: dict[str, Any] = json.loads(await self._town.files.note("story", "{}"))
        self._told = Told(**kept)
        self._looking = asyncio.create_task(self._look())

    def stir(self) -> None:
        """Something happened; have a look."""
        self._stirred.set()

    async def stop(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            before, now = self._now, await self.as_json()
            if now != before:
                self._live.publish("story", now)

    async def as_json(self) -> Json:
        """The steps with what is done, and the next thing to try; `next` is None when all is told."""
        upcoming = await self._turn_pages()
        names = {part: star.name.split()[0] for part in CAST if (star := self.star(part))}
        steps = [words.format_map({**CAST, **names}) for words in STEPS]
        self._now = {"steps": steps, "done": self._told.done, "next": upcoming.as_json() if upcoming else None, "eve": await self._eve()}
        return self._now

    async def _eve(self) -> str | None:
        """The day before the meetup announced last, while that is still ahead."""
        card = await self._announced()
        when = _starts(card) if card else None
        return (when - DAY).isoformat() if when and when - DAY > self._town.now() else None

    async def _turn_pages(self) -> Next | None:
        chapters: list[Callable[[], Awaitable[Next | None]]] = [self._announce, self._seats, self._free, self._jump, self._restart]
        while self._told.done < len(chapters):
            upcoming = await chapters[self._told.done]()
            if upcoming:
                return upcoming
            await self._keep(replace(self._told, done=self._told.done + 1))
        return None

    async def _keep(self, told: Told) -> None:
        self._told = told
        await self._town.files.keep("story", json.dumps(asdict(told)))

    # --- who plays ----------------------------------------------------------------------------------------------------------------

    def star(self, part: str) -> Citizen | None:
        """Who plays this part, if anybody lives here who can."""
        return dict(self._casting()).get(part)

    def _casting(self) -> Iterator[tuple[str, Citizen]]:
        free = list(self._town.people.values())
        for part, first_name in CAST.items():
            able = [citizen for citizen in free if citizen.organiser == (part == "organiser")] or free
            chosen = next((citizen for citizen in able if citizen.name.split()[0] == first_name), able[0] if able else None)
            if chosen:
                free.remove(chosen)
                yield part, chosen

    # --- the chapters: each says what to try next, or None once it has happened ----------------------------------------------------

    async def _announce(self) -> Next | None:
        card = await self._announced()
        if card:
            await self._keep(replace(self._told, card=card.id))
            return None
        organiser = self.star("organiser")
        preview = await self._newest_with_go(organiser.user, list(self._town.channels)) if organiser else None
        if preview and (go := _go(preview)):
            return Next(
                organiser, go["label"], "Read it over: the date is written out in full. Nobody else has seen it yet.", _press(preview, go)
            )
        hint = "You are an organiser. The form is filled in already; change what you like."
        return Next(
            organiser, "Announce a meetup", hint, {"kind": "form", "words": f"{ANNOUNCE} seats:{SEATS}", "values": self._invitation()}
        )

    def _invitation(self) -> dict[str, str]:
        now = self._town.now()
        thursday = next_thursday(Wall.of(now, "Europe/London").at.date())
        return {"title": "Pub meet-up", "when": f"{say_date(thursday)}, 6.30pm", "where": "The Laurieston, Glasgow"}

    async def _announced(self) -> Message | None:
        places = [channel.id for channel in self._town.channels.values() if not channel.direct]
        found = [await self._town.newest(place, "", having="seats", thread="") for place in places]
        return max((card for card in found if card), key=lambda card: card.id, default=None)

    async def _seats(self) -> Next | None:
        card = await self._town.message(self._told.card)
        going = _go(card) if card else None
        if card is None or going is None:
            return None
        took = {user for user, message in await self._town.presses(going["do"]) if message == card.id}
        hints = (
            "Take a seat. What comes back is for you alone.",
            "Somebody else takes the last seat.",
            "And one more: they will be 1st in line.",
        )
        if len(took) >= len(hints):
            return None
        free = (star for part in ("newcomer", "second", "third") if (star := self.star(part)) and star.user not in took)
        return Next(next(free, None), going["label"], hints[len(took)], _press(card, going))

    async def _free(self) -> Next | None:
        card = await self._town.message(self._told.card)
        going, leaving = (_go(card), _leaving(card)) if card else (None, None)
        if card is None or going is None or leaving is None:
            return None
        took = await self._town.presses(going["do"])
        seated = [user for user, message in took if message == card.id]
        left = {user for user, _ in await self._town.presses(leaving["do"])}
        if not left:
            hint = "Something came up. The seat goes to whoever is 1st in line."
            return Next(self._town.people.get(seated[0]), leaving["label"], hint, _press(card, leaving))
        hopeful = [user for user in seated[1:] if user not in left]
        if not hopeful or any(user in hopeful and message != card.id for user, message in took):
            return None
        return await self._accept(card, hopeful)

    async def _accept(self, card: Message, hopeful: list[str]) -> Next:
        for user in hopeful:
            offer = await self._newest_with_go(user, [direct_with(user)])
            if offer and offer.id > card.id and (go := _go(offer)):
                hint = "A seat is offered to you directly, and held while you think."
                return Next(self._town.people[user], go["label"], hint, _press(offer, go))
        return Next(None, "", "The offer is on its way…", {"kind": "wait"})

    async def _jump(self) -> Next | None:
        card = await self._town.message(self._told.card)
        when = _starts(card) if card else None
        if card is None or when is None:
            return None
        eve, now = when - DAY, self._town.now()
        if now < eve:
            hint = "The reminder reaches whoever is going: in the meetup’s thread, or directly."
            return Next(None, "Jump to the day before", hint, {"kind": "travel", "to": eve.isoformat()})
        if now > when or await self._reminded(card, eve):
            return None
        return Next(None, "", "The reminder is on its way…", {"kind": "wait"})

    async def _reminded(self, card: Message, since: datetime) -> bool:
        """Whether Wallflower wrote since then under the card, or directly to anybody who pressed something on it."""
        going = _go(card)
        pressers = {user for user, _ in await self._town.presses(going["do"])} if going else set[str]()
        under = await self._town.newest(card.channel, "", having="title", thread=str(card.id))
        directly = [await self._town.newest(direct_with(user), "", having="title") for user in pressers]
        return any(message is not None and message.at >= since for message in (under, *directly))

    async def _restart(self) -> Next | None:
        if not self._told.opening:
            await self._keep(replace(self._told, opening=self._town.openings))
        if self._town.openings > self._told.opening:
            return None
        return Next(None, "", "Where you started me, press Ctrl-C, then type: make run. Everything will still be here.", {"kind": "wait"})

    async def _newest_with_go(self, user: str, places: list[str]) -> Message | None:
        found = [await self._town.newest(place, user, having="controls[0]") for place in places if self._town.channels[place].admits(user)]
        theirs = [message for message in found if message and (message.to == user or message.channel == direct_with(user)) and _go(message)]
        return max(theirs, key=lambda message: message.id, default=None)


def next_thursday(today: date) -> date:
    """The Thursday of next week: far enough for reminders to come, near enough to look forward to."""
    return today + timedelta(days=7 - today.weekday() + 3)


def _controls(message: Message) -> list[Json]:
    return [control for control in message.body.get("card", {}).get("controls", ()) if control["kind"] == "button"]


def _go(message: Message) -> Json | None:
    return next((control for control in _controls(message) if control["look"] == "go"), None)


def _leaving(message: Message) -> Json | None:
    return next((control for control in _controls(message) if control["label"].replace("’", "'").casefold() == LEAVING), None)


def _press(message: Message, control: Json) -> Json:
    return {"kind": "press", "place": message.channel, "message": str(message.id), "do": control["do"]}


def _starts(card: Message) -> datetime | None:
    shown = card.body["card"]
    words: list[Json | str] = [span for fact in shown["facts"] for span in fact["words"]] + shown["body"]
    whens = [datetime.fromisoformat(span["when"]) for span in words if not isinstance(span, str) and "when" in span]
    return min(whens, default=None)
