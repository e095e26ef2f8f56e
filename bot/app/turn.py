"""One turn of a conversation: from what a person did, by who they are and what their form says, to the answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot import drafts
from bot.app import asking, replies, who
from bot.app.call import Call, Caller
from bot.app.registry import Registry
from bot.app.who import WhichGroup
from bot.chat import Answer, Declared, FormErrors, Preview, Refusal, Reply, Say
from bot.chat.form import Form, Reading
from bot.chat.inbound import Inbound, Submitted
from bot.clock import Clock
from bot.drafts import Draft
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Tools:
    """What every turn works with."""

    store: Store
    clock: Clock
    registry: Registry
    wake: Callable[[], None]
    outside: Callable[[], str] = lambda: ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, by whom and with what. `draft` is the stored half-answer behind `values`, if there is one yet."""

    declared: Declared
    caller: Caller
    payload: str = ""
    chosen: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    draft: Draft | None = None

    @property
    def draft_id(self) -> str | None:
        """The half-answer's id."""
        return self.draft.id if self.draft else None


class Turn:
    """One event on its way to an answer, at one moment."""

    def __init__(self, tools: Tools, event: Inbound) -> None:
        self.tools = tools
        self.store = tools.store
        self.registry = tools.registry
        self.event = event
        self.now = tools.clock.now()

    async def begin(self, declared: Declared, payload: str = "", values: Mapping[str, str] | None = None, chosen: str = "") -> Answer:
        """A command, a button or a menu from the start. Raises Refusal."""
        known = asking.only_fields(declared.forms, values or {})
        try:
            caller = await self.caller(declared, chosen if declared.sort == "menu" else payload)
        except WhichGroup as which:
            draft = await self.keep(Step(declared, which.caller, payload, chosen, known))
            return Say(asking.group_card(which.choices, draft.id))
        return await self.ask_or_run(Step(declared, caller, payload, chosen, known))

    async def caller(self, declared: Declared, payload: str = "") -> Caller:
        """Who does this. Raises Refusal and WhichGroup."""
        return await who.find(self.store, self.now, self.event, declared, payload)

    async def ask_or_run(self, step: Step) -> Answer:
        """Open the first form if there is something to ask; a button's form always is."""
        if step.declared.forms:
            form = step.declared.forms[0]
            if step.declared.sort != "command" or asking.must_ask(form, step.values):
                return await self._ask(step, form)
        return await self.run(step)

    async def _ask(self, step: Step, form: type[Form]) -> Answer:
        known = {**await self._prefilled(step), **step.values}
        draft = await self.filled(step, known) if step.draft else await self.keep(replace(step, values=known))
        return asking.sheet(draft, form, asking.errors_given(form, step.values, self.reading(step.caller)))

    async def _prefilled(self, step: Step) -> Mapping[str, str]:
        if not step.declared.prefill:
            return {}
        return await self.registry.handler(step.declared, step.declared.prefill)(self.call(step))

    async def run(self, step: Step) -> Answer:
        """Read the forms, run the handler, make an answer of what it returns. Raises Refusal where nothing was typed."""
        call = self.call(step)
        at = self.reading(step.caller)
        try:
            forms = [form.read(step.values, at) for form in step.declared.forms]
            reply = await self.registry.handler(step.declared)(call, *forms)
        except FormErrors as wrong:
            return await self._ask_again(step, wrong)
        except Refusal as no:
            return await self._refused(step, no)
        return await self._answered(step, call, reply)

    async def _answered(self, step: Step, call: Call, reply: Reply) -> Answer:
        private = step.declared.reply == "private"
        if isinstance(reply, Preview):
            draft = step.draft or await self.keep(step)
            card = asking.preview_card(reply, step.declared.forms, draft.id)
            return await replies.answer(self.store, self.event, card, private=True, instead=isinstance(self.event, Submitted))
        return await replies.answer(self.store, self.event, await replies.paged(call, reply, step.declared.route), private=private)

    async def _ask_again(self, step: Step, wrong: FormErrors) -> Answer:
        if not step.declared.forms:
            raise Refusal(" ".join(error.words for error in wrong.errors)) from wrong
        form = asking.at_fault(step.declared.forms, wrong)
        draft = await self.opened(step.draft or await self.keep(step), form)
        return asking.sheet(draft, form, wrong.errors)

    async def _refused(self, step: Step, no: Refusal) -> Answer:
        """A no to something typed: the words are kept, with a way back to them."""
        if not step.declared.forms:
            raise no
        draft = step.draft or await self.keep(step)
        return Say(asking.refusal_card(no, step.declared.forms, draft.id))

    # --- half-answers -----------------------------------------------------------------------------------------------------------

    async def keep(self, step: Step) -> Draft:
        """Store a new half-answer. Moments are fixed once it is known in whose zone they are meant."""
        group, forms = step.caller.group, step.declared.forms
        values = asking.settled(forms, step.values, self.reading(step.caller)) if group else step.values
        form = forms[0].__name__ if forms else ""
        draft_id = secrets.token_hex(8)
        draft = Draft(draft_id, step.caller.member.id, group.id if group else None, step.declared.route, step.payload, form, values)
        await self.store.write(lambda conn: drafts.begin(conn, self.now, draft))
        return draft

    async def filled(self, step: Step, values: Mapping[str, str]) -> Draft:
        """Add to a stored half-answer, or begin anew where it has had its effect. `step` must hold one."""
        if step.draft is None or step.draft.done:
            return await self.keep(replace(step, values=values))
        merged = asking.settled(step.declared.forms, values, self.reading(step.caller))
        draft = replace(step.draft, values=merged)
        await self.store.write(lambda conn: drafts.fill(conn, draft.id, merged))
        return draft

    async def opened(self, draft: Draft, form: type[Form]) -> Draft:
        """Remember which form of a half-answer is open."""
        await self.store.write(lambda conn: drafts.fill(conn, draft.id, {}, form=form.__name__))
        return draft

    # --- what it takes ----------------------------------------------------------------------------------------------------------

    def reading(self, caller: Caller) -> Reading:
        """How the words typed are meant."""
        return asking.reading(self.now, caller.group, self.event.place)

    def call(self, step: Step) -> Call:
        """What the handler is given."""
        event, tools = self.event, self.tools
        about = (step.payload, step.chosen, step.draft_id, tools.outside())
        return Call(event.id, step.caller, event.person, event.place, self.now, self.store, self.registry.cogs, tools.wake, *about)
