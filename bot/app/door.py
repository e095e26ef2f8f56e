"""One door in: route -> handler -> answer, and the one error boundary."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot import drafts
from bot.app import asking, replies, who
from bot.app.call import Call, Caller
from bot.app.registry import Registry
from bot.app.who import WhichGroup
from bot.chat import Answer, Card, Cog, Declared, FormErrors, Nothing, Option, Preview, Refusal, Say
from bot.chat.form import Form
from bot.chat.inbound import Arrived, AtHome, Event, Inbound, Pressed, Submitted, Suggesting, Typed
from bot.clock import Clock
from bot.drafts import Draft
from bot.schema import Connection
from bot.store import Store

log = structlog.get_logger("wallflower.door")

PROMPT = 1.5
"""Seconds an answer may take and still be the acknowledgement itself; both platforms give up after 3."""


@dataclass(frozen=True, slots=True)
class Late:
    """The answer takes longer: acknowledge, then await `rest` and show what it gives. It never raises."""

    rest: asyncio.Task[Answer]


class App:
    """The core as an adapter sees it. Everything comes in by `handle` (or `promptly`), `suggest` and `home`."""

    def __init__(self, store: Store, clock: Clock, cogs: Sequence[type[Cog]], wake: Callable[[], None] = lambda: None) -> None:
        self.store = store
        self.clock = clock
        self.wake = wake
        self.registry = Registry(cogs, self._read)
        self._owned: set[asyncio.Task[Answer]] = set()

    @property
    def cogs(self) -> Mapping[str, Cog]:
        """Every cog by name, in listing order."""
        return self.registry.cogs

    async def _read(self, query: Callable[..., Any], *args: object) -> Any:
        return await self.store.read(lambda conn: query(conn, *args))

    # --- ways in ----------------------------------------------------------------------------------------------------------------

    async def promptly(self, event: Event, within: float = PROMPT) -> Answer | Late:
        """The answer, if it comes in time to be the acknowledgement."""
        task = asyncio.create_task(self.handle(event))
        self._owned.add(task)
        task.add_done_callback(self._owned.discard)
        done, _ = await asyncio.wait({task}, timeout=within)
        return task.result() if done else Late(task)

    async def handle(self, event: Event) -> Answer:
        """What to answer. Never raises: this is the error boundary for everything people do."""
        try:
            return await self._route(event)
        except Refusal as no:
            return Say(Card(body=no.words))
        except drafts.Again:
            return Nothing()
        except Exception as broken:  # noqa: BLE001  the one boundary
            return _broke(event, broken)

    async def suggest(self, event: Suggesting) -> list[Option]:
        """Up to 25 suggestions for a field somebody is typing into; none when anything is amiss."""
        try:
            declared = self.registry.any(event.route)
            ask = next(ask for ask in asking.asks_of(declared.forms) if ask.name == event.field)
            caller = await who.find(self.store, self.clock.now(), event, declared, "")
        except (Refusal, WhichGroup, StopIteration):
            return []
        suggest = ask.suggest
        return [] if suggest is None else list(await self.store.read(lambda conn: suggest(conn, caller, event.typed)))[:25]

    async def home(self, event: AtHome) -> list[Card]:
        """What somebody's own page shows, feature by feature."""
        anywhere = Declared("command", "home", anywhere=True)
        try:
            caller = await who.find(self.store, self.clock.now(), event, anywhere, "")
            call = self._call(event, caller)
            return [card for cog in self.cogs.values() for card in await cog.home(call)] if call.in_group else []
        except Refusal as no:
            return [Card(body=no.words)]

    async def drain(self) -> None:
        """Wait for everything still being worked on."""
        while self._owned:
            await asyncio.wait(set(self._owned))

    # --- what was done ----------------------------------------------------------------------------------------------------------

    async def _route(self, event: Event) -> Answer:
        match event:
            case Typed():
                return await self._begin(event, self.registry.command(event.route), "", event.values)
            case Submitted():
                return await self._submitted(event)
            case Pressed(route="draft.fix" | "draft.edit" | "draft.group"):
                return await self._draft_button(event)
            case Pressed():
                return await self._pressed(event, self.registry.pressed(event.route))
            case Arrived():
                return await self._arrived(event)
            case AtHome():
                return Nothing()

    async def _pressed(self, event: Pressed, declared: Declared) -> Answer:
        if declared.sort == "confirm":
            draft, caller = await self._draft(event, event.payload, declared)
            return await self._run(event, declared, caller, draft, payload=draft.payload)
        return await self._begin(event, declared, event.payload, {}, chosen=event.chosen)

    async def _begin(self, event: Inbound, declared: Declared, payload: str, values: Mapping[str, str], chosen: str = "") -> Answer:
        """A command or a button, from the start: ask its form first if there is something to ask."""
        try:
            caller = await who.find(self.store, self.clock.now(), event, declared, chosen if declared.sort == "menu" else payload)
        except WhichGroup as which:
            draft = await self._keep(which.caller, declared, payload, values)
            return Say(asking.group_card(which.choices, draft.id))
        return await self._ask_or_run(event, declared, caller, payload, values, chosen)

    async def _ask_or_run(
        self,
        event: Inbound,
        declared: Declared,
        caller: Caller,
        payload: str,
        values: Mapping[str, str],
        chosen: str = "",
        kept: Draft | None = None,
    ) -> Answer:
        form = declared.forms[0] if declared.forms else None
        if form is None:
            return await self._run(event, declared, caller, None, payload=payload, chosen=chosen)
        if (isinstance(event, Pressed) and not kept) or asking.must_ask(form, values):
            known = {**await self._prefill(event, declared, caller, payload), **values}
            draft = kept or await self._keep(caller, declared, payload, known)
            group = caller.membership.group if caller.membership else None
            return asking.sheet(draft, form, asking.errors_given(form, values, asking.reading(self.clock.now(), group)))
        draft = kept or Draft("", caller.member.id, None, declared.route, payload, form.__name__, values)
        return await self._run(event, declared, caller, draft, payload=payload)

    async def _prefill(self, event: Inbound, declared: Declared, caller: Caller, payload: str) -> Mapping[str, str]:
        if not declared.prefill:
            return {}
        return await self.registry.cog(declared).handler(declared.prefill)(self._call(event, caller, payload=payload))

    async def _arrived(self, event: Arrived) -> Answer:
        for cog in self.cogs.values():
            for declared in cog.declared.values():
                if declared.sort == "arrival":
                    caller = await who.find(self.store, self.clock.now(), event, declared, "")
                    await cog.handler(declared.name)(self._call(event, caller))
        return Nothing()

    # --- drafts -----------------------------------------------------------------------------------------------------------------

    async def _submitted(self, event: Submitted) -> Answer:
        try:
            draft, caller = await self._draft(event, event.draft)
        except asking.Gone:
            return Say(asking.lost(event.values))
        declared = self.registry.any(draft.route)
        known = {ask.name for ask in asking.asks_of(declared.forms)}
        typed = {name: words for name, words in event.values.items() if name in known}
        at = asking.reading(self.clock.now(), caller.membership.group if caller.membership else None)
        merged = asking.settled(declared.forms, {**draft.values, **typed}, at)
        await self.store.write(lambda conn: drafts.fill(conn, draft.id, merged))
        return await self._run(event, declared, caller, replace(draft, values=merged), payload=draft.payload)

    async def _draft_button(self, event: Pressed) -> Answer:
        draft_id, _, number = event.payload.partition(".")
        draft, caller = await self._draft(event, draft_id, group=event.chosen if event.route == "draft.group" else "")
        declared = self.registry.any(draft.route)
        if event.route == "draft.group":
            return await self._ask_or_run(event, declared, caller, draft.payload, draft.values, kept=draft)
        form = next((form for form in declared.forms if form.__name__ == draft.form), declared.forms[0])
        if event.route == "draft.edit":
            form = declared.forms[int(number)] if number.isdigit() and int(number) < len(declared.forms) else form
            await self.store.write(lambda conn: drafts.fill(conn, draft.id, {}, form=form.__name__))
            return asking.sheet(draft, form)
        at = asking.reading(self.clock.now(), caller.membership.group if caller.membership else None)
        return asking.sheet(draft, form, asking.errors_given(form, draft.values, at))

    async def _draft(self, event: Inbound, draft_id: str, declared: Declared | None = None, group: str = "") -> tuple[Draft, Caller]:
        """The half-answer and its owner. Raises Refusal when it is another's, Gone after a day."""
        now = self.clock.now()
        draft = await self.store.read(lambda conn: drafts.get(conn, now, draft_id))
        if draft is None:
            raise asking.Gone
        handler = declared or self.registry.any(draft.route)
        chosen = int(group) if group.isdigit() else draft.group
        caller = await who.find(self.store, now, event, replace(handler, about_what=None), "", chosen)
        if caller.member.id != draft.member:
            raise Refusal("That form is somebody else's. Type the command yourself and you'll have your own.")
        if group.isdigit() and chosen is not None:
            await self.store.write(lambda conn: drafts.choose_group(conn, draft.id, chosen))
        return replace(draft, group=chosen), caller

    async def _keep(self, caller: Caller, declared: Declared, payload: str, values: Mapping[str, str]) -> Draft:
        group = caller.membership.group if caller.membership else None
        fixed = asking.settled(declared.forms, values, asking.reading(self.clock.now(), group))
        form = declared.forms[0].__name__ if declared.forms else ""
        draft = Draft(secrets.token_hex(8), caller.member.id, group.id if group else None, declared.route, payload, form, fixed)
        now = self.clock.now()

        def work(conn: Connection) -> None:
            drafts.begin(conn, now, draft)

        await self.store.write(work)
        return draft

    # --- running ----------------------------------------------------------------------------------------------------------------

    async def _run(
        self,
        event: Inbound,
        declared: Declared,
        caller: Caller,
        draft: Draft | None,
        *,
        payload: str = "",
        chosen: str = "",
    ) -> Answer:
        """Read the forms, run the handler, make an answer of what it returns."""
        call = self._call(event, caller, payload=payload, chosen=chosen, draft=draft.id if draft and draft.id else None)
        try:
            forms = _read_forms(declared.forms, draft, call.now, caller)
            reply = await self.registry.cog(declared).handler(declared.name)(call, *forms)
        except FormErrors as wrong:
            return await self._ask_again(declared, caller, draft, wrong)
        if isinstance(reply, Preview):
            draft = draft if draft and draft.id else await self._keep(caller, declared, payload, draft.values if draft else {})
            reply = asking.preview_card(reply, declared.forms, draft.id)
            return await replies.answer(self.store, event, reply, private=True, instead=isinstance(event, Submitted))
        return await replies.answer(
            self.store, event, await replies.paged(call, reply, declared.route), private=declared.reply == "private"
        )

    async def _ask_again(self, declared: Declared, caller: Caller, draft: Draft | None, wrong: FormErrors) -> Answer:
        if not declared.forms:
            raise Refusal(" ".join(error.words for error in wrong.errors)) from wrong
        form = asking.at_fault(declared, wrong)
        if draft is None or not draft.id:
            draft = await self._keep(caller, declared, draft.payload if draft else "", draft.values if draft else {})
        kept = draft.id
        await self.store.write(lambda conn: drafts.fill(conn, kept, {}, form=form.__name__))
        return asking.sheet(draft, form, wrong.errors)

    def _call(self, event: Inbound, caller: Caller, *, payload: str = "", chosen: str = "", draft: str | None = None) -> Call:
        now = self.clock.now()
        return Call(event.id, caller, event.person, event.place, now, self.store, self.cogs, self.wake, payload, chosen, draft)


def _read_forms(forms: Sequence[type[Form]], draft: Draft | None, now: datetime, caller: Caller) -> list[Form]:
    at = asking.reading(now, caller.membership.group if caller.membership else None)
    values: Mapping[str, str] = draft.values if draft else {}
    return [form.read(values, at) for form in forms]


def _broke(event: Inbound, broken: Exception) -> Answer:
    ref = secrets.token_hex(2)
    log.error("broke", ref=ref, sort=type(event).__name__, route=getattr(event, "route", ""), person=str(event.person), exc_info=broken)
    return Say(Card(body=f"Sorry, that broke on our side (ref {ref}). Nothing was lost."))
