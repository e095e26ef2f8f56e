"""One door in: route -> who -> form -> handler -> answer, and the one error boundary."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot import drafts
from bot.app import asking, half, who
from bot.app.registry import Registry
from bot.app.turn import Step, Tools, Turn
from bot.app.who import WhichGroup
from bot.app.wiped import wiped
from bot.chat import Answer, Card, Cog, Declared, MessageRef, Nothing, Occasion, Option, Refusal, Say
from bot.chat.inbound import Altered, Arrived, AtHome, Event, Inbound, Interested, Pressed, Submitted, Suggesting, Typed
from bot.chat.limits import most
from bot.chat.translations import Translation
from bot.clock import Clock
from bot.outbox import rows, settle
from bot.store import Store
from bot.tally import Tally

log = structlog.get_logger("wallflower.door")

PROMPT = 1.5
"""Seconds an answer may take and still be the acknowledgement itself; both platforms give up after 3."""


BY_HAND = {
    "changed": "Somebody changed it there by hand, so it no longer says what the announcement says. Trying again puts it right.",
    "gone": "Somebody took it off the list by hand. Trying again puts it there anew.",
}


@dataclass(frozen=True, slots=True)
class Late:
    """The answer takes longer: acknowledge, then await `rest` and show what it gives. It never raises."""

    rest: asyncio.Task[Answer]


class App:
    """The core as an adapter sees it. All comes in by `handle` (or `promptly`), `suggest`, `home` and `altered`; none raises."""

    def __init__(
        self, store: Store, clock: Clock, cogs: Sequence[type[Cog]], wake: Callable[[], None] = lambda: None, tally: Tally | None = None
    ) -> None:
        self.store = store
        self.tally = tally or Tally()
        self.clock = clock
        self.wake = wake
        self.outside = ""
        """Where public pages are served, once they are: see `Call.outside`."""
        self.registry = Registry(cogs, self._read)
        self.languages: Sequence[Translation] = ()
        self._tools = Tools(store, clock, self.registry, lambda: self.wake(), lambda: self.outside)  # noqa: PLW0108  `wake` is set once there is an alarm to ring
        self._owned: set[asyncio.Task[Answer]] = set()

    @property
    def cogs(self) -> Mapping[str, Cog]:
        """Every cog by name, in listing order."""
        return self.registry.cogs

    async def promptly(self, event: Event, within: float = PROMPT) -> Answer | Late:
        """The answer, if it comes in `within` seconds, to be the acknowledgement."""
        task = asyncio.create_task(self.handle(event))
        self._owned.add(task)
        task.add_done_callback(self._owned.discard)
        done, _ = await asyncio.wait({task}, timeout=within)
        return task.result() if done else Late(task)

    async def handle(self, event: Event) -> Answer:
        """What to answer: this is the error boundary for everything people do."""
        began = self.clock.monotonic()
        try:
            return await self._route(wiped(event))
        except Refusal as no:
            return Say(Card(body=no.words))
        except drafts.Again:
            return Nothing()
        except Exception as broken:  # noqa: BLE001  the one boundary
            ref = self._report(event, broken)
            return Say(Card(body=f"Sorry, that broke on our side (ref {ref}). Nothing was lost."))
        finally:
            self.tally.answers[type(event).__name__.lower()].add(self.clock.monotonic() - began)

    async def suggest(self, event: Suggesting) -> list[Option]:
        """Up to 25 suggestions for a field somebody is typing into; none when anything is amiss."""
        try:
            return await self._suggestions(wiped(event))
        except (Refusal, WhichGroup):
            return []
        except Exception as broken:  # noqa: BLE001  nobody can be told while they type
            self._report(event, broken)
            return []

    async def altered(self, event: Altered) -> None:
        """An entry of ours on a list of events was changed by hand. Never raises; the desk says so from now on."""
        words = BY_HAND["gone" if event.gone else "changed"]
        try:
            await self.store.write(lambda conn: settle.altered(conn, str(event.message), words, gone=event.gone))
        except Exception:
            log.exception("could not write down that an event was changed by hand")

    async def occasion(self, message: MessageRef) -> Occasion | None:
        """What an entry on a list of events should say just now; None for none of ours, or one that no longer applies. Never raises."""
        try:
            ours = await self.store.read(lambda conn: rows.shown_as(conn, str(message)))
            found = await self.registry.renderers[ours[0]](ours[1]) if ours else None
        except Exception:
            log.exception("could not tell what an event should say")
            return None
        return found if isinstance(found, Occasion) else None

    async def home(self, event: AtHome) -> list[Card]:
        """What somebody's own page shows, feature by feature."""
        turn = Turn(self._tools, event)
        anywhere = Declared("command", "home", anywhere=True)
        try:
            call = turn.call(Step(anywhere, await turn.caller(anywhere)))
            return [card for cog in self.cogs.values() for card in await cog.home(call)] if call.in_group else []
        except Refusal as no:
            return [Card(body=no.words)]
        except Exception as broken:  # noqa: BLE001  as in `handle`
            return [Card(body=f"Sorry, this page broke on our side (ref {self._report(event, broken)}). Commands still work.")]

    async def drain(self) -> None:
        """Wait for everything still being worked on."""
        while self._owned:
            await asyncio.wait(set(self._owned))

    # --- behind the door --------------------------------------------------------------------------------------------------------

    async def _route(self, event: Event) -> Answer:
        turn = Turn(self._tools, event)
        match event:
            case Typed():
                return await turn.begin(self.registry.command(event.route), values=event.values)
            case Submitted():
                return await half.submitted(turn, event)
            case Pressed(route="draft.fix" | "draft.edit" | "draft.group"):
                return await half.pressed(turn, event)
            case Pressed():
                return await self._pressed(turn, event)
            case Arrived() | Interested() | AtHome():
                await self._noticed(turn, event)
                return Nothing()

    async def _pressed(self, turn: Turn, event: Pressed) -> Answer:
        declared = self.registry.pressed(event.route)
        if declared.sort == "confirm":
            return await half.confirmed(turn, event, declared)
        return await turn.begin(declared, event.payload, chosen=event.chosen)

    async def _noticed(self, turn: Turn, event: Arrived | Interested | AtHome) -> None:
        """What nobody reads an answer to."""
        match event:
            case Arrived():
                await self._arrived(turn)
            case Interested():
                await self._interested(turn, event)
            case AtHome():
                pass

    async def _arrived(self, turn: Turn) -> None:
        for declared in self.registry.arrivals:
            try:
                caller = await turn.caller(declared)
            except WhichGroup:
                continue  # nobody is greeted by a question
            await self.registry.handler(declared)(turn.call(Step(declared, caller)))

    async def _interested(self, turn: Turn, event: Interested) -> None:
        """To whatever put the entry there; one that isn't ours is nobody's."""
        ours = await self.store.read(lambda conn: rows.shown_as(conn, str(event.message)))
        declared = self.registry.interest(ours[0]) if ours else None
        if ours and declared:
            caller = await turn.caller(declared, ours[1])
            step = Step(declared, caller, ours[1], "yes" if event.yes else "no")
            await self.registry.handler(declared)(turn.call(step))

    async def _suggestions(self, event: Suggesting) -> list[Option]:
        declared = self.registry.any(event.route)
        suggest = next((ask.suggest for ask in asking.asks_of(declared.forms) if ask.name == event.field), None)
        if suggest is None:
            return []
        caller = await who.resume(self.store, self.clock.now(), event, declared, None)
        found = await self.store.read(lambda conn: suggest(conn, caller, event.typed))
        return list(found)[: most("suggestions")]

    async def _read(self, query: Callable[..., Any], *args: object) -> Any:
        return await self.store.read(lambda conn: query(conn, *args))

    def _report(self, event: Inbound, broken: Exception) -> str:
        """Write down what broke, in ids and names of ours only. Returns the reference people are given."""
        self.tally.broken += 1
        ref = secrets.token_hex(2)
        route = getattr(event, "route", "")
        known = route if self.registry.knows(route) else ""
        log.error("broke", ref=ref, sort=type(event).__name__, route=known, person=str(event.person), exc_info=broken)
        return ref
