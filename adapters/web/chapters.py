"""The chapters of the first five minutes. Each looks at the town: what to try next, or None once it has happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adapters.web.people import Citizen, Json, Message, direct_with
from adapters.web.town import Town
from bot.clock import DAY, Wall, say_date

ANNOUNCE = "/meetup new"
SEATS = "2"
LEAVING = "can't make it"
"""The label of the button that frees a seat; the one that takes a seat is the card's own `go`."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far the story is: `done` steps; the message announced; at which opening of the town."""

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


class Chapters:
    """`star` says who plays a part."""

    def __init__(self, town: Town, star: Callable[[str], Citizen | None]) -> None:
        self._town, self._star = town, star

    async def announce(self, _told: Told) -> Next | None:
        """An organiser has announced a meetup."""
        if await self.announced():
            return None
        organiser = self._star("organiser")
        preview = await self._newest_with_go(organiser.user, list(self._town.channels)) if organiser else None
        go = _go(preview) if preview else None
        if preview and go and not await self._town.presses(go["do"]):
            hint = "Read it over: the date is written out in full. Nobody else has seen it yet."
            return Next(organiser, go["label"], hint, _press(preview, go))
        if preview and not await self._pinned_since(preview):
            return _wait("It is being pinned up…")
        hint = "You are an organiser. The form is filled in already; change what you like."
        do = {"kind": "form", "words": f"{ANNOUNCE} seats:{SEATS}", "values": self._invitation()}
        return Next(organiser, "Announce a meetup", hint, do)

    async def _pinned_since(self, preview: Message) -> bool:
        """Whether it was announced, and taken back since: then it all begins again."""
        pinned = [await self._town.newest(place, "", "title", thread="") for place in self._boards()]
        return any(message is not None and message.id > preview.id for message in pinned)

    def _invitation(self) -> dict[str, str]:
        now = self._town.now()
        thursday = next_thursday(Wall.of(now, "Europe/London").at.date())
        return {"title": "Pub meet-up", "when": f"{say_date(thursday)}, 6.30pm", "where": "The Laurieston, Glasgow"}

    def _boards(self) -> list[str]:
        return [channel.id for channel in self._town.channels.values() if not channel.direct]

    async def announced(self) -> Message | None:
        """The meetup announced last."""
        found = [await self._town.newest(place, "", "seats", thread="") for place in self._boards()]
        return max((card for card in found if card), key=lambda card: card.id, default=None)

    async def seats(self, told: Told) -> Next | None:
        """Three people have tried for a seat."""
        card = await self._town.message(told.card)
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
        free = (star for part in ("newcomer", "second", "third") if (star := self._star(part)) and star.user not in took)
        return Next(next(free, None), going["label"], hints[len(took)], _press(card, going))

    async def free(self, told: Told) -> Next | None:
        """One gave a seat back, and whoever was next has taken it."""
        card = await self._town.message(told.card)
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
        return _wait("The offer is on its way…")

    async def jump(self, told: Told) -> Next | None:
        """The day before has come, and the reminder with it."""
        card = await self._town.message(told.card)
        when = starts(card) if card else None
        if card is None or when is None:
            return None
        eve, now = when - DAY, self._town.now()
        if now < eve:
            hint = "The reminder reaches whoever is going: in the meetup’s thread, or directly."
            return Next(None, "Jump to the day before", hint, {"kind": "travel", "to": eve.isoformat()})
        if now > when or await self._reminded(card, eve):
            return None
        return _wait("The reminder is on its way…")

    async def _reminded(self, card: Message, since: datetime) -> bool:
        """Whether Wallflower wrote since then under the card, or directly to anybody who pressed something on it."""
        going = _go(card)
        pressers = {user for user, _ in await self._town.presses(going["do"])} if going else set[str]()
        under = await self._town.newest(card.channel, "", "title", thread=str(card.id))
        directly = [await self._town.newest(direct_with(user), "", "title") for user in pressers]
        return any(message is not None and message.at >= since for message in (under, *directly))

    async def restart(self, told: Told) -> Next | None:
        """The program was stopped and started."""
        if self._town.openings > told.opening:
            return None
        return _wait("Where you started me, press Ctrl-C, then type: make run. Everything will still be here.")

    async def _newest_with_go(self, user: str, places: list[str]) -> Message | None:
        found = [await self._town.newest(place, user, "go") for place in places if self._town.channels[place].admits(user)]
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


def _wait(hint: str) -> Next:
    return Next(None, "", hint, {"kind": "wait"})


def _press(message: Message, control: Json) -> Json:
    return {"kind": "press", "place": message.channel, "message": str(message.id), "do": control["do"]}


def starts(card: Message) -> datetime | None:
    """When the meetup on a card begins."""
    shown = card.body["card"]
    words: list[Json | str] = [span for fact in shown["facts"] for span in fact["words"]] + shown["body"]
    whens = [datetime.fromisoformat(span["when"]) for span in words if not isinstance(span, str) and "when" in span]
    return min(whens, default=None)
