"""Any card or form as readable text: for notifications, screen readers, the tour and the tests."""

from __future__ import annotations

from bot.chat.answer import Sheet
from bot.chat.card import Button, Card, LinkButton, Menu
from bot.chat.text import Link, Mention, Strong, When, Words, spans
from bot.clock import Wall, say_full


def said(words: Words) -> str:
    """Words without marks. Times are written in full, in their own zone."""
    return "".join(_span(span) for span in spans(words))


def _span(span: str | Strong | Link | Mention | When) -> str:
    match span:
        case str():
            return span
        case Strong():
            return span.words
        case Link():
            return f"{span.words} ({span.url})"
        case Mention():
            return span.name
        case When():
            return say_when(span)


def say_when(when: When) -> str:
    """A moment in the zone it is written in."""
    wall = Wall.of(when.instant, when.zone)
    match when.style:
        case "full":
            return say_full(wall)
        case "day":
            return f"{wall.at:%A} {wall.at.day} {wall.at:%B}"
        case "time":
            return f"{wall.at:%H:%M}"


def card_text(card: Card, *, controls: bool = True) -> str:
    """The whole card, a line for each part; `controls` as `[Going] [Can't make it]`."""
    lines = [card.title, said(card.body)]
    lines += [f"{fact.label}: {said(fact.words)}" for fact in card.facts]
    if card.seats:
        lines.append(card.seats.words)
    if card.image:
        lines.append(f"Picture: {card.image[1]}")
    lines += [f"File: {file.name}" for file in card.files]
    if controls and card.controls:
        lines.append(" ".join(f"[{_control(control)}]" for control in card.controls))
    lines.append(said(card.note))
    if card.to:
        lines.append("For " + ", ".join(mention.name for mention in card.to))
    return "\n".join(line for line in lines if line)


def _control(control: Button | LinkButton | Menu) -> str:
    match control:
        case Menu():
            return f"{control.label}: {' / '.join(option.label for option in control.options)}"
        case LinkButton():
            return f"{control.label} ({control.url})"
        case Button():
            return control.label


def sheet_text(sheet: Sheet) -> str:
    """A form: its questions, what they hold, what is wrong."""
    lines = [sheet.title, sheet.note]
    for field in sheet.fields:
        lines.append(f"{field.ask.label} {field.value}".rstrip())
        if field.error:
            lines.append(f"  ! {field.error}")
    return "\n".join(line for line in [*lines, f"[{sheet.send}]"] if line)
