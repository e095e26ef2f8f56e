"""Forms: opening them, keeping what was typed, and asking again only for what needs another look."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.chat import Button, Card, FormError, FormErrors, Menu, Open, Option, Place, Preview, Refusal, Sheet, SheetField
from bot.chat.card import route_of
from bot.chat.form import Ask, Form, Reading, read_answer
from bot.chat.limits import most, shortened
from bot.chat.text import Text
from bot.community.groups import Group
from bot.drafts import Draft

_IN_A_MENU: Final = most("options")


class Gone(Refusal):
    """The half-answer is no longer kept."""

    def __init__(self) -> None:
        super().__init__("That form is more than a day old. Please start again; /wallflower shows what I can do for you here.")


def must_ask(form: type[Form], values: Mapping[str, str]) -> bool:
    """Whether the form has to be opened: something needed is missing, or a longer question has not been asked."""
    return any(not values.get(ask.name) and (ask.required or not ask.short) for ask in form.asks)


def settled(forms: Sequence[type[Form]], values: Mapping[str, str], at: Reading) -> dict[str, str]:
    """The same values with moments fixed: "tomorrow at 6pm" must not become another day by being read again tomorrow."""
    fixed = dict(values)
    for ask in asks_of(forms):
        if ask.kind == "moment" and fixed.get(ask.name):
            try:
                meant = read_answer(ask, fixed[ask.name], at)
            except ValueError:
                continue  # left as typed: reading the form will say what is wrong with it
            fixed[ask.name] = meant.at.isoformat(timespec="minutes") if meant else ""
    return fixed


def only_fields(forms: Sequence[type[Form]], values: Mapping[str, str]) -> dict[str, str]:
    """The values of fields these forms have; whatever else came along is nobody's."""
    names = {ask.name for ask in asks_of(forms)}
    return {name: words for name, words in values.items() if name in names}


def asks_of(forms: Sequence[type[Form]]) -> list[Ask]:
    """Every field of these forms."""
    return [ask for form in forms for ask in form.asks]


def sheet(draft: Draft, form: type[Form], errors: Sequence[FormError] = ()) -> Open:
    """The form as it is to be opened, holding what was typed so far."""
    wrong = {error.field: error.words for error in errors}
    fields = tuple(SheetField(ask, draft.values.get(ask.name, ask.default), wrong.get(ask.name, "")) for ask in form.asks)
    return Open(Sheet(draft.id, form.heading.title, form.heading.send, fields, route=draft.route))


def errors_given(form: type[Form], values: Mapping[str, str], at: Reading) -> list[FormError]:
    """What is wrong with the fields that were filled in, leaving alone those that were not."""
    found: list[FormError] = []
    for ask in form.asks:
        if values.get(ask.name):
            try:
                read_answer(ask, values[ask.name], at)
            except ValueError as unclear:
                found.append(FormError(ask.name, str(unclear)))
    return found


def at_fault(forms: Sequence[type[Form]], wrong: FormErrors) -> type[Form]:
    """The first form with a field at fault."""
    fields = {error.field for error in wrong.errors}
    return next((form for form in forms if fields & {ask.name for ask in form.asks}), forms[0])


def preview_card(preview: Preview, forms: Sequence[type[Form]], draft: str) -> Card:
    """The card as others will see it, with who that is, and the buttons to send it or change it."""
    send = Button(preview.label, route_of(preview.confirm), draft, look="go")
    controls = (send, *_edits(forms, draft))
    return dataclasses.replace(preview.card, controls=controls, note=Text("Only a preview so far. ") + preview.who_sees)


def refusal_card(no: Refusal, forms: Sequence[type[Form]], draft: str) -> Card:
    """A no to something typed, with the way back to what was typed."""
    return Card(body=no.words, controls=_edits(forms, draft), note="What you wrote is kept for a day.")


def _edits(forms: Sequence[type[Form]], draft: str) -> tuple[Button, ...]:
    return tuple(Button(form.heading.edit, "draft.edit", f"{draft}.{number}") for number, form in enumerate(forms))


def group_card(choices: Sequence[Group], draft: str) -> Card:
    """The question which of several groups is meant, by name; a second menu and more for whoever looks after more than fit into one."""
    by_name = sorted(choices, key=lambda group: (group.name.casefold(), group.id))
    parts = [by_name[first : first + _IN_A_MENU] for first in range(0, len(by_name), _IN_A_MENU)]
    menus = tuple(_menu_of(part, draft, number, alone=len(parts) == 1) for number, part in enumerate(parts))
    return Card(body="Which group is this for?", controls=menus[: most("controls of a card")])


def _menu_of(part: Sequence[Group], draft: str, number: int, *, alone: bool) -> Menu:
    """One menu of groups. `number` makes its payload its own: no two controls of a message may have the same."""
    label = "Choose a group" if alone else f"{shortened(part[0].name, 60)} to {shortened(part[-1].name, 60)}"
    return Menu(label, "draft.group", tuple(Option(str(group.id), group.name) for group in part), f"{draft}.{number}")


def lost(values: Mapping[str, str]) -> Card:
    """A form sent back after its day is over: everything typed comes back to whoever typed it."""
    typed = "\n".join(f"{name}: {words}" for name, words in values.items() if words)
    return Card("That form is more than a day old", f"Please start again. Here is what you wrote, so that nothing is lost:\n{typed}")


def reading(now: datetime, group: Group | None, here: Place) -> Reading:
    """How words like "tomorrow", people and channels are meant by somebody of this group, in this place."""
    return Reading(now, group.zone if group else "UTC", here)
