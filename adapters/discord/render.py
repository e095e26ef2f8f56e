"""A card as Discord shows it: one frame of text, pictures and rows of buttons (Components V2).

At most 40 components and 4,000 characters a message: https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple, TypeAlias

import discord
from discord import ui

from adapters.discord.markdown import escaped, markdown
from adapters.discord.marks import Mark
from bot.chat.answer import Sheet
from bot.chat.card import Button, Card, Control, Fact, LinkButton, Menu, Seats
from bot.chat.limits import shortened
from bot.chat.text import Mention, Text, spans

LEAF = 0x2F6B4F
MOST_CHARACTERS = 4000
MOST_SQUARES = 24
STYLES = {"plain": discord.ButtonStyle.secondary, "go": discord.ButtonStyle.success, "stop": discord.ButtonStyle.danger}

Item: TypeAlias = ui.Item[Any]


class Shown(NamedTuple):
    """What to send: the layout, and exactly the people it may notify."""

    view: ui.LayoutView
    pings: discord.AllowedMentions


def shown(card: Card, mark: Mark | None = None) -> Shown:
    """The card, ready to send. `mark` says which delivery it is; answers to a person have none. Needs a running event loop."""
    first, *rest, note = _texts(card)
    frame: list[Item] = [ui.TextDisplay(first or "…", id=mark.text if mark else None), *map(ui.TextDisplay, filter(None, rest))]
    if card.image:
        frame.append(ui.MediaGallery(discord.MediaGalleryItem(card.image[0], description=shortened(card.image[1], 256) or None)))
    frame += [ui.File[Any](f"attachment://{file.name}") for file in card.files]
    frame += _rows(card.controls)
    if note:
        frame.append(ui.TextDisplay(note))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*frame, accent_colour=LEAF, id=mark.frame if mark else None))
    view.stop()  # the library remembers no view that has stopped: presses are routed by their id alone, before and after a restart
    return Shown(view, pings(card.to))


def files_of(card: Card) -> list[discord.File]:
    """What goes with the card: sent in the same request, since the card names them."""
    return [discord.File(BytesIO(file.data), file.name) for file in card.files]


def pings(to: Iterable[Mention]) -> discord.AllowedMentions:
    """Exactly the people addressed who have an account here; nobody and nothing else."""
    people = dict.fromkeys(int(mention.account.user) for mention in to if mention.account)
    users = [discord.Object(user) for user in people][:100]
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=users)


class _Room:
    """What is left of a message's characters. The body is written last and takes what the rest leaves."""

    def __init__(self) -> None:
        self.left = MOST_CHARACTERS

    def take(self, text: str) -> str:
        self.left -= len(text) + 1
        return text


def _texts(card: Card) -> tuple[str, str, str]:
    """What comes first, the facts and seats under it, the small print; together they fit one message."""
    room = _Room()
    to = room.take(_addressed(card))
    title = room.take(f"## {markdown(card.title, 256)}" if card.title else "")
    seats = room.take(_seats(card.seats) if card.seats else "")
    note = room.take(_small_print(markdown(card.note, 500)))
    facts = [room.take(_fact(fact, min(300, room.left // 2 // (len(card.facts) - at)))) for at, fact in enumerate(card.facts)]
    body = markdown(card.body, max(0, min(2500, room.left)))
    lead = "\n".join(filter(None, (to, title, body)))
    rest = "\n".join(filter(None, (*facts, seats)))
    return (lead, rest, note) if lead else (rest, "", note)


def _addressed(card: Card) -> str:
    """A line for those addressed whom the body doesn't name already: only a mention in the text notifies."""
    named = spans(card.body)
    return markdown(Text(*(part for mention in card.to if mention not in named for part in (mention, " "))), 2300).strip()


def _fact(fact: Fact, longest: int) -> str:
    label = f"**{escaped(shortened(fact.label, 60))}:** "
    return label + markdown(fact.words, max(2, longest - len(label)))


def _small_print(note: str) -> str:
    return "\n".join(f"-# {line}" for line in note.splitlines() if line.strip())


def _seats(seats: Seats) -> str:
    words = escaped(shortened(seats.words, 100))
    if seats.total is None:
        return words
    squares = min(seats.total, MOST_SQUARES)
    taken = seats.taken if seats.total <= MOST_SQUARES else -(-seats.taken * squares // seats.total)
    return f"{'■' * min(taken, squares)}{'□' * (squares - taken)} {words}".strip()


def _rows(controls: Sequence[Control]) -> list[Item]:
    """Buttons side by side, five a row; a menu has a row to itself."""
    rows: list[ui.ActionRow[Any]] = []
    open_row: ui.ActionRow[Any] | None = None
    for control in controls:
        if open_row is None or isinstance(control, Menu) or len(open_row.children) == 5:
            open_row = ui.ActionRow[Any]()
            rows.append(open_row)
        open_row.add_item(_control(control))
        if isinstance(control, Menu):
            open_row = None
    return list(rows)


def wire_id(control: Button | Menu) -> str:
    """What comes back when it is used: `route:payload`, at most 100 characters."""
    return f"{control.route}:{control.payload}"


def _control(control: Control) -> Item:
    match control:
        case Button():
            return ui.Button(label=shortened(control.label, 80), custom_id=wire_id(control), style=STYLES[control.look])
        case LinkButton():
            return ui.Button(label=shortened(control.label, 80), url=control.url)
        case Menu():
            options = [
                discord.SelectOption(label=shortened(o.label, 100), value=o.value, description=shortened(o.about, 100) or None)
                for o in control.options[:25]
            ]
            return ui.Select(custom_id=wire_id(control), placeholder=shortened(control.label, 150), options=options)


def sheet_card(sheet: Sheet) -> Card:
    """A form, where none can be opened at this point: what is wrong, and the button that opens it."""
    facts = tuple(Fact(field.ask.label, field.error) for field in sheet.errors)
    wrong = ("", "One thing needs another look:", "These need another look:")[min(2, len(facts))]
    return Card(
        sheet.title, sheet.note or wrong, facts, controls=(Button("Fix it" if facts else "Go on", "draft.fix", sheet.draft, look="go"),)
    )
