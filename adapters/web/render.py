"""Cards and forms as the page reads them. Words stay words: the page never makes markup of them."""

from __future__ import annotations

from base64 import b64encode
from typing import assert_never

from adapters.web.people import PLATFORM, Json
from bot.chat import Button, Card, Link, LinkButton, Mention, Menu, Sheet, SheetField, Strong, When, Words
from bot.chat.limits import most, shortened
from bot.chat.text import Span, spans


def card_json(card: Card) -> Json:
    """The whole card. Words of people are shortened to what fits everywhere."""
    return {
        "title": shortened(card.title, most("card title")),
        "body": words_json(card.body, most("card body")),
        "facts": [{"label": fact.label, "words": words_json(fact.words, most("fact"))} for fact in card.facts],
        "seats": {"taken": card.seats.taken, "total": card.seats.total, "words": card.seats.words} if card.seats else None,
        "image": {"url": card.image[0], "about": card.image[1]} if card.image else None,
        "controls": [_control(control) for control in card.controls],
        "note": words_json(card.note, most("note")),
        "files": [{"name": file.name, "type": file.media_type, "data": b64encode(file.data).decode()} for file in card.files],
        "to": [{"name": mention.name, "user": _user(mention)} for mention in card.to],
    }


def addressed(card: Card) -> list[str]:
    """The handles of those this card notifies: the people it is addressed to who live here, and nobody else."""
    return [user for mention in card.to if (user := _user(mention))]


def words_json(words: Words, longest: int) -> list[Json | str]:
    """Spans, cut at `longest` characters in all."""
    out: list[Json | str] = []
    for span in spans(words):
        if longest <= 0:
            break
        out.append(_span(span, longest))
        longest -= len(span) if isinstance(span, str) else 20 if isinstance(span, When) else len(_said(span))
    return out


def _said(span: Strong | Link | Mention) -> str:
    return span.name if isinstance(span, Mention) else span.words


def _span(span: Span, longest: int) -> Json | str:
    match span:
        case str():
            return shortened(span, longest)
        case Strong():
            return {"strong": shortened(span.words, longest)}
        case Link():
            # only the web's own addresses lead anywhere: `javascript:` stays words
            return {"link": span.url, "words": shortened(span.words, longest)} if _leads(span.url) else span.words
        case Mention():
            return {"mention": _user(span), "name": span.name}
        case When():
            return {"when": span.instant.isoformat(), "zone": span.zone, "style": span.style}
        case _:
            assert_never(span)


def _leads(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _user(mention: Mention) -> str:
    return mention.account.user if mention.account and mention.account.platform == PLATFORM else ""


def _control(control: Button | LinkButton | Menu) -> Json:
    match control:
        case Button():
            return {"kind": "button", "label": shortened(control.label, most("button label")), "do": _do(control), "look": control.look}
        case LinkButton():
            return {
                "kind": "link",
                "label": shortened(control.label, most("button label")),
                "url": control.url if _leads(control.url) else "",
            }
        case Menu():
            options = [
                {"value": o.value, "label": shortened(o.label, most("option label")), "about": shortened(o.about, most("option about"))}
                for o in control.options[: most("options")]
            ]
            return {"kind": "menu", "label": shortened(control.label, most("menu label")), "do": _do(control), "options": options}


def _do(control: Button | Menu) -> str:
    return f"{control.route}:{control.payload}"


def sheet_json(sheet: Sheet) -> Json:
    """A form: what is asked, what was typed so far, what was wrong with it."""
    return {
        "draft": sheet.draft,
        "route": sheet.route,
        "title": sheet.title,
        "send": sheet.send,
        "note": sheet.note,
        "fields": [_field(field) for field in sheet.fields],
    }


def _field(field: SheetField) -> Json:
    ask = field.ask
    return {
        "name": ask.name,
        "kind": ask.kind,
        "label": ask.label,
        "hint": ask.hint,
        "required": ask.required,
        "longest": ask.longest,
        "suggests": ask.suggest is not None,
        "options": [{"value": o.value, "label": o.label, "about": o.about} for o in ask.options],
        "value": field.words,
        "error": field.error,
    }
