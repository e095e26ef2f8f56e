"""A card as Block Kit.

https://docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from adapters.slack.shapes import Json
from adapters.slack.words import Pings, fitted, mention, mrkdwn, slack_account
from bot.chat.card import Button, Card, Control, Fact, LinkButton, Menu, Option, Seats
from bot.chat.limits import LIMITS, shortened
from bot.chat.plain import card_text
from bot.chat.text import Mention

TEXT: Final = 3900
"""Characters of `text`: chat.update takes 4,000, and a card must be able to be edited."""
FACT: Final = 700
FACTS: Final = 7000
"""Characters of a fact, and of all: with a whole body and a note they stay under the 13,200 at which Slack refuses the blocks."""
SQUARES: Final = 20
"""A longer row of seats is only said in words."""
_LOOKS = {"go": "primary", "stop": "danger"}


def message(card: Card, *, private: bool = False) -> Json:
    """A card as `text` (for notifications and screen readers) and `blocks`. In a message to one person nobody else is notified."""
    return {"text": spoken(card), "blocks": blocks(card, None if private else addressed(card))}


def spoken(card: Card) -> str:
    """The whole card as words that mention nobody: the blocks do that, once."""
    return fitted(card_text(card, controls=False), TEXT) or "…"


def addressed(card: Card) -> frozenset[str]:
    """Exactly those who may be notified by this card."""
    return frozenset(account.user for account in map(slack_account, card.to) if account)


def blocks(card: Card, pings: Pings) -> list[Json]:
    """A card, part by part."""
    return list(_parts(card, pings))


def _parts(card: Card, pings: Pings) -> Iterator[Json]:
    if card.title:
        yield {"type": "header", "text": plain_text(card.title, _most("card title"))}
    if card.to:
        yield section(_addressing(card.to, pings))
    if card.body:
        yield section(mrkdwn(card.body, _most("card body"), pings))
    room = min(FACT, FACTS // max(1, len(card.facts)))
    for at in range(0, len(card.facts), few := _most("facts of a card")):  # what one section holds; a card may take several
        yield {"type": "section", "fields": [_fact(fact, pings, room) for fact in card.facts[at : at + few]]}
    if card.seats:
        yield context(_seats(card.seats))
    if card.image:
        yield {"type": "image", "image_url": card.image[0], "alt_text": shortened(card.image[1] or "Picture", 2000)}
    if card.files:
        names = ", ".join(file.name for file in card.files)
        yield context(fitted(f"I'm sending you the files in our direct conversation: {names}", _most("note")))
    yield from actions(card.controls)
    if card.note:
        yield context(mrkdwn(card.note, _most("note"), pings))


def _most(what: str) -> int:
    return LIMITS[what].slack


def _addressing(people: Sequence[Mention], pings: Pings) -> str:
    return fitted_list([mention(who, pings) for who in people], _most("card body"))


def fitted_list(names: Sequence[str], room: int) -> str:
    """Names with spaces between them, as many as fit whole."""
    line = ""
    for name in names:
        if len(line) + len(name) + 2 > room:
            return f"{line}…"
        line += f"{name} "
    return line.rstrip()


def section(marked: str) -> Json:
    """A paragraph. `verbatim`: Slack looks for no names, channels or addresses in people's words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": marked, "verbatim": True}}


def context(marked: str) -> Json:
    """Small print."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": marked, "verbatim": True}]}


def plain_text(words: str, most: int) -> Json:
    """A text object that shows every character as it is; never empty, which Slack refuses."""
    return {"type": "plain_text", "text": shortened(words.strip() or "…", most), "emoji": False}


def _fact(fact: Fact, pings: Pings, room: int) -> Json:
    label = fitted(fact.label, _most("button label"))
    return {"type": "mrkdwn", "text": f"*{label}*\n{mrkdwn(fact.words or '–', room - len(label) - 3, pings)}", "verbatim": True}


def _seats(seats: Seats) -> str:
    words = fitted(seats.words, _most("note"))
    if seats.total is None or seats.total > SQUARES:
        return words
    taken = min(seats.taken, seats.total)
    return f"{words}  {'■' * taken}{'□' * (seats.total - taken)}"


def actions(controls: Sequence[Control]) -> Iterator[Json]:
    """Everything that can be pressed, in as many rows as it takes: a row holds 25, and no id twice."""
    row: dict[str, Json] = {}
    for control in controls:
        element = _element(control)
        if element["action_id"] in row or len(row) == _most("controls of a card"):
            yield {"type": "actions", "elements": list(row.values())}
            row = {}
        row[element["action_id"]] = element
    if row:
        yield {"type": "actions", "elements": list(row.values())}


def _element(control: Control) -> Json:
    match control:
        case Button():
            button: Json = {"type": "button", "action_id": action_id(control), "text": plain_text(control.label, _most("button label"))}
            return button | ({"style": _LOOKS[control.look]} if control.look in _LOOKS else {})
        case LinkButton():
            return {"type": "button", "action_id": f"link:{control.url}"[:255], "text": plain_text(control.label, 75), "url": control.url}
        case Menu():
            return {
                "type": "static_select",
                "action_id": action_id(control),
                "placeholder": plain_text(control.label, _most("menu label")),
                "options": [option(each) for each in control.options],
            }


def action_id(control: Button | Menu) -> str:
    """`meetup.going:17`: a route and one short id. A route, not a right: the core checks who pressed, every time."""
    return f"{control.route}:{control.payload}"


def option(each: Option) -> Json:
    """One line of a menu."""
    shown: Json = {"text": plain_text(each.label, _most("option label")), "value": each.value}
    return shown | ({"description": plain_text(each.about, _most("option about"))} if each.about else {})
