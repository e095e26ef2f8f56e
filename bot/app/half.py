"""Taking up a half-answer: a form sent back, reopened or changed, a group chosen, a preview confirmed."""

from __future__ import annotations

from dataclasses import replace

from bot import drafts
from bot.app import asking, who
from bot.app.turn import Step, Turn
from bot.app.who import WhichGroup
from bot.chat import Answer, Declared, Refusal, Say
from bot.chat.form import Form
from bot.chat.inbound import Pressed, Submitted
from bot.chat.typed import read_id


async def submitted(turn: Turn, event: Submitted) -> Answer:
    """A form sent back. Raises Refusal."""
    try:
        step = await _held(turn, event.draft)
    except asking.Gone:
        return Say(asking.lost(event.values))
    except WhichGroup as which:
        return Say(asking.group_card(which.choices, event.draft))
    forms = step.declared.forms
    merged = asking.settled(forms, {**step.values, **asking.only_fields(forms, event.values)}, turn.reading(step.caller))
    if step.draft and step.draft.done and (step.draft.wiped or merged == step.values):
        raise Refusal(f"That is done already. {_start(step.declared)}")
    draft = await turn.filled(step, merged)
    return await turn.run(replace(step, draft=draft, values=draft.values))


async def confirmed(turn: Turn, event: Pressed, declared: Declared) -> Answer:
    """The button on a preview. Raises Refusal.

    Pressed twice, the rule sees the same half-answer twice; what is said in front of everyone is said by the first press alone.
    """
    step = await _held(turn, event.payload, declared)
    if declared.reply == "public" and not await turn.store.write(lambda conn: drafts.take(conn, event.payload)):
        raise Refusal(f"That is done already. {_start(turn.registry.any(step.draft.route if step.draft else ''))}")
    return await turn.run(step)


async def pressed(turn: Turn, event: Pressed) -> Answer:
    """One of the door's own buttons: `draft.fix`, `draft.edit` (payload `id.number`) or a menu `draft.group` (alike). Raises Refusal."""
    draft_id, _, number = event.payload.partition(".")
    group = read_id(event.chosen) if event.route == "draft.group" else None
    try:
        step = await _held(turn, draft_id, group=group)
    except WhichGroup as which:
        return Say(asking.group_card(which.choices, draft_id))
    if event.route == "draft.group":
        return await _in_group(turn, step)
    form = _form(step, read_id(number) if event.route == "draft.edit" else None)
    draft = await turn.opened(await turn.filled(step, step.values), form)
    return asking.sheet(draft, form, asking.errors_given(form, draft.values, turn.reading(step.caller)))


async def _held(turn: Turn, draft_id: str, confirm: Declared | None = None, group: int | None = None) -> Step:
    """The half-answer, taken up by its owner where it belongs. Raises Refusal, Gone after a day, and WhichGroup."""
    draft = await turn.store.read(lambda conn: drafts.get(conn, turn.now, draft_id))
    if draft is None:
        raise asking.Gone
    declared = confirm or turn.registry.any(draft.route)
    if confirm and not set(confirm.forms) <= set(turn.registry.any(draft.route).forms):
        raise Refusal("That button is for something else. /wallflower shows what I can do for you here.")
    caller = await who.resume(turn.store, turn.now, turn.event, declared, draft.group if group is None else group)
    if caller.member.id != draft.member:
        raise Refusal("That form is somebody else's. Type the command yourself and you'll have your own.")
    return Step(declared, caller, draft.payload, "", draft.values, replace(draft, group=caller.group.id if caller.group else None))


async def _in_group(turn: Turn, step: Step) -> Answer:
    """Go on, now that it is known which group is meant."""
    draft, group = step.draft, step.caller.group
    if draft and group:
        await turn.store.write(lambda conn: drafts.choose_group(conn, draft.id, group.id))
    return await turn.ask_or_run(step)


def _form(step: Step, number: int | None) -> type[Form]:
    """The form of this number, else the one that was open. Raises Refusal where there is none."""
    forms = step.declared.forms
    if not forms:
        raise Refusal("There is nothing to fill in. /wallflower shows what I can do for you here.")
    if number is not None and number < len(forms):
        return forms[number]
    return next((form for form in forms if step.draft and form.__name__ == step.draft.form), forms[0])


def _start(declared: Declared) -> str:
    return f"{declared.words} starts a new one." if declared.sort == "command" else "Press the button again to start a new one."
